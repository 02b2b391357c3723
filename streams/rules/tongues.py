"""What is recorded of a person's languages: as a column codes it, and by ability."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from schemas.events import LanguageFact

ABILITIES = ("LISTENING", "READING", "SPEAKING", "WRITING")
TESTED = "TESTED"

Ranks = Mapping[tuple[str, str], int]
"""The rank of a framework's level."""


class Tongue(NamedTuple):
    """What one kind of evidence says of one language in one framework."""

    language: str
    framework: str
    evidence: str
    levels: tuple[tuple[str, str], ...]
    """Ability and level, sorted."""


class Shown(NamedTuple):
    """What counts of one ability: all that was tested, else all of the person's own word."""

    evidence: str
    levels: tuple[tuple[str, str], ...]
    """Framework and level, in the order of the tongues."""

    def ranks(self, ranks: Ranks) -> list[int]:
        """Of the levels that have one."""
        return [rank for level in self.levels if (rank := ranks.get(level)) is not None]


NOT_RECORDED = Shown("", ())

Abilities = Mapping[str, Shown]
"""Those recorded of one language, by name."""

Spoken = Mapping[str, Abilities]
"""Of each language recorded."""


def tongues_of(facts: Iterable[LanguageFact]) -> tuple[Tongue, ...]:
    return tuple(sorted(map(_tongue, facts)))


def _tongue(fact: LanguageFact) -> Tongue:
    levels = tuple(sorted((part.ability, part.level) for part in fact.levels))
    return Tongue(fact.language, fact.framework, fact.evidence, levels)


def spoken_of(tongues: Iterable[Tongue]) -> Spoken:
    """The abilities recorded of each language, in whatever framework."""
    spoken: dict[str, dict[str, Shown]] = {}
    for language, framework, evidence, levels in tongues:
        abilities = spoken.setdefault(language, {})
        for ability, level in levels:
            shown = abilities.get(ability)
            if shown is None or (evidence == TESTED != shown.evidence):
                abilities[ability] = Shown(evidence, ((framework, level),))
            elif evidence == shown.evidence:
                abilities[ability] = Shown(evidence, (*shown.levels, (framework, level)))
    return spoken
