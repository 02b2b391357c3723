"""How the frameworks spell their levels of a language."""

from collections.abc import Mapping

LEVELS: Mapping[str, tuple[str, ...]] = {
    "UN": ("I", "II", "III", "IV"),
    "CEFR": ("A1", "A2", "B1", "B2", "C1", "C2"),
}
"""The lowest first."""


def misspelt(framework: str, level: str) -> str | None:
    """What is wrong with a level; None where its framework has it."""
    levels = LEVELS.get(framework)
    if levels is None:
        return f"{framework} is none of the frameworks {', '.join(LEVELS)}"
    return None if level in levels else f"{framework} has no level {level}: {', '.join(levels)}"
