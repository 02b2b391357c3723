"""What a backtest answers: history and the altered history beside each other."""

from dataclasses import dataclass
from datetime import date

from schemas.events import Event, RuleSetUsed
from streams.history.backtest.course import ListShown
from streams.history.backtest.rosters import MembershipChanged, RatingCount
from streams.history.backtest.standing import RuleChanged


@dataclass(frozen=True, slots=True)
class PoolRead:
    """How far a pool had come: what the answer holds for."""

    partition: int
    records: int
    """Decided so far."""
    undecided: int
    """Records behind them, which no transaction had taken yet: they are left out."""
    day: date | None
    rule_set: RuleSetUsed | None
    decision_versions: tuple[int, ...]
    """That decided history; this program decides both sides again by its own."""


@dataclass(frozen=True, slots=True)
class Side:
    """A vacancy in history, or in the altered one."""

    revisions: int
    said: str
    """The type of the last event."""
    said_sha256: str
    """Of what it says, wherever the transactions' cuts fell."""
    last_list: ListShown | None


@dataclass(frozen=True, slots=True)
class Why:
    """Somebody who is on one of the two last lists only, or stands elsewhere on the other."""

    candidate_id: str
    rank_before: int | None
    rank_after: int | None
    rules: tuple[RuleChanged, ...]
    words: str
    same_facts: bool
    """Whether the person is judged, rated and scored as before: others make the difference."""


@dataclass(frozen=True, slots=True)
class VacancyCompared:
    """One vacancy on both sides."""

    vacancy_id: str
    job_group: str
    grade: str
    title: str
    before: Side
    after: Side
    why: tuple[Why, ...]
    differed_from: date | None
    """The first day on which another list stood."""
    differed_until: date | None
    """The last day on which it did."""

    @property
    def same_people(self) -> bool:
        """Whether the last lists name the same people in the same order."""
        return _people(self.before) == _people(self.after)

    @property
    def same(self) -> bool:
        """Whether nothing that was said of it last is different."""
        return self.before.said_sha256 == self.after.said_sha256 and self.same_people


@dataclass(frozen=True, slots=True)
class DecisionStep:
    """Something that people decided about a person."""

    what: str
    """The event's type, such as OfferMade."""
    event_id: str
    on: date


@dataclass(frozen=True, slots=True)
class DecisionToLookAt:
    """A person was shortlisted or offered a post, and would not have been eligible."""

    vacancy_id: str
    job_group: str
    grade: str
    candidate_id: str
    steps: tuple[DecisionStep, ...]
    why_not: str
    rules: tuple[RuleChanged, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """What differed in a month."""

    month: str
    """Such as 2025-11."""
    revisions_before: int
    revisions_after: int
    vacancies_differing: int
    """With another list standing on some day of it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole answer."""

    in_place: bool
    pools: tuple[PoolRead, ...]
    assessments: tuple[str, ...]
    """Those voided or corrected."""
    people: int
    """Whose facts were folded again, under all of their ids."""
    vacancies: tuple[VacancyCompared, ...]
    """All of which anything was ever said, by id."""
    memberships: tuple[MembershipChanged, ...]
    active: tuple[RatingCount, ...]
    decisions: tuple[DecisionToLookAt, ...]
    refused_anew: tuple[str, ...]
    """Decisions, by event id, that the altered history would refuse and history did not."""
    accepted_anew: tuple[str, ...]
    """The other way round."""
    months: tuple[Month, ...]
    appended: tuple[Event, ...] = ()
    """The changes as events to publish, where they were laid behind the end of history."""

    @property
    def changed(self) -> tuple[VacancyCompared, ...]:
        return tuple(each for each in self.vacancies if not each.same)


def _people(side: Side) -> tuple[str, ...]:
    return side.last_list.people if side.last_list else ()
