"""Facts for the leadership stage, and a log of them between records and outputs."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from schemas import codec, events
from schemas.events import CompetencyGap, EditionTaken, Event, LogPosition, ProfileStanding
from streams.engine.stage import Output, Position
from streams.leadership.fold import LeadershipFold

START = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = date(2026, 3, 1)
Told = TypeVar("Told", bound=Event)


@dataclass(frozen=True)
class LogRecord:
    value: bytes | None
    offset: int = 0
    partition: int = 0
    topic: str = "x.leadership-log"
    key: bytes | None = b"what it is about"
    headers: tuple[tuple[str, bytes], ...] = ()
    timestamp: int = 0


class Log:
    """The stage over one log, with everything that it told and the state topic as it stands."""

    def __init__(self, *first: Event) -> None:
        self.fold = LeadershipFold("x.")
        self.count = 0
        self.told: list[Event] = []
        self.outputs: list[Output] = []
        self.state: dict[bytes, bytes] = {}
        self.add(*first)

    def add(self, *facts: Event) -> list[Event]:
        """In one transaction; answers what they brought about."""
        records = [
            LogRecord(codec.encode(it), offset=number)
            for number, it in enumerate(facts, self.count)
        ]
        outputs = self.fold.fold(records, Position(self.count, self.count)) if facts else []
        self.count += len(facts)
        for output in outputs:
            key = output.key or b""
            if output.topic == "x.nominations":
                self.outputs.append(output)
            elif output.value is None:
                self.state.pop(key, None)
            else:
                self.state[key] = output.value
        told = [codec.decode(it.value or b"") for it in outputs if it.topic == "x.nominations"]
        self.told.extend(told)
        return told

    def restarted(self) -> "Log":
        """A unit that opens with the state as it stands, read in an order of its own."""
        other = Log()
        other.count = self.count
        other.state = dict(self.state)
        other.fold.restore(sorted(self.state.items(), reverse=True))
        return other

    def live(self, edition_id: str = "e-1") -> list[str]:
        return self.fold.pipeline.known.live(edition_id)

    def open_needs(self) -> set[tuple[str, str]]:
        known = self.fold.pipeline.known.needs
        return {(one, need_id) for one, needs in known.items() for need_id in needs}

    def funnel(self, edition_id: str = "e-1") -> events.CohortFunnelRevised:
        return self.fold.pipeline.known.funnels[edition_id]


def of(told: list[Event], kind: type[Told]) -> list[Told]:
    return [it for it in told if isinstance(it, kind)]


def envelope(event_id: str, at: int = 0) -> dict[str, Any]:
    time = START + timedelta(hours=at)
    return {"event_id": event_id, "occurred_at": time, "recorded_at": time, "source": "test"}


def day(on: date = TODAY) -> events.DayStarted:
    return events.DayStarted(**envelope(on.isoformat()), day=on)


def policy(version: int = 1, **fields: Any) -> events.LeadershipPolicyPublished:
    given: dict[str, Any] = {
        "policy_id": "policy",
        "version": version,
        "effective_from": date(2026, 1, 1),
        "programmes": ("UNELE",),
        "themes": (
            events.CompetencyTheme(
                competency="STRATEGY", theme="DIRECTION", behaviours=("SYSTEMS_THINKING",)
            ),
        ),
    }
    return events.LeadershipPolicyPublished(**envelope(f"policy-{version}"), **given | fields)


def edition(
    edition_id: str = "e-1", seats: int = 2, at: int = 0, **fields: Any
) -> events.ProgrammeEditionAnnounced:
    given: dict[str, Any] = {
        "programme_id": "UNELE",
        "title": "Emerging Leaders",
        "delivery": "ONLINE",
        "starts_on": date(2026, 5, 1),
        "ends_on": date(2026, 9, 30),
        "apply_by": date(2026, 4, 1),
    }
    return events.ProgrammeEditionAnnounced(
        **envelope(f"{edition_id}-announced-{at}", at),
        edition_id=edition_id,
        seats_reserved=seats,
        **given | fields,
    )


def seats(number: int, edition_id: str = "e-1", at: int = 1) -> events.SeatsReservedChanged:
    return events.SeatsReservedChanged(
        **envelope(f"{edition_id}-seats-{at}", at), edition_id=edition_id, seats_reserved=number
    )


def gap(competency: str = "STRATEGY", missing: int = 1, assessment: str = "") -> CompetencyGap:
    """Without an assessment, the one that `standing` gives the person."""
    return CompetencyGap(
        job_group="COM",
        grade="P-5",
        assessment_id=assessment,
        event_id=f"{assessment}-done",
        competency=competency,
        level_expected=4,
        level_shown=4 - missing,
    )


def part(status: Any, edition_id: str = "e-1", **fields: Any) -> EditionTaken:
    days: dict[str, Any] = dict.fromkeys(("applied_on", "seat_on", "completed_on", "ended_on"))
    return EditionTaken(
        edition_id=edition_id,
        status=status,
        nomination_id=None,
        **{
            "participation_id": f"part-{edition_id}",
            "event_id": f"{edition_id}-{status}",
            **days,
            "applied_on": date(2026, 2, 1),
            **fields,
        },
    )


def standing(candidate_id: str, *about: Any, **fields: Any) -> events.LeadershipStanding:
    """A TIER_2 member of COM/P-5 with gaps and parts, unless told otherwise."""
    at, rating = fields.pop("at", 0), fields.pop("rating", "TIER_2")
    assessment = fields.pop("assessment", f"a-{candidate_id}")
    gaps = (it for it in about if isinstance(it, CompetencyGap))
    profile = ProfileStanding(
        job_group="COM",
        grade="P-5",
        member_since=date(2026, 1, 15),
        rating=rating,
        assessment_id=assessment,
    )
    given: dict[str, Any] = {
        "cause_type": "AssessmentCompleted",
        "current_grade": None,
        "gaps": tuple(
            replace(it, assessment_id=assessment, event_id=f"{assessment}-done")
            if not it.assessment_id
            else it
            for it in gaps
        ),
        "profiles": (profile,),
        "participations": tuple(it for it in about if isinstance(it, EditionTaken)),
        "placements": (),
        "departed": False,
    }
    return events.LeadershipStanding(
        **envelope(f"{candidate_id}-standing-{at}", at) | {"causation_id": f"{assessment}-done"},
        candidate_id=candidate_id,
        position=LogPosition(log="candidate-log", partition=0, count=at + 1),
        **given | fields,
    )


def gone(candidate_id: str, cause: str = "CandidateErased") -> events.LeadershipStanding:
    nothing: dict[str, Any] = {"assessment": "none", "profiles": (), "departed": True}
    return standing(candidate_id, cause_type=cause, at=99, **nothing)


def endorsed(candidate_id: str, edition_id: str = "e-1", at: int = 5) -> events.NominationEndorsed:
    return events.NominationEndorsed(
        **envelope(f"{candidate_id}-endorsed-{at}", at), **_about(candidate_id, edition_id)
    )


def declined(candidate_id: str, edition_id: str = "e-1", at: int = 6) -> events.NominationDeclined:
    return events.NominationDeclined(
        **envelope(f"{candidate_id}-declined-{at}", at),
        **_about(candidate_id, edition_id),
        reason="no time",
    )


def _about(candidate_id: str, edition_id: str) -> dict[str, Any]:
    return {
        "candidate_id": candidate_id,
        "nomination_id": f"{edition_id}/{candidate_id}",
        "edition_id": edition_id,
        "actor_role": "supervisor",
    }
