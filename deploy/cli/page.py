"""Where a page goes: as wide as the terminal, or plain text of 100 columns for a file."""

from rich.console import Console

WIDTH = 100


def page_console() -> Console:
    console = Console(highlight=False)
    if console.is_terminal:
        return console
    return Console(highlight=False, width=WIDTH, color_system=None)
