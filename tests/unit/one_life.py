"""One person's events, written down one by one, and what they come to."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from schemas import events
from schemas.events import CandidateState, Event
from streams.candidates.fold import NOBODY, fold
from streams.candidates.memberships import MembershipFacts, memberships

START = datetime(2026, 1, 1, tzinfo=UTC)
NAIROBI = events.DutyStationKey(country="KEN", city_code="NA010")
GENEVA = events.DutyStationKey(country="CHE", city_code="GE010")
COM, RMO = ("COM", "P-5"), ("RMO", "P-4")
PANEL = {
    "round_id": "round-1",
    "modality": "FULL_PATHWAYS",
    "delivery": "ONLINE",
    "panel_id": "panel-1",
    "framework_version": "2023",
}


class Life:
    """Writes one person's events, each an hour after the one before."""

    def __init__(self, candidate_id: str = "c-1") -> None:
        self.events: list[Event] = []
        self.candidate_id = candidate_id

    def add(self, kind: type[Event], **fields: Any) -> "Life":
        number = len(self.events)
        time = START + timedelta(hours=number)
        envelope: dict[str, Any] = {
            "event_id": f"e{number}",
            "occurred_at": time,
            "recorded_at": time,
            "source": "test",
            "candidate_id": self.candidate_id,
        }
        self.events.append(kind(**envelope | fields))
        return self

    def assessed(self, name: str, rating: str, on: date, **fields: Any) -> "Life":
        job_group, grade = fields.pop("profile", COM)
        return self.add(
            events.AssessmentCompleted,
            assessment_id=name,
            job_group=job_group,
            grade=grade,
            overall_rating=rating,
            completed_on=on,
            **PANEL,
            **fields,
        )

    def assigned(self, name: str, starts_on: date, **fields: Any) -> "Life":
        job_group, grade = fields.pop("profile", COM)
        post = {"post_id": "post-1", "duty_station": NAIROBI} | fields
        return self.add(
            events.IncumbentAssigned,
            assignment_id=name,
            job_group=job_group,
            grade=grade,
            starts_on=starts_on,
            **post,
        )

    def separated(self, name: str, ends_on: date) -> "Life":
        return self.add(
            events.IncumbentSeparated, assignment_id=name, ends_on=ends_on, reason="ROTATED"
        )

    def offered(self, kind: type[Event], name: str = "o-1", **fields: Any) -> "Life":
        offer = {"vacancy_id": "v-1", "job_group": "COM", "actor_role": "hr-partner"} | fields
        return self.add(kind, offer_id=name, **offer)

    def state(self) -> CandidateState:
        state = NOBODY
        for event in self.events:
            state = fold(state, event)
        return state

    def facts(self, profile: tuple[str, str] = COM) -> MembershipFacts:
        return memberships(self.state())[profile]

    def counting(self) -> str | None:
        fact = self.facts().assessment
        return fact.assessment_id if fact else None
