"""The answer as JSON values, and the figures that sum it up."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from schemas.events import DiversityDimension
from streams.history.backtest.course import ListShown
from streams.history.backtest.outcome import Outcome, VacancyCompared

SHOWN_FROM = 5
"""The fewest people that a figure on balance may tell of."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Eligible people of one kind over all vacancies whose two last lists both show them."""

    dimension: DiversityDimension
    value: str
    vacancies: int
    """That show this kind on both sides."""
    hidden: int
    """That do not, because they would tell of fewer than five people."""
    before: int | None
    """None: too few to be told."""
    after: int | None


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the last lists of some vacancies, added up."""

    eligible: int = 0
    near_misses: int = 0
    cannot_confirm: int = 0
    first_tier: int = 0
    second_tier: int = 0
    tier_unconfirmed: int = 0


@dataclass(frozen=True, slots=True)
class GroupChange:
    """What changes in one job group."""

    job_group: str
    vacancies: int
    other_lists: int
    """Whose last list names other people, or in another order."""
    entered: int
    left: int
    moved: int
    memberships: int
    decisions: int


def totals(vacancies: Iterable[VacancyCompared]) -> tuple[Totals, Totals]:
    """Before and after."""
    listed = list(vacancies)
    before, after = ([_counts(s.last_list) for s in side] for side in _sides(listed))
    return _added(before), _added(after)


def balance(vacancies: Iterable[VacancyCompared]) -> list[Balance]:
    """By dimension and value; a sum under five people is not told."""
    cells: dict[tuple[DiversityDimension, str], list[tuple[int | None, int | None]]] = {}
    for each in vacancies:
        if each.before.last_list is None or each.after.last_list is None:
            continue
        after = {(c.dimension, c.value): c.eligible for c in each.after.last_list.cells}
        for cell in each.before.last_list.cells:
            key = (cell.dimension, cell.value)
            cells.setdefault(key, []).append((cell.eligible, after.get(key)))
    return [_balance(*key, pairs) for key, pairs in sorted(cells.items())]


def by_group(outcome: Outcome) -> list[GroupChange]:
    groups = sorted(
        {v.job_group for v in outcome.vacancies} | {m.job_group for m in outcome.memberships}
    )
    return [_group(outcome, group) for group in groups]


def document(outcome: Outcome, asked: Mapping[str, Any]) -> dict[str, Any]:
    """One JSON object: only vacancies of which something else would be said are told in full."""
    before, after = totals(outcome.vacancies)
    answer: dict[str, Any] = _plain(
        {
            "asked": dict(asked),
            "way": "in place" if outcome.in_place else "from now",
            "history": [asdict(pool) for pool in outcome.pools],
            "assessments": outcome.assessments,
            "people_concerned": outcome.people,
            "summary": {
                "vacancies": len(outcome.vacancies),
                "vacancies_changed": len(outcome.changed),
                "vacancies_that_ever_differed": _ever(outcome),
                "revisions_before": sum(v.before.revisions for v in outcome.vacancies),
                "revisions_after": sum(v.after.revisions for v in outcome.vacancies),
                "memberships_changed": len(outcome.memberships),
                "decisions_to_look_at": len(outcome.decisions),
                "totals_before": asdict(before),
                "totals_after": asdict(after),
            },
            "job_groups": [asdict(each) for each in by_group(outcome)],
            "balance": [asdict(each) for each in balance(outcome.vacancies)],
            "vacancies": [_vacancy(each) for each in outcome.vacancies if _told(each)],
            "memberships": [asdict(each) for each in outcome.memberships],
            "active_memberships": [asdict(each) for each in outcome.active],
            "decisions": [asdict(each) for each in outcome.decisions],
            "decisions_refused_anew": outcome.refused_anew,
            "decisions_accepted_anew": outcome.accepted_anew,
            "months": [asdict(each) for each in outcome.months],
            "note": "A recommendation to people: nothing here is a verdict on anybody.",
        }
    )
    return answer


def moves(each: VacancyCompared) -> tuple[list[str], list[str], list[str]]:
    """Who enters, who leaves, and whose rank is another one."""
    entered = [why.candidate_id for why in each.why if why.rank_before is None]
    left = [why.candidate_id for why in each.why if why.rank_after is None]
    moved = [w.candidate_id for w in each.why if w.rank_before and w.rank_after]
    return entered, left, moved


def _told(each: VacancyCompared) -> bool:
    return not each.same or each.differed_from is not None


def _ever(outcome: Outcome) -> int:
    return sum(each.differed_from is not None for each in outcome.vacancies)


def _group(outcome: Outcome, group: str) -> GroupChange:
    mine = [each for each in outcome.vacancies if each.job_group == group]
    entered, left, moved = zip(*(moves(each) for each in mine), strict=True) if mine else ((),) * 3
    return GroupChange(
        job_group=group,
        vacancies=len(mine),
        other_lists=sum(not each.same_people for each in mine),
        entered=sum(map(len, entered)),
        left=sum(map(len, left)),
        moved=sum(map(len, moved)),
        memberships=sum(each.job_group == group for each in outcome.memberships),
        decisions=sum(each.job_group == group for each in outcome.decisions),
    )


def _sides(vacancies: list[VacancyCompared]) -> tuple[list[Any], list[Any]]:
    return [each.before for each in vacancies], [each.after for each in vacancies]


def _counts(shown: ListShown | None) -> Totals:
    if shown is None:
        return Totals()
    return Totals(**{name: getattr(shown.counts, name) for name in asdict(Totals())})


def _added(counts: list[Totals]) -> Totals:
    return Totals(
        **{name: sum(getattr(each, name) for each in counts) for name in asdict(Totals())}
    )


def _balance(
    dimension: DiversityDimension, value: str, pairs: list[tuple[int | None, int | None]]
) -> Balance:
    shown = [(old, new) for old, new in pairs if old is not None and new is not None]
    before, after = sum(old for old, _ in shown), sum(new for _, new in shown)
    enough = min(before, after) >= SHOWN_FROM
    hidden = len(pairs) - len(shown)
    if not enough:
        return Balance(dimension, value, len(shown), hidden, None, None)
    return Balance(dimension, value, len(shown), hidden, before, after)


def _vacancy(each: VacancyCompared) -> dict[str, Any]:
    entered, left, moved = moves(each)
    summed = {"same_people": each.same_people, "entered": entered, "left": left, "moved": moved}
    return asdict(each) | summed


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
