"""Whatever the order and however often: a person's events fold to one state and one last word."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas import codec, events
from schemas.events import Event, MembershipRecorded
from streams.candidates.fold import NOBODY, fold
from streams.candidates.memberships import memberships
from streams.candidates.people import People

START = datetime(2026, 1, 1, tzinfo=UTC)
# Few values, so that the events of one person meet, contradict and repeat each other.
ids = st.sampled_from(["a", "b", "c"])
days = st.integers(0, 6).map(lambda n: date(2026, 3, 1) + timedelta(days=n))
times = st.integers(0, 4).map(lambda n: START + timedelta(hours=n))
job_groups, grades = st.sampled_from(["COM", "RMO"]), st.sampled_from(["P-4", "P-5"])
ratings = st.sampled_from(["STAR", "TIER_1", "TIER_2", "NOT_READY_YET"])
offer = {"offer_id": ids, "vacancy_id": ids, "job_group": job_groups, "actor_role": st.just("hr")}

PAYLOADS: dict[type[Event], dict[str, Any]] = {
    events.ApplicationSubmitted: {
        "application_id": ids,
        "profiles": st.just((events.PoolProfile(job_group="COM", grade="P-5"),)),
        "origin": st.just("INTERNAL"),
    },
    events.ApplicationScreened: {
        "application_id": ids,
        "outcome": st.sampled_from(["SCREENED_IN", "SCREENED_OUT"]),
    },
    events.ApplicationWithdrawn: {"application_id": ids},
    events.AssessmentCompleted: {
        "assessment_id": ids,
        "job_group": job_groups,
        "grade": grades,
        "overall_rating": ratings,
        "completed_on": days,
        "round_id": st.just("r"),
        "modality": st.just("FAST_TRACK"),
        "delivery": st.just("ONLINE"),
        "panel_id": st.just("p"),
        "framework_version": st.just("1"),
        "supersedes": st.none() | ids,
    },
    events.AssessmentVoided: {"assessment_id": ids, "reason": st.just("withdrawn panel")},
    events.IncumbentAssigned: {
        "assignment_id": ids,
        "post_id": ids,
        "job_group": job_groups,
        "grade": grades,
        "duty_station": st.just(events.DutyStationKey(country="KEN", city_code="NA010")),
        "starts_on": days,
        "due_rotation_on": st.none() | days,
    },
    events.IncumbentSeparated: {
        "assignment_id": ids,
        "ends_on": days,
        "reason": st.just("ROTATED"),
    },
    events.PerformanceRated: {"rating": st.sampled_from(["GOOD", "POOR"]), "period_end": days},
    events.AvailabilityConfirmed: {"available_from": days, "notice_days": st.integers(0, 3)},
    events.AvailabilityHeld: {
        "hold_id": ids,
        "held_from": days,
        "held_until": st.none() | days,
        "reason": st.just("leave"),
    },
    events.AvailabilityReleased: {"hold_id": ids, "released_on": days},
    events.OfferMade: offer,
    events.OfferAccepted: offer,
    events.OfferDeclined: offer,
    events.OfferRevoked: {**offer, "reason": st.just("post abolished")},
}


def an_event(kind: type[Event]) -> st.SearchStrategy[Event]:
    envelope = {
        "candidate_id": st.just("c-1"),
        "occurred_at": times,
        "recorded_at": times,
        "source": st.just("test"),
    }
    return st.builds(kind, event_id=st.just(""), **envelope, **PAYLOADS[kind])


@st.composite
def a_life(draw: st.DrawFn) -> list[Event]:
    """Events of one person; each has its own id, in no order that the rest would follow."""
    kinds = st.sampled_from(sorted(PAYLOADS, key=lambda kind: kind.__name__))
    found = draw(st.lists(kinds.flatmap(an_event), min_size=1, max_size=14))
    names = draw(st.permutations([f"e{number:02}" for number in range(len(found))]))
    for event, name in zip(found, names, strict=True):
        object.__setattr__(event, "event_id", name)
    return found


@st.composite
def two_tellings(draw: st.DrawFn) -> tuple[list[Event], list[Event]]:
    """The same events twice: as they came, and in another order with some of them repeated."""
    life = draw(a_life())
    repeated = draw(st.lists(st.sampled_from(life), max_size=6))
    return life, draw(st.permutations(life + repeated))


def tell(life: list[Event]) -> tuple[bytes, dict[tuple[str, str], MembershipRecorded]]:
    """The state record, and the last word on each membership."""
    people, last = People(0), {}
    for count, event in enumerate(life, 1):
        for recorded in people.fold(codec.encode(event), count):
            last[recorded.job_group, recorded.grade] = recorded
    people.take_changes()
    return people.states()[b"c-1"], last


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
        assert last[profile].holds == told.person.holds
        assert last[profile].commitments == told.person.commitments


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
            states = people.take_changes()
            people = People(0)
            people.restore(states or [(b"c-1", tell(life[:count])[0])])
    people.take_changes()
    whole = People(0)
    expected = [
        recorded
        for count, event in enumerate(life, 1)
        for recorded in whole.fold(codec.encode(event), count)
    ]
    assert list(map(codec.encode, told)) == list(map(codec.encode, expected))
    assert people.states()[b"c-1"] == tell(life)[0]
