"""What is known of a person: each fact by itself, with the event that states it."""

from datetime import UTC, date, datetime

import pytest

from schemas import events
from schemas.events import ClearanceFact, Event
from streams.candidates.person_facts import PersonFacts
from tests.unit.one_life import GENEVA, NAIROBI, Life

READS = (events.LanguageLevel(ability="READING", level="B2"),)


def member() -> Life:
    """Event e0 makes a member; what follows is e1, e2 and so on."""
    return Life().assessed("as", "STAR", date(2026, 1, 5))


def told(life: Life) -> PersonFacts:
    return life.facts().person


def text(fact: events.StatedFact | None) -> tuple[str, str] | None:
    return None if fact is None else (fact.value, fact.event_id)


def test_each_field_keeps_its_own_last_word_and_its_own_evidence() -> None:
    life = member()
    life.add(events.ProfileUpdated, origin="INTERNAL", gender="F", nationalities=("PER", "KEN"))
    life.add(events.ProfileUpdated, appointment_type="FT", retirement_on=date(2041, 5, 31))
    person = told(life.add(events.ProfileUpdated, origin="EXTERNAL"))
    assert text(person.origin) == ("EXTERNAL", "e3")
    assert text(person.gender) == ("F", "e1")
    assert text(person.appointment_type) == ("FT", "e2")
    assert person.nationalities is not None
    assert (person.nationalities.countries, person.nationalities.event_id) == (
        ("KEN", "PER"),
        "e1",
    )
    assert person.retirement is not None
    assert (person.retirement.day, person.retirement.event_id) == (date(2041, 5, 31), "e2")


def test_an_application_states_origin_type_and_nationalities_too() -> None:
    life = member().add(events.ProfileUpdated, origin="AFFILIATE", appointment_type="CS")
    life.add(
        events.ApplicationSubmitted,
        application_id="a",
        profiles=(),
        origin="INTERNAL",
        nationalities=("KEN",),
    )
    person = told(life)
    assert text(person.origin) == ("INTERNAL", "e2")
    assert text(person.appointment_type) == ("CS", "e1")
    assert person.nationalities is not None


def test_a_gender_taken_back_is_stated_as_undisclosed() -> None:
    life = member().add(events.ProfileUpdated, gender="M")
    assert text(told(life.add(events.ProfileUpdated, gender="UNDISCLOSED")).gender) == (
        "UNDISCLOSED",
        "e2",
    )


def test_experience_and_relatives_are_those_stated_last() -> None:
    life = member()
    gained = events.ExperienceGained(
        total_months=99, managerial_months=9, un_months=0, mandate_months=1
    )
    life.add(events.ProfileUpdated, experience=gained)
    life.add(events.RelativesDeclared, relatives="CLOSE")
    person = told(life.add(events.RelativesDeclared, relatives="NONE"))
    assert person.experience is not None
    assert (person.experience.experience, person.experience.event_id) == (gained, "e1")
    assert text(person.relatives) == ("NONE", "e3")


def test_a_test_and_a_persons_own_word_stand_side_by_side_until_taken_back() -> None:
    life = member()
    french = {"language": "fr", "framework": "CEFR", "levels": READS}
    life.add(events.LanguageRecorded, evidence="SELF", **french)
    life.add(events.LanguageRecorded, evidence="TESTED", **french)
    assert [(it.evidence, it.event_id) for it in told(life).languages] == [
        ("SELF", "e1"),
        ("TESTED", "e2"),
    ]
    life.add(events.LanguageRecorded, evidence="SELF", **french | {"levels": ()})
    assert [it.evidence for it in told(life).languages] == ["TESTED"]


def test_a_declaration_of_preferences_replaces_the_one_before_as_a_whole() -> None:
    life = member().add(events.PreferencesDeclared, max_hardship="B", accepts_non_family=False)
    said = told(life.add(events.PreferencesDeclared, excluded_stations=(GENEVA,))).preferences
    assert said is not None
    assert (said.max_hardship, said.accepts_non_family) == (None, None)
    assert (said.excluded_stations, said.event_id) == ((GENEVA,), "e2")


def cleared(life: Life, name: str, status: str, kind: str = "MEDICAL") -> Life:
    return life.add(events.ClearanceRecorded, clearance_id=name, clearance_type=kind, status=status)


def shown(life: Life) -> list[tuple[str, str, str]]:
    facts: tuple[ClearanceFact, ...] = told(life).clearances
    return [(it.clearance_type, it.status, it.event_id) for it in facts]


def test_a_pending_renewal_does_not_hide_what_was_decided() -> None:
    life = cleared(cleared(member(), "c-1", "GRANTED"), "c-2", "PENDING")
    assert shown(life) == [("MEDICAL", "GRANTED", "e1")]
    assert shown(cleared(life, "c-2", "REFUSED")) == [("MEDICAL", "REFUSED", "e3")]


def test_a_clearance_that_only_waits_is_shown_as_waiting_and_a_visa_never() -> None:
    life = cleared(cleared(member(), "v", "GRANTED", "VISA"), "c-1", "PENDING", "CONDUCT")
    assert shown(life) == [("CONDUCT", "PENDING", "e2")]


PART = {"participation_id": "p", "edition_id": "ed-1"}


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ((events.LearningApplicationSubmitted,), "APPLIED"),
        ((events.LearningApplicationSubmitted, events.SeatAllocated), "SEAT_OFFERED"),
        ((events.SeatRefused, events.LearningApplicationSubmitted), "NOT_SELECTED"),
        ((events.SeatRefused, events.SeatAllocated), "SEAT_OFFERED"),
        ((events.SeatAllocated, events.SeatDeclined), "DECLINED"),
        ((events.SeatDeclined, events.SeatAllocated), "DECLINED"),
        ((events.LearningWithdrawn, events.SeatAllocated), "WITHDRAWN"),
        ((events.LearningCompleted, events.LearningWithdrawn), "COMPLETED"),
    ],
)
def test_a_part_in_a_programme_stands_where_its_furthest_step_took_it(
    kinds: tuple[type[Event], ...], status: str
) -> None:
    life = member()
    for kind in kinds:
        more = {"reason": "full"} if kind is events.SeatRefused else {}
        done = {"completed_on": date(2026, 6, 1)} if kind is events.LearningCompleted else {}
        life.add(kind, **PART, **more, **done)
    assert [(it.edition_id, it.status) for it in told(life).learning] == [("ed-1", status)]


def test_the_posting_is_the_post_started_last_in_whatever_job_group() -> None:
    life = Life().assigned("old", date(2020, 1, 1)).assigned("new", date(2024, 1, 1), post_id="q")
    life.add(
        events.TourEndChanged,
        assignment_id="new",
        due_rotation_on=date(2027, 1, 1),
        change="EXTENDED",
    )
    of_post = {"assignment_id": "new", "post_id": "q"}
    life.add(events.IncumbentPostAbolished, abolished_on=date(2026, 9, 30), **of_post)
    life.add(events.AssignmentStarted, started_on=date(2024, 1, 15), **of_post)
    life.add(events.AssignmentCurtailed, curtailed_on=date(2026, 8, 1), **of_post, **CURTAILED)
    posting = told(life).posting
    assert posting is not None
    assert (posting.assignment_id, posting.duty_station) == ("new", NAIROBI)
    assert (posting.starts_on, posting.ends_on) == (date(2024, 1, 15), date(2026, 8, 1))
    assert posting.due_rotation_on == date(2027, 1, 1)
    assert posting.abolished_on == date(2026, 9, 30)
    assert posting.event_ids == ("e1", "e4", "e2", "e3", "e5")


CURTAILED = {"curtailment_reason": "SERVICE_NEED"}


def test_of_two_last_days_the_one_stated_later_holds() -> None:
    life = Life().assigned("a", date(2024, 1, 1)).separated("a", date(2026, 8, 31))
    done = {"completed_on": date(2026, 7, 31), "assignment_id": "a", "post_id": "post-1"}
    early = datetime(2025, 1, 1, tzinfo=UTC)
    life.add(events.AssignmentCompleted, **done, occurred_at=early)
    posting = told(life).posting
    assert posting is not None
    assert posting.ends_on == date(2026, 8, 31)
    life.add(events.AssignmentCompleted, **done)
    incumbency = life.facts().incumbency
    assert incumbency is not None
    assert incumbency.ends_on == date(2026, 7, 31)
