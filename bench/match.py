"""Times one vacancy against a million memberships: all between the facts and the finished lists."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

from bench.crowd import people
from bench.notice import facts, vacancy
from schemas.codec import encode
from schemas.events import VacancyOpened
from streams.engine.app import collect_less_often
from streams.pool.case import Case, Said
from streams.pool.holdings import Holdings
from streams.pool.lineup import lineup_of
from streams.pool.listing import listing_of
from streams.pool.opening import Opening
from streams.pool.policy import Policy
from streams.pool.row_facts import row_facts
from streams.pool.standing import stand
from streams.pool.table import Table


@dataclass(frozen=True)
class Crowded:
    """A pool that holds a crowd in one profile, on a day, under a policy, and one vacancy."""

    holdings: Holdings
    table: Table
    policy: Policy
    case: Case
    terms: VacancyOpened

    def match(self) -> Said:
        """Everybody judged, tiers and totals, the lists with every answer and its evidence."""
        lineup = lineup_of(self.holdings, self.case, self.terms, self.policy)
        return listing_of(self.terms, lineup, len(self.table)).said

    def again_ms(self, said: Said) -> float:
        """A match that finds nothing new to say, and makes no words."""
        began = perf_counter()
        lineup = lineup_of(self.holdings, self.case, self.terms, self.policy)
        if listing_of(self.terms, lineup, len(self.table), said).said is not said:
            raise AssertionError("two matches of the same facts rest on different things")
        return (perf_counter() - began) * 1000

    def first_ms(self) -> float:
        """A match whose languages and wishes nobody asked for before."""
        began = perf_counter()
        self.match()
        return (perf_counter() - began) * 1000

    def read_ms(self) -> float:
        """One look at every cell that a match may read, at the speed of the memory."""
        rows = self.table.rows(0, len(self.table))
        columns = [getattr(rows, name) for name in rows.__dataclass_fields__]
        began = perf_counter()
        for column in columns:
            if hasattr(column, "max"):
                column.max()
        return (perf_counter() - began) * 1000


def crowded(memberships: int) -> Crowded:
    """A pool brought to the day as the stage would bring it, without its log."""
    holdings = Holdings(Opening())
    for event in facts():
        holdings.refer(event, encode(event))
    holdings.take_policy()
    policy, day = holdings.policy, holdings.reference.day
    if policy is None or day is None:
        raise ValueError("neither a day nor a policy is in effect: nobody can be matched")
    terms = vacancy()
    case = holdings.case(terms.vacancy_id)
    case.take(terms, encode(terms))
    table = holdings.table(terms.job_group, terms.grade)
    _fill(table, holdings, memberships)
    stand(table, slice(None), day, policy, holdings.lists)
    return Crowded(holdings, table, policy, case, terms)


def matches_ms(pool: Crowded, times: int) -> Iterator[float]:
    """How long each match took; whoever looks at the first should know that it asks most."""
    collect_less_often()
    said = pool.match()
    for _ in range(times):
        began = perf_counter()
        again = pool.match()
        yield (perf_counter() - began) * 1000
        if again.sha256 != said.sha256:
            raise AssertionError("two matches of the same facts differ")


def _fill(table: Table, holdings: Holdings, memberships: int) -> None:
    made = [(row_facts(vars(fact), holdings.lists), framed) for fact, framed in people(memberships)]
    for number in range(memberships):
        cells, framed = made[number % len(made)]
        table.write(table.add(f"c-{number:07}"), framed, (), number + 1, cells)
    table.flush()
