"""What a position asks of languages, in the levels of a framework of the contract."""

from collections.abc import Iterator
from dataclasses import dataclass

from producers.talentmap.settings import Settings
from producers.talentmap.xml_records import Item
from schemas.events import LanguageRequirement, LanguageRequirements
from schemas.events.applications import LanguageAbility

_ABILITIES: tuple[tuple[LanguageAbility, str], ...] = (
    ("SPEAKING", "spoken_proficiency"),
    ("READING", "reading_proficiency"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The requirements, what could not be expressed, and what is odd but harmless."""

    languages: LanguageRequirements | None
    missing: tuple[str, ...]
    odd: tuple[str, ...]


def asked_of(position: Item, settings: Settings) -> Asked:
    """Each language of the position at each ability's level; all must be met."""
    found: list[LanguageRequirement] = []
    missing: list[str] = []
    odd: list[str] = []
    for number in (1, 2):
        code, name = position[f"language_code_{number}"], position[f"language{number}"]
        if not code:
            continue
        known = settings.languages.get(code)
        if known is None or name != f"{known.name} ({code})":
            missing.append(f"a language for the code {code}, called {name!r}")
            continue
        for requirement in _levels(position, number, known.code, settings, missing, odd):
            found.append(requirement)
    languages = LanguageRequirements(all_of=tuple(found)) if found else None
    return Asked(languages, tuple(missing), tuple(odd))


def _levels(
    position: Item,
    number: int,
    language: str,
    settings: Settings,
    missing: list[str],
    odd: list[str],
) -> Iterator[LanguageRequirement]:
    for ability, column in _ABILITIES:
        level = position[f"{column}_{number}"]
        name = position[f"language{number}"]
        if level not in settings.levels:
            missing.append(f"a level for {name} {ability.lower()} {level!r}")
        elif not settings.levels[level]:
            odd.append(f"{name} {ability.lower()} {level} asks for nothing")
        else:
            yield LanguageRequirement(
                language=language,
                framework="CEFR",
                level=settings.levels[level],
                ability=ability,
            )
