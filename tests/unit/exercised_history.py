"""A written history with a rotation exercise in it, from its catalogue to what was signed."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from producers.scenario import scenario
from schemas.events import (
    AssessmentCompleted,
    CandidateErased,
    CandidateRanked,
    CatalogueFrozen,
    CataloguePost,
    DayStarted,
    DutyStationKey,
    Event,
    HirerRankingLocked,
    HirerRankingSubmitted,
    PostRanked,
    PreferencesRanked,
    ProgrammeEditionAnnounced,
    RotationCyclePublished,
    SeatsReservedChanged,
    SlateAdjusted,
    SlateRequested,
    SlateSignedOff,
)
from tests.unit.written_history import AS_OF, ROUND, Decided, WrittenHistory, write

CYCLE = "COM-2025"
EDITION = "unele-2025b"
COM, RMO = ("COM", "P-5"), ("RMO", "P-3")
POSTS = {"post-a": COM, "post-b": COM, "post-c": COM, "post-d": COM, "post-e": RMO, "post-f": RMO}
OPENS, CLOSES = date(2025, 3, 3), date(2025, 4, 2)
STEPS = (SlateRequested, SlateAdjusted, SlateSignedOff)
"""People wait for an answer before they go on."""
_STATIONS = ("KA010", "AM010", "GE020")
_COUNTRIES = ("AFG", "JOR", "CHE")


def exercised_history(folder: Path) -> WrittenHistory:
    """Two runs, the first adjusted and the second signed off; seats, needs and nominations too."""
    decided = Decided()
    for chunk in _chunks(facts()):
        decided.publish(chunk)
        decided.settle()
    write(folder, decided.logs)
    return WrittenHistory(folder)


def facts() -> list[Event]:
    """By the time at which they were recorded; of the days three a month."""
    told = scenario(candidates=70, vacancies=2, seed=11, as_of=AS_OF, years=1, days=True)
    kept = [it for it in told if not isinstance(it, DayStarted) or it.day.day in (1, 11, 21)]
    return sorted([*kept, *_exercise(kept), *_seats()], key=lambda it: it.recorded_at)


def takers(told: Iterable[Event], profile: tuple[str, str]) -> list[str]:
    """People rated ready for the profile before the window closes, in the order of their ids."""
    return sorted(
        {
            it.candidate_id
            for it in told
            if isinstance(it, AssessmentCompleted)
            and (it.job_group, it.grade) == profile
            and it.overall_rating != "NOT_READY_YET"
            and it.completed_on < CLOSES
        }
    )


def envelope(event_id: str, day: date, hour: int = 9) -> dict[str, Any]:
    at = datetime.combine(day, time(hour), UTC)
    return {"event_id": event_id, "occurred_at": at, "recorded_at": at, "source": "hr.rotation"}


def preferences(who: str, *posts: str, day: date = OPENS, **said: Any) -> PreferencesRanked:
    """Ranked in the order in which they are named."""
    wanted = {"participation": "VOLUNTEER", "unlisted": "REFUSED", **said}
    return PreferencesRanked(
        **envelope(f"wants-{who}-{day}", day),
        cycle_id=CYCLE,
        candidate_id=who,
        choices=tuple(PostRanked(post_id=it, rank=rank) for rank, it in enumerate(posts, 1)),
        **wanted,
    )


def ranking(post_id: str, *people: str, day: date = OPENS + timedelta(7)) -> HirerRankingSubmitted:
    return HirerRankingSubmitted(
        **envelope(f"ranks-{post_id}-{day}", day),
        cycle_id=CYCLE,
        post_id=post_id,
        ranking_id=f"ranking-{post_id}",
        candidates=tuple(
            CandidateRanked(candidate_id=it, rank=rank) for rank, it in enumerate(people, 1)
        ),
        actor_role="hiring-manager",
    )


def _exercise(told: list[Event]) -> Iterator[Event]:
    yield RotationCyclePublished(
        **envelope("cycle", date(2025, 2, 15)),
        cycle_id=CYCLE,
        job_groups=("COM", "RMO"),
        catalogue_published=date(2025, 2, 20),
        window_open=OPENS,
        window_close=CLOSES,
        effective_from=date(2025, 7, 1),
    )
    yield from _catalogue()
    yield from _wishes(told)
    yield _requested(1, date(2025, 4, 3))
    yield SlateAdjusted(
        **envelope("adjusted-1", date(2025, 4, 4)),
        cycle_id=CYCLE,
        slate_id=f"{CYCLE}/1",
        run=1,
        revision_seen=1,
        adjustment_id="adjustment-1",
        post_id="post-a",
        candidate_id=None,
        locked=False,
        actor_role="hr-partner",
        reason="the post is under review",
    )
    yield _requested(2, date(2025, 4, 8))
    yield SlateSignedOff(
        **envelope("signed", date(2025, 4, 12)),
        cycle_id=CYCLE,
        slate_id=f"{CYCLE}/2",
        run=2,
        revision_seen=1,
        actor_role="hr-director",
    )
    yield CandidateErased(
        **envelope("erased", date(2025, 5, 2)),
        candidate_id=takers(told, RMO)[1],
        erasure_reason="PERSON_ASKED",
        actor_role="data-protection",
    )


def _catalogue() -> Iterator[Event]:
    names = sorted(POSTS)
    for part, some in enumerate((names[:4], names[4:]), 1):
        yield CatalogueFrozen(
            **envelope(f"catalogue-{part}", date(2025, 2, 20)),
            cycle_id=CYCLE,
            catalogue_id="catalogue",
            part=part,
            parts=2,
            posts=tuple(_post(name, names.index(name)) for name in some),
        )


def _post(name: str, number: int) -> CataloguePost:
    job_group, grade = POSTS[name]
    where = number % len(_STATIONS)
    return CataloguePost(
        post_id=name,
        job_group=job_group,
        grade=grade,
        title=f"Post {name}",
        duty_station=DutyStationKey(country=_COUNTRIES[where], city_code=_STATIONS[where]),
        hardship_class=("E", "A", "H")[where],
        family_status="FAMILY",
        available_on=date(2025, 9, 1),
    )


def _wishes(told: list[Event]) -> Iterator[Event]:
    """Everybody wants the same two posts most, and the post's own order decides."""
    leaders, officers = takers(told, COM), takers(told, RMO)
    for number, who in enumerate(leaders):
        third = ("post-c", "post-d")[number % 2]
        yield preferences(who, "post-a", "post-b", third, day=OPENS + timedelta(number % 5))
    for who in officers[:6]:
        yield preferences(who, "post-e", day=OPENS + timedelta(6))
    yield ranking("post-a", *reversed(leaders))
    yield HirerRankingLocked(
        **envelope("locks-post-a", OPENS + timedelta(9)),
        cycle_id=CYCLE,
        post_id="post-a",
        ranking_id="ranking-post-a",
        actor_role="hiring-manager",
    )


def _requested(number: int, day: date) -> SlateRequested:
    return SlateRequested(
        **envelope(f"request-{number}", day),
        cycle_id=CYCLE,
        request_id=f"request-{number}",
        method="DEFERRED_ACCEPTANCE",
        actor_role="hr-partner",
    )


def _seats() -> Iterator[Event]:
    yield ProgrammeEditionAnnounced(
        **envelope("edition", date(2025, 1, 10)),
        edition_id=EDITION,
        programme_id="unele",
        title="UN Emerging Leaders Experience, second edition",
        delivery="ONLINE",
        starts_on=date(2025, 6, 10),
        ends_on=date(2025, 9, 10),
        apply_by=date(2025, 5, 20),
        seats_reserved=6,
    )
    yield SeatsReservedChanged(
        **envelope("fewer-seats", date(2025, 4, 1)), edition_id=EDITION, seats_reserved=3
    )


def _chunks(told: Iterable[Event]) -> Iterator[list[Event]]:
    chunk: list[Event] = []
    for event in told:
        step = isinstance(event, STEPS)
        if chunk and (step or len(chunk) >= ROUND):
            yield chunk
            chunk = []
        chunk.append(event)
        if step:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
