"""Rotation exercises: their slates, and who would go where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi import APIRouter
from sqlalchemy import Connection

from consumers.api.access import PrivateReader, Reader
from consumers.api.pages import everything, known
from consumers.api.parameters import (
    CycleId,
    JobGroups,
    Limit,
    OneCandidate,
    OneRevision,
    PageCursor,
    Run,
)
from consumers.questions import exercises as questions
from consumers.questions import placements as entries
from consumers.questions import slates
from consumers.questions.exercises import Exercise, Remark
from consumers.questions.paging import Page
from consumers.questions.placements import Blocking, JointOption, Placement, Unfilled, Unplaced
from consumers.questions.slates import Settlement, Slate
from consumers.web.roles import may
from consumers.web.serving import ServingNow

router = APIRouter(tags=["exercises"])

_SLATE = "/exercises/{cycle_id:path}/slates/{run}"


@dataclass(frozen=True, kw_only=True)
class WholeExercise:
    """One exercise with every revision of its slates."""

    exercise: Exercise
    slates: Sequence[Slate]
    settlement: Settlement | None


@router.get("/exercises")
def exercises(who: Reader, served: ServingNow) -> Page[Exercise]:
    """Every rotation exercise that was announced or spoken of, the latest window first."""
    with served.engine.connect() as connection:
        return everything(questions.exercises(connection))


@router.get("/exercises/{cycle_id:path}/remarks")
def exercise_remarks(
    who: PrivateReader,
    served: ServingNow,
    cycle_id: CycleId,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[Remark]:
    """What was stated about the exercise and does not fit, and what to do, the latest first."""
    with served.engine.connect() as connection:
        return questions.remarks_of(connection, cycle_id, limit, cursor)


@router.get(_SLATE)
def slate(
    who: Reader, served: ServingNow, cycle_id: CycleId, run: Run, revision: OneRevision = None
) -> Slate:
    """One slate in numbers. A slate is a recommendation, until people sign it."""
    with served.engine.connect() as connection:
        return _slate(connection, cycle_id, run, revision)


@router.get(_SLATE + "/placements")
def placements(
    who: PrivateReader,
    served: ServingNow,
    cycle_id: CycleId,
    run: Run,
    revision: OneRevision = None,
    job_group: JobGroups = None,
    candidate_id: OneCandidate = None,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[Placement]:
    """Who would get which post, how far both sides wanted it, and why; by post."""
    with served.engine.connect() as connection:
        of = _slate(connection, cycle_id, run, revision)
        return entries.placements(connection, of, limit, cursor, job_group or (), candidate_id)


@router.get(_SLATE + "/unplaced")
def unplaced(
    who: PrivateReader,
    served: ServingNow,
    cycle_id: CycleId,
    run: Run,
    revision: OneRevision = None,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[Unplaced]:
    """Who takes part and gets no post, and why."""
    with served.engine.connect() as connection:
        of = _slate(connection, cycle_id, run, revision)
        return entries.unplaced(connection, of, limit, cursor)


@router.get(_SLATE + "/unfilled")
def unfilled(
    who: Reader,
    served: ServingNow,
    cycle_id: CycleId,
    run: Run,
    revision: OneRevision = None,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[Unfilled]:
    """Posts that nobody gets: after sign-off they return to the live path. Why is told to roles
    that may read private facts."""
    with served.engine.connect() as connection:
        of = _slate(connection, cycle_id, run, revision)
        found = entries.unfilled(connection, of, limit, cursor)
    if may(who.role, "read_private"):
        return found
    return Page([replace(one, explanation=None) for one in found.items], found.next)


@router.get(_SLATE + "/blocking")
def blocking(
    who: PrivateReader,
    served: ServingNow,
    cycle_id: CycleId,
    run: Run,
    revision: OneRevision = None,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[Blocking]:
    """Pairs of a person and a post that would both rather have each other than what they get."""
    with served.engine.connect() as connection:
        of = _slate(connection, cycle_id, run, revision)
        return entries.blocking(connection, of, limit, cursor)


@router.get(_SLATE + "/joint-options")
def joint_options(
    who: PrivateReader,
    served: ServingNow,
    cycle_id: CycleId,
    run: Run,
    revision: OneRevision = None,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[JointOption]:
    """Two posts that a couple could take together: for people to weigh, in no slate yet."""
    with served.engine.connect() as connection:
        of = _slate(connection, cycle_id, run, revision)
        return entries.joint_options(connection, of, limit, cursor)


# It comes last: an id may hold a slash, so its route would take those before it.
@router.get("/exercises/{cycle_id:path}")
def exercise(who: Reader, served: ServingNow, cycle_id: CycleId) -> WholeExercise:
    """One exercise with every revision of its slates, the last first, and what was signed."""
    with served.engine.connect() as connection:
        return WholeExercise(
            exercise=known(questions.exercise(connection, cycle_id), "exercise", cycle_id),
            slates=slates.slates_of(connection, cycle_id),
            settlement=slates.settlement_of(connection, cycle_id),
        )


def _slate(connection: Connection, cycle_id: str, run: int, revision: int | None) -> Slate:
    which = f"{cycle_id}/{run}" + (f" in revision {revision}" if revision else "")
    return known(slates.slate(connection, cycle_id, run, revision), "slate", which)
