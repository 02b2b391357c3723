"""What to mind about a person who is ranked: words that change with the facts.

The day only decides whether they are there.
"""

from collections.abc import Iterator

from schemas.events import CompetencyHeld, CompetingListing, RuleAnswer
from streams.pool.people import Lineup
from streams.rules.days import NO_DAY, UNSTATED, date_of
from streams.rules.ratings import TIER_2
from streams.rules.rule import TEXT_MAX
from streams.rules.standing import VALID

ELSEWHERE = "also on the list of"
"""How the warning begins that names other lists."""
_NAMED_MAX = 5


def warnings_of(
    lineup: Lineup,
    row: int,
    advisory: tuple[RuleAnswer, ...],
    competencies: tuple[CompetencyHeld, ...],
    competing: tuple[CompetingListing, ...],
) -> tuple[str, ...]:
    """In the order in which people look: the person, their membership, their other lists."""
    words = (
        *_needs(lineup, row, competencies),
        *_expiry(lineup, row),
        *_staleness(lineup, row),
        *_advised(advisory),
        *_elsewhere(competing),
    )
    return tuple(text[:TEXT_MAX] for text in words)


def _needs(lineup: Lineup, row: int, competencies: tuple[CompetencyHeld, ...]) -> Iterator[str]:
    if lineup.table["rating"][row] != TIER_2:
        return
    below = [one.code for one in competencies if _below(one)]
    named = f": {', '.join(below[:_NAMED_MAX])}" if below else ""
    yield f"ready with development needs{named}"


def _below(one: CompetencyHeld) -> bool:
    return one.expected is not None and one.shown is not None and one.shown < one.expected


def _expiry(lineup: Lineup, row: int) -> Iterator[str]:
    until = int(lineup.table["valid_until"][row])
    in_post = lineup.table["incumbent"][row] == VALID
    near = until - lineup.demand.day <= lineup.policy.rules.expiry_warning_days
    if near and not in_post and until != UNSTATED:
        yield f"membership ends on {date_of(until)}"


def _staleness(lineup: Lineup, row: int) -> Iterator[str]:
    confirmed = int(lineup.table["confirmed_on"][row])
    age = lineup.demand.day - confirmed
    if confirmed != NO_DAY and age > lineup.policy.rules.unconfirmed_warning_days:
        yield f"availability last confirmed on {date_of(confirmed)}"


def _advised(advisory: tuple[RuleAnswer, ...]) -> Iterator[str]:
    for answer in advisory:
        if answer.outcome == "FAIL":
            yield f"{answer.rule} is not met: {answer.held}"
        elif answer.outcome == "UNKNOWN":
            yield f"{answer.rule} cannot be told: {answer.held}"


def _elsewhere(competing: tuple[CompetingListing, ...]) -> Iterator[str]:
    """Not at which ranks: a warning that is told after a review should not come for those."""
    if competing:
        named = ", ".join(sorted(one.vacancy_id for one in competing)[:_NAMED_MAX])
        more = f" and {len(competing) - _NAMED_MAX} more" if len(competing) > _NAMED_MAX else ""
        yield f"{ELSEWHERE} {named}{more}"
