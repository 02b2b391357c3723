"""Whatever the order and however often: a person's events fold to one state and one last word."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas import codec
from schemas.events import Event, MembershipRecorded
from streams.candidates.fold import NOBODY, fold
from streams.candidates.memberships import memberships
from streams.candidates.people import People
from tests.unit.candidate_lives import a_life


@st.composite
def two_tellings(draw: st.DrawFn) -> tuple[list[Event], list[Event]]:
    """The same events twice: as they came, and in another order with some of them repeated."""
    life = draw(a_life())
    repeated = draw(st.lists(st.sampled_from(life), max_size=6))
    return life, draw(st.permutations(life + repeated))


def tell(life: list[Event]) -> tuple[bytes | None, dict[tuple[str, str], MembershipRecorded]]:
    """The state record, None where nothing was stated, and the last word on each membership."""
    people, last = People(0), {}
    for count, event in enumerate(life, 1):
        for recorded in people.fold(codec.encode(event), count):
            if isinstance(recorded, MembershipRecorded):
                last[recorded.job_group, recorded.grade] = recorded
    people.take_changes()
    return people.states().get(b"c-1"), last


def facts(recorded: MembershipRecorded) -> dict[str, Any]:
    """What it says of the membership; not where in the log, or after which event, it says so."""
    cause = {
        "event_id",
        "occurred_at",
        "recorded_at",
        "correlation_id",
        "causation_id",
        "cause_type",
        "position",
    }
    return {name: value for name, value in vars(recorded).items() if name not in cause}


@given(two_tellings())
def test_any_order_with_repetitions_gives_the_same_state(
    tellings: tuple[list[Event], list[Event]],
) -> None:
    one, other = (tell(life)[0] for life in tellings)
    assert one == other


@given(two_tellings())
def test_any_order_with_repetitions_ends_in_the_same_facts(
    tellings: tuple[list[Event], list[Event]],
) -> None:
    one, other = (tell(life)[1] for life in tellings)
    assert one.keys() == other.keys()
    assert {key: facts(it) for key, it in one.items()} == {
        key: facts(it) for key, it in other.items()
    }


@given(a_life())
def test_the_last_word_on_each_membership_is_what_the_state_says(life: list[Event]) -> None:
    state = NOBODY
    for event in life:
        state = fold(state, event)
    last = tell(life)[1]
    assert last.keys() == memberships(state).keys()
    for profile, told in memberships(state).items():
        assert last[profile].assessment == told.assessment
        assert last[profile].member_since == told.member_since
        assert last[profile].incumbency == told.incumbency
        assert last[profile].departure == told.departure
        for name, fact in vars(told.person).items():
            assert getattr(last[profile], name) == fact


@given(a_life())
def test_an_event_told_again_changes_nothing_and_says_nothing(life: list[Event]) -> None:
    people = People(0)
    for count, event in enumerate(life, 1):
        people.fold(codec.encode(event), count)
    people.take_changes()
    for count, event in enumerate(life, len(life) + 1):
        assert people.fold(codec.encode(event), count) == []
    assert people.take_changes() == []


@given(a_life(), st.integers(1, 5))
def test_where_the_batches_were_cut_cannot_be_seen(life: list[Event], size: int) -> None:
    people, told = People(0), []
    for count, event in enumerate(life, 1):
        told.extend(people.fold(codec.encode(event), count))
        if count % size == 0:
            people.take_changes()
            states = people.states()
            people = People(0)
            people.restore(states.items())
    people.take_changes()
    whole = People(0)
    expected = [
        recorded
        for count, event in enumerate(life, 1)
        for recorded in whole.fold(codec.encode(event), count)
    ]
    assert list(map(codec.encode, told)) == list(map(codec.encode, expected))
    assert people.states().get(b"c-1") == tell(life)[0]
