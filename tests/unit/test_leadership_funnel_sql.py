"""The funnel against a query over the events, written apart from it: the same figures.

The history goes the whole way: events of people, the candidates stage, the leadership stage. The
query reads the same events from plain tables, days as numbers. `WITH` by `WITH` it says: where each
part stands; who was a member of what since when, and how rated; which post came when; which step
was taken on which day; who belongs to which group.
"""

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from schemas import codec, events
from schemas.events import CohortFunnelRevised, Event, LeadershipStanding
from streams.candidates.people import People
from tests.unit.leadership_facts import Log, day, edition, policy
from tests.unit.one_life import NAIROBI, PANEL

FIRST = date(2026, 1, 1)
BEGINS = 25
"""The day on which both editions begin."""
KINDS: dict[str, type[Any]] = {
    "APPLIED": events.LearningApplicationSubmitted,
    "SEAT": events.SeatAllocated,
    "REFUSED": events.SeatRefused,
    "DECLINED": events.SeatDeclined,
    "COMPLETED": events.LearningCompleted,
    "WITHDRAWN": events.LearningWithdrawn,
}

TABLES = """
CREATE TABLE learning (candidate, edition, kind, day, at);
CREATE TABLE assessment (id, candidate, job_group, grade, rating, day, at);
CREATE TABLE voided (id);
CREATE TABLE post (candidate, job_group, grade, day);
"""

STEPS = """
WITH said AS (
  SELECT candidate, edition,
    MAX(CASE kind WHEN 'APPLIED' THEN day END) AS applied,
    MAX(CASE kind WHEN 'SEAT' THEN day END) AS seat,
    MAX(CASE kind WHEN 'REFUSED' THEN day END) AS refused,
    MAX(CASE kind WHEN 'DECLINED' THEN day END) AS declined,
    MAX(CASE kind WHEN 'COMPLETED' THEN day END) AS completed,
    MAX(CASE kind WHEN 'WITHDRAWN' THEN day END) AS withdrawn,
    COALESCE(MAX(CASE kind WHEN 'SEAT' THEN at END), -1) AS seat_at,
    COALESCE(MAX(CASE kind WHEN 'REFUSED' THEN at END), -1) AS refused_at
  FROM learning WHERE edition = :edition GROUP BY candidate, edition
), part AS (
  SELECT *, CASE
    WHEN completed IS NOT NULL THEN 'COMPLETED'
    WHEN withdrawn IS NOT NULL THEN 'WITHDRAWN'
    WHEN declined IS NOT NULL THEN 'DECLINED'
    WHEN seat_at > refused_at THEN 'SEAT_OFFERED'
    WHEN refused IS NOT NULL THEN 'NOT_SELECTED'
    ELSE 'APPLIED' END AS status
  FROM said
), began AS (
  SELECT candidate, MIN(day) AS day FROM (
    SELECT candidate, applied AS day FROM part UNION ALL
    SELECT candidate, seat FROM part UNION ALL
    SELECT candidate, completed FROM part UNION ALL
    SELECT candidate, CASE status
      WHEN 'WITHDRAWN' THEN withdrawn WHEN 'DECLINED' THEN declined
      WHEN 'NOT_SELECTED' THEN refused END FROM part
  ) GROUP BY candidate
), counting AS (
  SELECT * FROM assessment WHERE id NOT IN (SELECT id FROM voided)
), member AS (
  SELECT candidate, job_group, grade, MIN(day) AS day FROM (
    SELECT candidate, job_group, grade, day FROM counting WHERE rating <> 'NOT_READY_YET'
    UNION ALL SELECT candidate, job_group, grade, day FROM post
  ) GROUP BY candidate, job_group, grade
), rated AS (
  SELECT candidate, job_group, grade, rating, ROW_NUMBER() OVER (
    PARTITION BY candidate, job_group, grade ORDER BY day DESC, at DESC) AS nth
  FROM counting
), placed AS (
  SELECT post.candidate, job_group, grade, post.day
  FROM post JOIN began USING (candidate)
  WHERE post.day >= began.day AND post.day <= :today
), step (candidate, rank, day) AS (
  SELECT candidate, 1, applied FROM part
  UNION ALL SELECT candidate, 2, seat FROM part
    WHERE status IN ('SEAT_OFFERED', 'COMPLETED')
  UNION ALL SELECT candidate, 3, completed FROM part WHERE status = 'COMPLETED'
  UNION ALL SELECT candidate, 4, MIN(day) FROM member WHERE day <= :today GROUP BY candidate
  UNION ALL SELECT candidate, 5, MIN(day) FROM placed GROUP BY candidate
), grouped AS (
  SELECT candidate, 'APPLICANTS' AS "group" FROM part
  UNION ALL SELECT candidate, 'ATTENDED' FROM part WHERE status = 'COMPLETED'
  UNION ALL SELECT candidate, 'NOT_SELECTED' FROM part WHERE status = 'NOT_SELECTED'
    OR (status = 'APPLIED' AND :today >= :begins)
)
"""

COUNTED = (
    STEPS
    + """
, lag AS (
  SELECT "group", step.rank, step.day - (
    SELECT MAX(day) FROM step AS earlier
    WHERE earlier.candidate = step.candidate AND earlier.rank < step.rank) AS days
  FROM step JOIN grouped USING (candidate)
), ordered AS (
  SELECT "group", rank, days,
    ROW_NUMBER() OVER (PARTITION BY "group", rank ORDER BY days) AS nth,
    COUNT(*) OVER (PARTITION BY "group", rank) AS number
  FROM lag WHERE days >= 0
)
SELECT "group", rank, COUNT(*), (
  SELECT days FROM ordered AS o
  WHERE o."group" = g."group" AND o.rank = step.rank AND o.nth = (o.number + 1) / 2)
FROM step JOIN grouped AS g USING (candidate) GROUP BY "group", rank
"""
)

OUTCOMES = (
    STEPS
    + """
SELECT "group", 'POOL_MEMBER', member.job_group, member.grade, rating, COUNT(*)
FROM member JOIN grouped USING (candidate) LEFT JOIN rated
  ON rated.candidate = member.candidate AND rated.job_group = member.job_group
  AND rated.grade = member.grade AND rated.nth = 1
WHERE member.day <= :today GROUP BY 1, 3, 4, 5
UNION ALL
SELECT "group", 'PLACED', job_group, grade, NULL, COUNT(DISTINCT candidate)
FROM placed JOIN grouped USING (candidate) GROUP BY 1, 3, 4
"""
)

SEATS_USED = STEPS + "SELECT COUNT(*) FROM part WHERE status IN ('SEAT_OFFERED', 'COMPLETED')"
RANKS = ("APPLIED", "SEAT", "COMPLETED", "POOL_MEMBER", "PLACED")


class History:
    """Made-up events, as records of the contract and as rows."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.database = sqlite3.connect(":memory:")
        self.database.executescript(TABLES)
        self.events: list[Any] = []
        for number in range(140):
            self._one(number)
        self.chance.shuffle(self.events)

    def query(self, sql: str, edition_id: str, today: int) -> list[Any]:
        given = {"edition": edition_id, "today": today, "begins": BEGINS}
        return self.database.execute(sql, given).fetchall()

    def _one(self, number: int) -> None:
        candidate = f"c-{self.chance.randrange(16)}"
        day = self.chance.randrange(40)
        match self.chance.choices("laiov", [10, 4, 1, 1, 1])[0]:
            case "l":
                self._learning(number, candidate, day)
            case "a":
                self._assessed(number, candidate, day)
            case "i":
                fields = {"assignment_id": f"s-{number}"}
                self._post(number, candidate, day, events.IncumbentAssigned, **fields)
            case "o":
                offer = {"offer_id": f"o-{number}", "vacancy_id": "v", "actor_role": "hr"}
                self._post(number, candidate, day, events.PlacementConfirmed, **offer)
            case "v":
                self._voided(number)

    def _learning(self, number: int, candidate: str, day: int) -> None:
        kind = self.chance.choices(list(KINDS), [6, 4, 2, 1, 3, 1])[0]
        edition_id = self.chance.choice(["e-1", "e-2"])
        extra: dict[str, Any] = {"reason": "full"} if kind == "REFUSED" else {}
        if kind == "COMPLETED":
            extra = {"completed_on": _date(day)}
        about = {"participation_id": f"{candidate}-{edition_id}", "edition_id": edition_id}
        self._add(KINDS[kind], number, candidate, day, **about, **extra)
        row = (candidate, edition_id, kind, day, day * 1000 + number)
        self.database.execute("INSERT INTO learning VALUES (?, ?, ?, ?, ?)", row)

    def _assessed(self, number: int, candidate: str, day: int) -> None:
        job_group, grade = self._profile()
        rating = self.chance.choice(["STAR", "TIER_1", "TIER_2", "NOT_READY_YET"])
        about = {"job_group": job_group, "grade": grade, "overall_rating": rating}
        fields = {**about, "assessment_id": f"a-{number}", "completed_on": _date(day), **PANEL}
        self._add(events.AssessmentCompleted, number, candidate, day, **fields)
        row = (f"a-{number}", candidate, job_group, grade, rating, day, day * 1000 + number)
        self.database.execute("INSERT INTO assessment VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def _voided(self, number: int) -> None:
        made = [it for it in self.events if isinstance(it, events.AssessmentCompleted)]
        if made:
            one = self.chance.choice(made)
            fields = {"assessment_id": one.assessment_id, "reason": "wrong panel"}
            self._add(events.AssessmentVoided, number, one.candidate_id, 0, **fields)
            self.database.execute("INSERT INTO voided VALUES (?)", (one.assessment_id,))

    def _post(
        self, number: int, candidate: str, day: int, kind: type[Event], **fields: Any
    ) -> None:
        job_group, grade = self._profile()
        post = {"post_id": f"post-{number}", "duty_station": NAIROBI, "starts_on": _date(day)}
        about = {"job_group": job_group, "grade": grade}
        self._add(kind, number, candidate, day, **about, **post, **fields)
        row = (candidate, job_group, grade, day)
        self.database.execute("INSERT INTO post VALUES (?, ?, ?, ?)", row)

    def _profile(self) -> tuple[str, str]:
        return self.chance.choice(["COM", "RMO"]), self.chance.choice(["P-4", "P-5"])

    def _add(self, kind: type[Any], number: int, candidate: str, day: int, **fields: Any) -> None:
        time = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day, seconds=number)
        self.events.append(
            kind(
                event_id=f"x-{number}",
                occurred_at=time,
                recorded_at=time,
                source="test",
                candidate_id=candidate,
                **fields,
            )
        )


def _date(number: int) -> date:
    return FIRST + timedelta(days=number)


def _told(history: History, today: int) -> Log:
    people = People(0)
    standings = (
        told
        for count, event in enumerate(history.events, 1)
        for told in people.fold(codec.encode(event), count)
        if isinstance(told, LeadershipStanding)
    )
    begin: dict[str, Any] = {"starts_on": _date(BEGINS), "apply_by": None}
    editions = [edition(it, **begin) for it in ("e-1", "e-2")]
    return Log(policy(cell_min=1), *editions, day(FIRST), *standings, day(_date(today)))


def _steps(funnel: CohortFunnelRevised) -> Iterator[tuple[Any, ...]]:
    for group in funnel.groups:
        for rank, step in enumerate(group.steps, 1):
            assert step.step == RANKS[rank - 1]
            if step.people is not None:
                yield group.group, rank, step.people, step.median_days


def _outcomes(funnel: CohortFunnelRevised) -> Iterator[tuple[Any, ...]]:
    for group in funnel.groups:
        for it in group.outcomes:
            yield group.group, it.step, it.job_group, it.grade, it.rating, it.people


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("today", [20, 30, 50])
def test_the_figures_are_those_of_a_query_over_the_events(seed: int, today: int) -> None:
    history = History(seed)
    log = _told(history, today)
    for edition_id in ("e-1", "e-2"):
        funnel = log.funnel(edition_id)
        steps = history.query(COUNTED, edition_id, today)
        assert sorted(_steps(funnel)) == sorted(steps)
        outcomes = history.query(OUTCOMES, edition_id, today)
        assert sorted(_outcomes(funnel), key=str) == sorted(outcomes, key=str)
        assert [(funnel.seats_used,)] == history.query(SEATS_USED, edition_id, today)


def test_the_made_up_histories_reach_every_group_and_step() -> None:
    found = {(group, rank) for seed in range(8) for group, rank, *_ in _all_steps(seed)}
    # Nobody who got no seat completed anything.
    expected = {(group, rank) for group in ("APPLICANTS", "ATTENDED") for rank in range(1, 6)}
    assert found == expected | {("NOT_SELECTED", rank) for rank in (1, 4, 5)}


def _all_steps(seed: int) -> list[Any]:
    return History(seed).query(COUNTED, "e-1", 50)
