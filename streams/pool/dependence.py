"""Which vacancies a reference fact can change: only those are evaluated again."""

from collections.abc import Callable

from schemas.events import (
    CompetencyProfilePublished,
    DayStarted,
    DutyStationClassified,
    DutyStationKey,
    MemberStateListPublished,
    PostAbolished,
    PostPublished,
    PostReclassified,
    ProfilePublished,
    RotationCyclePublished,
    RuleSetPublished,
    VacancyOpened,
)
from streams.pool.reference import Reference

Serving = Callable[[VacancyOpened, DutyStationKey], bool]
"""Whether anybody of a vacancy's profile has a post at a duty station."""


def bears_on(fact: Reference, terms: VacancyOpened, serving: Serving) -> bool:
    match fact:
        case ProfilePublished() | CompetencyProfilePublished():
            return (fact.job_group, fact.grade) == (terms.job_group, terms.grade)
        case DutyStationClassified():
            # Tours and burdens of the people depend on the stations where they serve now.
            return fact.duty_station == terms.duty_station or serving(terms, fact.duty_station)
        case RotationCyclePublished():
            return terms.job_group in fact.job_groups
        case MemberStateListPublished():
            return _states_bear_on(fact, terms)
        case PostPublished() | PostReclassified() | PostAbolished():
            return fact.post_id == terms.post_id
        case DayStarted() | RuleSetPublished():
            return True


def _states_bear_on(fact: MemberStateListPublished, terms: VacancyOpened) -> bool:
    """Regions of every list's people come from the member states; the other lists act by tiers."""
    if fact.kind == "MEMBER_STATES":
        return True
    clauses = terms.tier_rule.first if terms.tier_rule else ()
    return any(clause.nationality_list == fact.kind for clause in clauses)
