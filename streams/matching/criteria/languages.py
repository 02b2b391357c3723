"""S6: a working language of the station, and languages beyond what the vacancy asks for.

A language is held at the lowest rank of its four abilities; a test counts before the person's own
word, and of several records of one kind the better one counts.
"""

from functools import partial
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from streams.matching.criteria.answers import Answers
from streams.matching.criteria.criterion import FULL, Criterion, Measure, Points
from streams.matching.criteria.yardstick import Yardstick
from streams.rules.person import Person
from streams.rules.tongues import (
    ABILITIES,
    NOT_RECORDED,
    Abilities,
    Ranks,
    Spoken,
    Tongue,
    spoken_of,
)

Tongues = tuple[Tongue, ...]

_WORKING, _FURTHER, _FURTHER_MAX = FULL // 2, FULL // 4, 2
_NO_RANK = -(1 << 31)
"""Below every rank: a level that the policy does not name, or no level at all."""


def points_of(yardstick: Yardstick, held: frozenset[str]) -> int:
    working, further = _counted(yardstick, held)
    return _WORKING * bool(working) + _FURTHER * min(len(further), _FURTHER_MAX)


def _counted(yardstick: Yardstick, held: frozenset[str]) -> tuple[str | None, list[str]]:
    """The working language that counts, and the further ones.

    Of several working languages one that the vacancy asks for counts, so that the others can be
    further ones.
    """
    here = () if yardstick.classified is None else yardstick.classified.working_languages
    required = yardstick.languages_required
    spoken = sorted(
        held.intersection(here), key=lambda language: (language not in required, language)
    )
    working = spoken[0] if spoken else None
    return working, sorted(held - required - {working})


def _measure(yardstick: Yardstick) -> Measure:
    rules, ranks = yardstick.rules, yardstick.ranks
    here = () if yardstick.classified is None else yardstick.classified.working_languages

    def answer(tongues: Tongues) -> int:
        held = _held_at(spoken_of(tongues), ranks, rules.extra_language_rank)
        return points_of(yardstick, held)

    policy = (rules.language_ranks, rules.extra_language_rank)
    question = ("S6", here, yardstick.languages_required, policy)
    answers = yardstick.sets.remembered.answers(question, yardstick.sets.tongues, answer)
    return Measure((attrgetter("tongues"),), partial(_points, answers), costly=True)


def _points(answers: Answers[Tongues], tongues: NDArray[np.int32]) -> Points:
    return answers.of(tongues)


def _held_at(spoken: Spoken, ranks: Ranks, least: int) -> frozenset[str]:
    """The languages of which all four abilities are at the least rank or above."""
    return frozenset(
        language for language, abilities in spoken.items() if _rank(abilities, ranks) >= least
    )


def _rank(abilities: Abilities, ranks: Ranks) -> int:
    """The rank of the weakest ability."""
    counting = {abilities.get(ability, NOT_RECORDED) for ability in ABILITIES}
    return min(max(shown.ranks(ranks), default=_NO_RANK) for shown in counting)


def _held(person: Person, yardstick: Yardstick) -> frozenset[str]:
    return _held_at(person.spoken, yardstick.ranks, yardstick.rules.extra_language_rank)


def _raw(person: Person, yardstick: Yardstick) -> str:
    working, further = _counted(yardstick, _held(person, yardstick))
    parts = [f"working language {working}"] if working else []
    parts += [f"also {', '.join(further)}"] if further else []
    return "; ".join(parts) or "no further language at the level that counts"


def _evidence(person: Person, yardstick: Yardstick) -> tuple[str, ...]:
    working, further = _counted(yardstick, _held(person, yardstick))
    counted = {working, *further}
    return tuple(fact.event_id for fact in person.facts.languages if fact.language in counted)


S6 = Criterion("S6", _measure, _raw, _evidence)
