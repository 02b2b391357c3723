"""How an exercise stands: its window, its posts, who takes part, and what was said so far."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deploy.rotation.known_now import cycle_of
from deploy.rotation.said import Said
from schemas.events import (
    ExercisePolicyPublished,
    ExerciseRemarked,
    HirerRankingLocked,
    HirerRankingSubmitted,
    PreferencesRanked,
    RotationCyclePublished,
    SlateSettled,
)
from streams.exercise.case import case_of, day_known, posts_to_fill
from streams.exercise.known import Known
from streams.exercise.reference import policy_on
from streams.exercise.taking_part import within_window
from streams.history.exercise.slates import Slate


@dataclass(frozen=True)
class Standing:
    """Figures of the exercise alone: they name nobody."""

    cycle: RotationCyclePublished
    day: date | None
    """The last day that started."""
    policy: ExercisePolicyPublished | None
    posts: Mapping[str, int]
    """To fill, by profile; empty as long as the catalogue is not whole."""
    taking_part: int | None
    """Null as long as no run could begin: no day, no policy or no catalogue."""
    must_move: int | None
    couples: int | None
    ranked: int
    """People who ranked posts in the window."""
    rankings: int
    """Posts whose hiring side ranked people."""
    rankings_locked: int
    runs: int
    slate: Slate | None
    """The last one."""
    settled: SlateSettled | None
    remarks: Sequence[ExerciseRemarked]

    @property
    def window(self) -> str:
        """Where the day stands."""
        if self.day is None:
            return "no day has started yet"
        if self.day < self.cycle.window_open:
            return "not open yet"
        return "open" if self.day <= self.cycle.window_close else "closed"


def standing_of(known: Known, cycle_id: str, said: Said) -> Standing:
    """Raises NoCycle."""
    cycle, day = cycle_of(known, cycle_id), day_known(known)
    case = None if day is None else case_of(known, cycle_id, day)
    posts = posts_to_fill(known, cycle_id).values()
    slate = said.last
    return Standing(
        cycle=cycle,
        day=day,
        policy=policy_on(known.of(ExercisePolicyPublished), day) if day else None,
        posts=dict(sorted(Counter(f"{it.job_group}/{it.grade}" for it in posts).items())),
        taking_part=len(case.people) if case else None,
        must_move=sum(it.must_move for it in case.people) if case else None,
        couples=len(case.couples) if case else None,
        ranked=sum(
            it.cycle_id == cycle_id and within_window(it, cycle)
            for it in known.of(PreferencesRanked)
        ),
        rankings=sum(it.cycle_id == cycle_id for it in known.of(HirerRankingSubmitted)),
        rankings_locked=sum(it.cycle_id == cycle_id for it in known.of(HirerRankingLocked)),
        runs=slate.run if slate else 0,
        slate=slate,
        settled=said.settled,
        remarks=said.remarks,
    )
