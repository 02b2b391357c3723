"""Finds a Chromium for the tests, or installs one, and remembers it: `make test` begins with this.

The order: PATHWAYS_CHROMIUM, those on PATH, Playwright's own. The first that shows a page is taken.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from tests.browser.install import WAYS, Way, carry_out
from tests.browser.start import failure, playwrights_own

# The shell is a Chromium without the windows that nobody sees here: a page costs it a fourth.
NAMES = (
    *("chromium-headless-shell", "chrome-headless-shell"),
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
)
VARIABLE = "PATHWAYS_CHROMIUM"
# In the virtual environment: what was found is forgotten together with it.
REMEMBERED = Path(sys.prefix) / ".chromium"

Failure = Callable[[Path], str | None]


class NoChromium(Exception):
    """There is no Chromium that the tests could use."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why} The browser tests need a Chromium. Install one (Debian: `apt-get install "
            f"chromium`, Fedora: `dnf install chromium`, macOS: `brew install --cask chromium`), "
            f"or name the program of one in {VARIABLE}; then run `make browser`, which looks again."
        )


def known(environment: Mapping[str, str], remembered: Path = REMEMBERED) -> Path | None:
    """What somebody named, or what was found before and is still there."""
    if named := environment.get(VARIABLE):
        if not Path(named).exists():
            raise NoChromium(f"{VARIABLE} names {named}, which is not there.")
        return Path(named)
    if remembered.exists() and (program := Path(remembered.read_text().strip())).exists():
        return program
    return None


def present(
    environment: Mapping[str, str], own: Callable[[], Path | None] = playwrights_own
) -> Iterator[Path]:
    """Every Chromium of this machine, the most wanted first."""
    for name in NAMES:
        if found := shutil.which(name, path=environment.get("PATH")):
            yield Path(found)
    if (downloaded := own()) is not None:
        yield downloaded


def find_or_install(programs: Iterator[Path], ways: tuple[Way, ...], why_not: Failure) -> Path:
    """The first program that works, of those present and then of those that the ways bring."""
    for program in programs:
        if works(program, why_not):
            return program
    for way in ways:
        brought = carry_out(way, say)
        if brought is not None and works(brought, why_not):
            return brought
    raise NoChromium("None was found, and none could be installed: the reasons stand above.")


def works(program: Path, why_not: Failure) -> bool:
    if (reason := why_not(program)) is None:
        return True
    say(f"{program} does not work: {reason.strip()}")
    return False


def say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


def main() -> int:
    try:
        if (program := known(os.environ)) is None:
            program = find_or_install(present(os.environ), WAYS, failure)
            REMEMBERED.write_text(f"{program}\n")
    except NoChromium as error:
        say(str(error))
        return 1
    print(program)
    return 0


if __name__ == "__main__":
    sys.exit(main())
