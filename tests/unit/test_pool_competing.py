"""One person on many lists is shown on each, and telling so never goes round in circles."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from schemas.codec import decode, encode
from schemas.events import (
    Event,
    ListedCandidate,
    ProposalRevised,
    ProposalWithdrawn,
    VacancyCancelled,
)
from schemas.topics import TOPICS
from streams.engine.stage import Output, Position, UnitId
from streams.pool.fold import PoolFold
from streams.pool.told_lists import COMPETING_MAX, ToldLists
from tests.unit.decision_facts import about, accepted
from tests.unit.pool_facts import (
    BASICS,
    TODAY,
    Log,
    assessed,
    hold,
    member,
    only,
    opened,
    profile,
    rules,
)
from tests.unit.reference_facts import told

POOLS = TOPICS["pool-log"].partitions


def two_lists() -> Log:
    """`c-1` is listed for `v-1` and `v-2`, `c-2` for `v-2` only."""
    log = Log(*BASICS, member("c-1"), member("c-2", assessment=assessed("TIER_2", TODAY)))
    log.fold(opened("v-1", min_rating="TIER_1"), opened("v-2"))
    return log


def shown(proposal: Any, who: str) -> list[str]:
    person = only(one for one in proposal.ranked if one.candidate_id == who)
    return [other.vacancy_id for other in person.competing]


def test_a_list_of_another_pool_is_shown_where_it_has_the_same_person() -> None:
    log = two_lists()
    evaluation = log.fold(told(people=("x", "c-1")))
    one, two = evaluation.proposals
    assert isinstance(one, ProposalRevised)
    assert (shown(one, "c-1"), shown(two, "c-1"), shown(two, "c-2")) == (["v-9"], ["v-9"], [])
    other = only(only(one.ranked).competing)
    assert (other.job_group, other.grade, other.rank) == ("RMO", "P-4", 2)
    assert only(one.causes).reason == "the list of v-9 changed"


def test_a_list_touches_only_those_that_rank_who_entered_left_or_moved() -> None:
    log = two_lists()
    assert log.fold(told(people=("x", "y"))).vacancies_evaluated == 0
    assert log.fold(told(people=("x", "y", "c-2"), revision=2)).vacancies_evaluated == 1
    assert log.fold(told(people=("y", "x", "c-2"), revision=3)).vacancies_evaluated == 0
    assert log.fold(told(people=("y", "c-2"), revision=4)).vacancies_evaluated == 1


def test_a_list_that_ends_is_shown_no_more() -> None:
    log = two_lists()
    log.fold(told(people=("c-2",)))
    revised = only(log.fold(told(people=(), revision=2)).proposals)
    assert shown(revised, "c-2") == []


def test_a_list_told_twice_or_late_is_no_news() -> None:
    log = two_lists()
    log.fold(told(revision=2))
    for again in (told(revision=2), told(people=("c-2",), revision=1)):
        assert log.fold(again).vacancies_evaluated == 0


def test_a_list_is_told_when_its_people_change_and_only_then() -> None:
    log = Log(*BASICS, member("c-1"))
    first = only(log.fold(opened()).listings)
    assert (first.vacancy_id, first.revision) == ("v-1", 1)
    assert first.listed == (ListedCandidate(candidate_id="c-1", rank=1),)
    counted = log.fold(member("c-9", grade="P-4"))
    assert (len(counted.proposals), counted.listings) == (1, [])
    entered = only(log.fold(member("c-2", assessment=assessed("STAR"))).listings)
    assert [one.candidate_id for one in entered.listed] == ["c-2", "c-1"]
    ended = log.fold(about(VacancyCancelled, "can", reason="x"))
    assert isinstance(only(ended.proposals), ProposalWithdrawn)
    assert only(ended.listings).listed == ()


def test_a_vacancy_nobody_is_listed_for_is_never_told() -> None:
    assert Log(*BASICS, opened()).said[-1].listings == []


def test_a_reviewed_list_stays_told_as_it_was_reviewed() -> None:
    log = Log(*BASICS, member("c-1", assessment=assessed("STAR")), member("c-2"), opened())
    log.fold(accepted(1))
    evaluation = log.fold(member("c-2", 2, holds=(hold(TODAY),)))
    assert (len(evaluation.proposals), evaluation.listings) == (1, [])
    advised = only(log.fold(told()).proposals)
    assert only(advised.warnings) == "c-1: also on the list of v-9"


def test_a_person_shows_as_many_other_lists_as_there_is_room_for() -> None:
    lists = ToldLists()
    for number in range(COMPETING_MAX + 5):
        lists.take(told(f"v-{number:02}"))
    competing = lists.competing("c-1", "v-03")
    assert len(competing) == COMPETING_MAX
    assert "v-03" not in {other.vacancy_id for other in competing}
    assert lists.competing("c-2", "v-03") == ()


@dataclass(frozen=True)
class Framed:
    """A record of the pool-log."""

    value: bytes | None
    offset: int
    key: bytes | None = b""
    topic: str = "pathways.pool-log"
    partition: int = 0
    headers: tuple[tuple[str, bytes], ...] = ()
    timestamp: int = 0


class Pools:
    """The folds of all partitions, and what each of them has still to read."""

    def __init__(self) -> None:
        self.folds = [PoolFold(UnitId("pool", "pathways.pool-log", n)) for n in range(POOLS)]
        self.counts = [0] * POOLS
        self.logs: list[list[bytes]] = [[] for _ in range(POOLS)]

    def put(self, partition: int, *events: Event) -> None:
        self.logs[partition].extend(encode(event) for event in events)

    def turn(self) -> list[Output]:
        """Each pool folds all that it has, in one transaction; answers what the pools told."""
        lists: list[Output] = []
        for number, fold in enumerate(self.folds):
            values, self.logs[number] = self.logs[number], []
            if values:
                start = Position(self.counts[number], self.counts[number])
                records = [Framed(value, start.offset + at) for at, value in enumerate(values)]
                self.counts[number] += len(values)
                outputs = fold.fold(records, start)
                lists.extend(one for one in outputs if one.topic == "pathways.pool-log")
        for one in lists:
            self.logs[one.partition].append(one.value or b"")
        return lists

    def proposals(self) -> Iterable[Any]:
        return (proposal for fold in self.folds for proposal in fold.last.proposals)


def test_a_list_goes_to_every_pool_its_own_included_and_none_answers_with_a_list() -> None:
    pools = Pools()
    rmo: dict[str, Any] = {"job_group": "RMO"}
    for number in range(POOLS):
        pools.put(number, *BASICS, rmo_profile())
    pools.put(0, member("c-1"), member("c-2"), opened("v-1"))
    pools.put(1, member("c-1", **rmo), opened("v-2", **rmo))
    lists = pools.turn()
    assert [(one.partition, one.key) for one in lists] == [
        (partition, vacancy) for vacancy in (b"v-1", b"v-2") for partition in range(POOLS)
    ]
    assert pools.turn() == []
    said = {proposal.vacancy_id: proposal for proposal in pools.proposals()}
    assert shown(said["v-1"], "c-1") == ["v-2"]
    assert shown(said["v-2"], "c-1") == ["v-1"]
    assert shown(said["v-1"], "c-2") == []
    assert pools.turn() == []
    assert all(not log for log in pools.logs)


def rmo_profile() -> Event:
    published = profile()
    return type(published)(**{**vars(published), "event_id": "profile-rmo", "job_group": "RMO"})


def test_lists_that_only_tell_of_each_other_come_to_rest() -> None:
    """Forty vacancies that all rank the same people: each change costs one answer of each list."""
    pools = Pools()
    pools.put(0, rules(), profile(), *BASICS[2:], *(member(f"c-{n}") for n in range(5)))
    pools.put(0, *(opened(f"v-{n:02}") for n in range(40)))
    first = pools.turn()
    assert len(first) == 40 * POOLS
    second = pools.turn()
    assert second == []
    assert len(list(pools.proposals())) == 40
    pools.put(0, member("c-1", 2, holds=(hold(TODAY),)))
    assert len(pools.turn()) == 40 * POOLS
    assert pools.turn() == []
    assert pools.turn() == []


def test_what_was_told_is_state_and_survives_a_restart() -> None:
    fold = PoolFold(UnitId("pool", "pathways.pool-log", 0))
    events = [*BASICS, member("c-1"), told(), told("v-8", ())]
    outputs = fold.fold(
        [Framed(encode(event), n) for n, event in enumerate(events)], Position(0, 0)
    )
    state = {
        one.key or b"": one.value or b"" for one in outputs if one.topic == "pathways.pool-state"
    }
    assert {key for key in state if b"listed" in key} == {
        b"reference|listed|v-8", b"reference|listed|v-9",
    }  # fmt: skip
    again = PoolFold(UnitId("pool", "pathways.pool-log", 0))
    again.restore(state.items())
    again.fold([Framed(encode(opened()), len(events))], Position(len(events), len(events)))
    assert shown(only(again.last.proposals), "c-1") == ["v-9"]
    assert decode(state[b"reference|listed|v-9"]).decision_version == 2
