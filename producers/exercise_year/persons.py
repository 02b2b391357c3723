"""What becomes of people's ids in the window: one is another's second, one is forgotten."""

from collections.abc import Iterator

from producers.exercise_year.wishes import wishes
from producers.exercise_year.year import CLOSES, Year
from schemas import events
from schemas.events import Event


def persons(year: Year) -> Iterator[Event]:
    """Both rank posts before that; what a second id ranks counts for the person."""
    found = wishes(year)
    twice, forgotten = found[-2], found[-1]
    second_id = year.identity("c", year.people)
    yield year.stated(
        events.PreferencesRanked,
        "wish-second-id",
        year.day(CLOSES - 6),
        cycle_id=year.cycle.cycle_id,
        candidate_id=second_id,
        participation="DUE_TO_ROTATE" if twice.due else "VOLUNTEER",
        choices=twice.choices[:1],
        unlisted="REFUSED",
    )
    yield year.stated(
        events.CandidateMerged,
        "merged",
        year.day(CLOSES - 3),
        candidate_id=twice.candidate_id,
        merged_candidate_id=second_id,
        actor_role="hr-records",
        reason="registered twice",
    )
    yield year.stated(
        events.CandidateErased,
        "erased",
        year.day(CLOSES - 2),
        candidate_id=forgotten.candidate_id,
        erasure_reason="PERSON_ASKED",
        actor_role="data-protection",
    )
