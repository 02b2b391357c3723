"""H4: each of the languages asked for, and one of those of which one is enough.

A person's level in an ability is the tested one where there is a test, else the person's own word.
Levels of different frameworks are compared by the ranks that the policy gives them.
"""

from collections.abc import Callable

from schemas.events import LanguageRequirement, LanguageRequirements
from streams.rules.outcomes import FAIL, NAMES, PASS, UNKNOWN, Outcomes, looked_up, passing
from streams.rules.person import Person
from streams.rules.rows import Demand, Rows
from streams.rules.rule import Rule
from streams.rules.tongues import (
    ABILITIES,
    NOT_RECORDED,
    TESTED,
    Abilities,
    Ranks,
    Shown,
    Spoken,
    Tongue,
    spoken_of,
)


def over(rows: Rows, demand: Demand) -> Outcomes:
    answers = demand.answers.languages
    return passing(rows) if answers is None else looked_up(answers, rows.tongues)


def meeting(asked: LanguageRequirements, ranks: Ranks) -> Callable[[tuple[Tongue, ...]], int]:
    """The answer for what is recorded of a person's languages.

    People differ in the mixture of their languages more than in any one of them: what is recorded
    of one language is looked at once.
    """
    each, one_of = ([_asking(one, ranks) for one in part] for part in (asked.all_of, asked.any_of))

    def meets(tongues: tuple[Tongue, ...]) -> int:
        best = min((answer_to(tongues) for answer_to in one_of), default=int(PASS))
        return max([best, *(answer_to(tongues) for answer_to in each)])

    return meets


def _asking(one: LanguageRequirement, ranks: Ranks) -> Callable[[tuple[Tongue, ...]], int]:
    known: dict[tuple[Tongue, ...], int] = {}

    def answer_to(tongues: tuple[Tongue, ...]) -> int:
        of_language = tuple(tongue for tongue in tongues if tongue.language == one.language)
        if not of_language:
            return answer(one, {tongue.language: {} for tongue in tongues}, ranks)
        if of_language not in known:
            known[of_language] = answer(one, spoken_of(of_language), ranks)
        return known[of_language]

    return answer_to


def answer(asked: LanguageRequirement, spoken: Spoken, ranks: Ranks) -> int:
    """The answer about one language; the weakest ability asked for decides."""
    if not spoken:
        return int(UNKNOWN)
    least = ranks.get((asked.framework, asked.level))
    if least is None:
        return int(UNKNOWN)
    abilities = spoken.get(asked.language)
    if abilities is None:
        return int(FAIL)
    return max(_ability(shown, asked, least, ranks) for shown in _shown(asked, abilities))


def _shown(asked: LanguageRequirement, recorded: Abilities) -> dict[Shown, list[str]]:
    """What counts of each ability asked for, those of which it is the same together."""
    abilities: dict[Shown, list[str]] = {}
    for ability in _abilities(asked):
        abilities.setdefault(recorded.get(ability, NOT_RECORDED), []).append(ability)
    return abilities


def _abilities(asked: LanguageRequirement) -> tuple[str, ...]:
    return ABILITIES if asked.ability is None else (asked.ability,)


def _ability(shown: Shown, asked: LanguageRequirement, least: int, ranks: Ranks) -> int:
    known = shown.ranks(ranks)
    if known and max(known) >= least:
        return int(UNKNOWN if asked.tested and shown.evidence != TESTED else PASS)
    return int(FAIL if shown.levels and len(known) == len(shown.levels) else UNKNOWN)


def _required(demand: Demand) -> str:
    asked = demand.terms.languages
    if asked is None:
        return "no language"
    each = [_asked(one) for one in asked.all_of]
    one_of = " or ".join(map(_asked, asked.any_of))
    return "; ".join([*each, f"one of: {one_of}"] if one_of else each) or "no language"


def _asked(one: LanguageRequirement) -> str:
    ability = "" if one.ability is None else f" {one.ability}"
    return f"{one.language}{ability} {one.framework} {one.level}{' tested' if one.tested else ''}"


def _all(demand: Demand) -> tuple[LanguageRequirement, ...]:
    asked = demand.terms.languages
    return () if asked is None else (*asked.all_of, *asked.any_of)


def _held(person: Person, demand: Demand) -> str:
    """Of every language asked for, whatever is known of the others."""
    spoken = person.spoken
    if not spoken:
        return "no language recorded"
    return (
        "; ".join(
            f"{_asked(one)}: {NAMES[answer(one, spoken, demand.ranks)]}, {_told(one, spoken)}"
            for one in _all(demand)
        )
        or "languages recorded"
    )


def _told(asked: LanguageRequirement, spoken: Spoken) -> str:
    """Level and evidence of each ability asked for."""
    abilities = _shown(asked, spoken.get(asked.language, {}))
    if len(abilities) == 1:
        return _level_words(next(iter(abilities)))
    return ", ".join(
        f"{' '.join(of).lower()} {_level_words(shown)}" for shown, of in abilities.items()
    )


def _level_words(shown: Shown) -> str:
    if not shown.levels:
        return "not recorded"
    levels = " and ".join(map(" ".join, shown.levels))
    return f"{levels} {'tested' if shown.evidence == TESTED else 'by own word'}"


def _evidence(person: Person, demand: Demand) -> tuple[str, ...]:
    asked = {one.language for one in _all(demand)}
    return tuple(fact.event_id for fact in person.facts.languages if fact.language in asked)


def _missing(person: Person, demand: Demand) -> tuple[str, ...]:
    spoken = person.spoken
    if not spoken:
        return ("languages",)
    unsure = [one for one in _all(demand) if answer(one, spoken, demand.ranks) == UNKNOWN]
    return tuple(_missing_of(one, demand.ranks) for one in unsure)


def _missing_of(asked: LanguageRequirement, ranks: Ranks) -> str:
    if (asked.framework, asked.level) not in ranks:
        return f"rank of {asked.framework} {asked.level} in the rule set"
    return f"level of {_asked(asked)}"


def _shortfall(person: Person, demand: Demand) -> int | None:
    """In ranks, of the language that is missed most; of those of which one is enough, least."""
    asked, spoken = demand.terms.languages, person.spoken
    if asked is None:
        return None
    each = [_missed_by(one, spoken, demand.ranks) for one in asked.all_of]
    one_of = [_missed_by(one, spoken, demand.ranks) for one in asked.any_of]
    known = [missed for missed in one_of if missed is not None]
    if None in each or (one_of and not known):
        return None
    return max([missed for missed in each if missed is not None] + ([min(known)] if known else []))


def _missed_by(asked: LanguageRequirement, spoken: Spoken, ranks: Ranks) -> int | None:
    """0 where it is met; None where an ability is not recorded or cannot be ranked."""
    recorded = spoken.get(asked.language, {})
    least = ranks.get((asked.framework, asked.level))
    short = [0]
    for shown in _shown(asked, recorded):
        known = shown.ranks(ranks)
        untested = asked.tested and shown.evidence != TESTED
        if least is None or not known or untested or len(known) < len(shown.levels):
            return None
        short.append(least - max(known))
    return max(short)


H4 = Rule("H4", over, _required, _held, _evidence, _missing, _shortfall)
