"""Several ids, one person: in whatever order and however often, all logs come to one end."""

from collections import deque
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas import codec
from schemas.events import CandidateMerged, Event, LeadershipStanding, MembershipRecorded
from streams.candidates.people import People
from tests.unit.candidate_lives import lives_of_several_ids

PARTITIONS = 2
Key = tuple[str, str, str]
RECORDS_MAX = 400
"""Far more than ten events about three ids can bring about, if it ends at all."""


class Logs:
    """The candidate-log in two partitions, with what intake and the stage write to it."""

    def __init__(self) -> None:
        self.waiting: list[deque[tuple[bytes, bytes]]] = [deque() for _ in range(PARTITIONS)]
        self.people = [People(number) for number in range(PARTITIONS)]
        self.counts = [0] * PARTITIONS
        self.last: dict[Key, MembershipRecorded] = {}

    def publish(self, event: Any) -> None:
        self._write(event.candidate_id, event)
        if isinstance(event, CandidateMerged):
            self._write(event.merged_candidate_id, event)

    def fold_next(self, partition: int) -> None:
        if not self.waiting[partition]:
            return
        key, value = self.waiting[partition].popleft()
        self.counts[partition] += 1
        assert sum(self.counts) < RECORDS_MAX, "the logs answer each other without an end"
        for told in self.people[partition].fold(value, self.counts[partition], key):
            if isinstance(told, MembershipRecorded):
                self.last[told.candidate_id, told.job_group, told.grade] = told
            elif not isinstance(told, LeadershipStanding):
                self._write(told.candidate_id, told)

    def fold_all(self) -> None:
        while any(self.waiting):
            for partition in range(PARTITIONS):
                self.fold_next(partition)

    def states(self) -> dict[bytes, bytes]:
        for people in self.people:
            people.take_changes()
        return {key: value for it in self.people for key, value in it.states().items()}

    def _write(self, candidate_id: str, event: Any) -> None:
        # c-1 and c-3 share a log, c-2 has one of its own.
        partition = int(candidate_id[-1]) % PARTITIONS
        self.waiting[partition].append((candidate_id.encode(), codec.encode(event)))


def end_of(published: list[Event], folded: list[int | None]) -> Logs:
    """After everything; now and then a log goes on before the next fact is published."""
    logs = Logs()
    for event, partition in zip(published, folded, strict=True):
        logs.publish(event)
        if partition is not None:
            logs.fold_next(partition)
    logs.fold_all()
    return logs


@st.composite
def two_histories(draw: st.DrawFn) -> tuple[Logs, Logs]:
    life = draw(lives_of_several_ids())
    again = draw(st.lists(st.sampled_from(life), max_size=4))
    other = draw(st.permutations(life + again))
    paces = st.none() | st.integers(0, PARTITIONS - 1)

    def pace(count: int) -> list[int | None]:
        return draw(st.lists(paces, min_size=count, max_size=count))

    return end_of(life, pace(len(life))), end_of(list(other), pace(len(other)))


def facts(logs: Logs) -> dict[Key, dict[str, Any]]:
    """The last word on each membership.

    One that says ERASED is as good as none: whoever was erased first never had the others.
    """
    told = ("assessment", "member_since", "incumbency", "departure", "former_ids", "origin")
    return {
        key: {name: getattr(it, name) for name in (*told, "commitments", "posting")}
        for key, it in logs.last.items()
        if it.departure is None or it.departure.kind != "ERASED"
    }


@given(two_histories())
def test_any_order_ends_in_the_same_states(histories: tuple[Logs, Logs]) -> None:
    one, other = (logs.states() for logs in histories)
    assert {key: codec.decode(it) for key, it in one.items()} == {
        key: codec.decode(it) for key, it in other.items()
    }
    assert one == other


@given(two_histories())
def test_any_order_ends_in_the_same_memberships(histories: tuple[Logs, Logs]) -> None:
    one, other = map(facts, histories)
    assert one == other


@given(lives_of_several_ids())
def test_a_unit_that_starts_again_in_the_middle_says_the_same(life: list[Event]) -> None:
    whole, cut = Logs(), Logs()
    for number, event in enumerate(life):
        for logs in (whole, cut):
            logs.publish(event)
            logs.fold_next(number % PARTITIONS)
        states = cut.states()
        cut.people = [People(number) for number in range(PARTITIONS)]
        for key, value in states.items():
            cut.people[int(key[-1:]) % PARTITIONS].restore([(key, value)])
    whole.fold_all()
    cut.fold_all()
    assert whole.last == cut.last
    assert whole.states() == cut.states()
