"""What a pool knows: memberships in columns, vacancies as cases, reference facts by date."""

from collections.abc import Callable
from functools import lru_cache

from schemas.events import (
    CandidatesListed,
    DayStarted,
    DutyStationKey,
    RuleSetPublished,
    VacancyOpened,
)
from streams.pool.case import Case
from streams.pool.code_lists import CodeLists
from streams.pool.errors import UnexpectedRecord
from streams.pool.people import OPENED_MAX, ReadMembership
from streams.pool.policy import Policy, policy_of
from streams.pool.reading import Reading, Recorded
from streams.pool.reference import Reference, ReferenceFacts, reference_key
from streams.pool.remembered import VACANCIES_MAX, Remembered
from streams.pool.row_facts import row_facts
from streams.pool.table import Table
from streams.pool.told_lists import ToldLists, told_key
from streams.pool.touched import Profile

_NOWHERE = -2
"""A code that stands in no row."""


class Holdings:
    """Grows by `record`, `refer` and the cases' own `take`."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.read: ReadMembership = lru_cache(OPENED_MAX)(reading.event)
        self.remembered: Callable[[str], Remembered] = lru_cache(VACANCIES_MAX)(_nothing_remembered)
        """By vacancy, what was said of people on its lists."""
        self.reference = ReferenceFacts()
        self.framed_reference: dict[str, bytes] = {}
        self.tables: dict[Profile, Table] = {}
        self.cases: dict[str, Case] = {}
        self.policy: Policy | None = None
        self.lists = CodeLists()
        self.told = ToldLists()
        self.live: set[str] = set()
        """The vacancies of which something new may be said without an event of their own."""
        self.everything_moved = True
        """Whether a day or a rule set came that no standing has been brought to yet."""

    def membership(self, framed: bytes) -> Recorded:
        """Open a membership's record; raises UnexpectedRecord for any other."""
        recorded = self.reading.membership(framed)
        if recorded is None:
            raise UnexpectedRecord(type(self.reading.event(framed)).__name__, "the memberships")
        return recorded

    def record(self, recorded: Recorded) -> bool | None:
        """Write a membership's row; whether it is new, or None if the record is no news."""
        head = recorded.head
        table, count = self.table(head.job_group, head.grade), head.position.count
        row = table.row_of(head.candidate_id)
        new = row is None
        if row is None:
            row = table.add(head.candidate_id)
        elif count <= table.counted(row):
            return None
        facts, ends = recorded.new_facts(table.recorded[row], table.ends[row])
        table.write(row, recorded.framed, ends, count, row_facts(facts, self.lists))
        return new

    def refer(self, event: Reference, framed: bytes) -> bool:
        """Take a reference fact; whether it is new or replaces an older one."""
        if not self.reference.take(event):
            return False
        self.framed_reference[reference_key(event)] = framed
        self.everything_moved |= isinstance(event, DayStarted | RuleSetPublished)
        return True

    def hear(self, told: CandidatesListed, framed: bytes) -> frozenset[str] | None:
        """Take a list that a pool tells; whose places changed, or None if it is no news."""
        people = self.told.take(told)
        if people is not None:
            self.framed_reference[told_key(told.vacancy_id)] = framed
        return people

    def table(self, job_group: str, grade: str) -> Table:
        """The memberships of a profile; an empty table for one not seen yet."""
        table = self.tables.get((job_group, grade))
        if table is None:
            table = self.tables[job_group, grade] = Table(job_group, grade)
        return table

    def case(self, vacancy_id: str) -> Case:
        """A vacancy's case; an empty one for a vacancy not seen yet."""
        case = self.cases.get(vacancy_id)
        if case is None:
            case = self.cases[vacancy_id] = Case(vacancy_id)
        return case

    def serving(self, terms: VacancyOpened, station: DutyStationKey) -> bool:
        """Whether anybody of a vacancy's profile has a post at a duty station, held or ended."""
        table = self.tables.get((terms.job_group, terms.grade))
        code = self.lists.stations.known(station, _NOWHERE)
        return table is not None and bool((table["station"] == code).any())

    def watch(self, vacancy_id: str) -> None:
        """Note whether facts other than its own events can change what is said of a vacancy."""
        live = self.cases[vacancy_id].vacancy.live
        (self.live.add if live else self.live.discard)(vacancy_id)

    def take_policy(self) -> None:
        """The rule set in effect today becomes the policy."""
        day = self.reference.day
        rules = None if day is None else self.reference.rule_set(day)
        if rules is None:
            self.policy = None
        elif self.policy is None or self.policy.rules != rules:
            self.policy = policy_of(rules)


def _nothing_remembered(_: str) -> Remembered:
    return Remembered()
