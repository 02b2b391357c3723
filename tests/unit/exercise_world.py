"""A small exercise for tests: good facts by default, pools that answer, and a fold that runs."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from schemas import events
from schemas.codec import decode, encode
from schemas.events import CataloguePost, DutyStationKey, Event, PostsJudged, PostsToJudge
from streams.engine.stage import Output, Position
from streams.exercise.fold import ExerciseFold

CYCLE = "cycle-2027"
NAIROBI = DutyStationKey(country="KEN", city_code="NA010")
KISUMU = DutyStationKey(country="KEN", city_code="KI010")
KABUL = DutyStationKey(country="AFG", city_code="KA010")
STATE, LOG = "pathways.exercise-state", "pathways.exercise-log"
IN_WINDOW, AFTER_WINDOW = date(2027, 1, 18), date(2027, 2, 15)
TAKES_EFFECT = date(2027, 7, 1)

Verdict = tuple[str, int] | tuple[str, ...] | None
"""A tier with a total; or FAIL or UNKNOWN with the rules; or None for no member."""
Rules = Callable[[str, str], Verdict]


def at(day: date, second: int = 0) -> dict[str, Any]:
    moment = datetime(day.year, day.month, day.day, 9, second // 60, second % 60, tzinfo=UTC)
    return {"occurred_at": moment, "recorded_at": moment, "source": "tests"}


def cycle(cycle_id: str = CYCLE, **changed: Any) -> events.RotationCyclePublished:
    terms: dict[str, Any] = {
        "job_groups": ("COM", "RMO"),
        "catalogue_published": date(2026, 12, 1),
        "window_open": date(2027, 1, 5),
        "window_close": date(2027, 2, 10),
        "effective_from": TAKES_EFFECT,
    }
    event_id = changed.pop("event_id", cycle_id)
    said = at(changed.pop("on", date(2026, 11, 1)))
    return events.RotationCyclePublished(
        event_id=event_id, cycle_id=cycle_id, **said, **(terms | changed)
    )


def policy(version: int = 1, **changed: Any) -> events.ExercisePolicyPublished:
    terms: dict[str, Any] = {
        "effective_from": date(2026, 11, 1),
        "person_rank_weight": 100,
        "post_rank_weight": 10,
        "burden_weight": 1,
        "burden_share": 300,
        "relief_classes": ("D", "E"),
        "settled_classes": ("H", "A"),
        "choices_max": 3,
    }
    return events.ExercisePolicyPublished(
        event_id=f"policy-{version}",
        policy_id="rotation",
        version=version,
        **at(date(2026, 11, 1)),
        **(terms | changed),
    )


def started(day: date) -> events.DayStarted:
    return events.DayStarted(event_id=str(day), day=day, **at(day))


def post(post_id: str, job_group: str = "COM", **changed: Any) -> CataloguePost:
    terms: dict[str, Any] = {
        "grade": "P-5",
        "title": f"Head of {post_id}",
        "duty_station": NAIROBI,
        "hardship_class": "B",
        "family_status": "FAMILY",
        "available_on": date(2027, 8, 15),
    }
    return CataloguePost(post_id=post_id, job_group=job_group, **(terms | changed))


def catalogue(
    *posts: CataloguePost, part: int = 1, parts: int = 1, **changed: Any
) -> events.CatalogueFrozen:
    ids = {"cycle_id": CYCLE, "catalogue_id": "cat", "event_id": f"cat-{part}"} | changed
    return events.CatalogueFrozen(
        part=part, parts=parts, posts=posts, **ids, **at(date(2026, 12, 1), part)
    )


def amended(second: int = 1, **changed: Any) -> events.CatalogueAmended:
    ids = {"cycle_id": CYCLE, "catalogue_id": "cat", "amendment_id": f"amend-{second}"}
    terms = {"actor_role": "hr", "reason": "changed"} | ids | changed
    said = at(date(2026, 12, 15), second)
    return events.CatalogueAmended(event_id=f"amend-{second}", **said, **terms)


def ranked(
    who: str, *posts: str, second: int = 0, on: date = IN_WINDOW, **changed: Any
) -> events.PreferencesRanked:
    """The first post is the first wish."""
    terms: dict[str, Any] = {
        "cycle_id": CYCLE,
        "participation": "VOLUNTEER",
        "unlisted": "REFUSED",
        "event_id": f"pref-{who}-{second}",
    }
    choices = tuple(
        events.PostRanked(post_id=name, rank=rank) for rank, name in enumerate(posts, 1)
    )
    return events.PreferencesRanked(
        candidate_id=who, choices=choices, **at(on, second), **(terms | changed)
    )


def hired(post_id: str, *people: str, number: int = 1, **changed: Any) -> Any:
    """The hiring side's ranking, the first choice first."""
    candidates = tuple(
        events.CandidateRanked(candidate_id=who, rank=rank) for rank, who in enumerate(people, 1)
    )
    terms = {"cycle_id": CYCLE, "ranking_id": f"ranking-{post_id}-{number}"} | changed
    return events.HirerRankingSubmitted(
        event_id=f"hired-{post_id}-{number}",
        post_id=post_id,
        candidates=candidates,
        actor_role="chief-of-mission",
        **terms,
        **at(IN_WINDOW, number),
    )


def locked(post_id: str, number: int = 1, **changed: Any) -> events.HirerRankingLocked:
    terms = {"cycle_id": CYCLE, "ranking_id": f"ranking-{post_id}-{number}"} | changed
    return events.HirerRankingLocked(
        event_id=f"locked-{post_id}-{number}",
        post_id=post_id,
        actor_role="hr",
        **terms,
        **at(IN_WINDOW, 30 + number),
    )


def requested(number: int = 1, **changed: Any) -> events.SlateRequested:
    terms = {"cycle_id": CYCLE, "method": "DEFERRED_ACCEPTANCE", "actor_role": "hr"} | changed
    request_id = f"request-{number}"
    said = at(AFTER_WINDOW, number)
    return events.SlateRequested(event_id=request_id, request_id=request_id, **said, **terms)


def moved(
    post_id: str, who: str | None, revision: int = 1, run: int = 1, **changed: Any
) -> events.SlateAdjusted:
    terms: dict[str, Any] = {"locked": False, "cycle_id": CYCLE} | changed
    adjustment_id = f"move-{run}-{revision}-{post_id}-{who}"
    return events.SlateAdjusted(
        event_id=adjustment_id,
        adjustment_id=adjustment_id,
        slate_id=f"{CYCLE}/{run}",
        run=run,
        revision_seen=revision,
        post_id=post_id,
        candidate_id=who,
        actor_role="director",
        reason="family",
        **terms,
        **at(AFTER_WINDOW, 60 + revision),
    )


def signed(
    run: int = 1, revision: int = 1, on: date = AFTER_WINDOW, **changed: Any
) -> events.SlateSignedOff:
    terms = {"cycle_id": CYCLE, "actor_role": "director-general"} | changed
    return events.SlateSignedOff(
        event_id=f"sign-{run}-{revision}-{on}",
        slate_id=f"{CYCLE}/{run}",
        run=run,
        revision_seen=revision,
        **terms,
        **at(on, 300),
    )


def in_post(
    who: str,
    post_id: str,
    starts_on: date,
    due: date | None = None,
    place: DutyStationKey = NAIROBI,
    job_group: str = "COM",
) -> events.IncumbentAssigned:
    return events.IncumbentAssigned(
        event_id=f"in-{who}-{post_id}",
        candidate_id=who,
        assignment_id=f"as-{who}-{post_id}",
        post_id=post_id,
        job_group=job_group,
        grade="P-5",
        duty_station=place,
        starts_on=starts_on,
        due_rotation_on=due,
        **at(starts_on),
    )


def left(who: str, post_id: str, ends_on: date) -> events.IncumbentSeparated:
    return events.IncumbentSeparated(
        event_id=f"out-{who}-{post_id}",
        candidate_id=who,
        assignment_id=f"as-{who}-{post_id}",
        ends_on=ends_on,
        reason="RETIREMENT",
        **at(date(2026, 12, 2)),
    )


def station(place: DutyStationKey, hardship_class: Any, **changed: Any) -> Any:
    terms: dict[str, Any] = {"name": place.city_code, "effective_from": date(2010, 1, 1)} | changed
    return events.DutyStationClassified(
        event_id=f"{place.city_code}-{terms['effective_from']}",
        duty_station=place,
        hardship_class=hardship_class,
        **terms,
        **at(date(2010, 1, 1)),
    )


def merged(stays: str, goes: str) -> events.CandidateMerged:
    return events.CandidateMerged(
        event_id=f"merge-{goes}",
        candidate_id=stays,
        merged_candidate_id=goes,
        actor_role="hr",
        reason="twice",
        **at(IN_WINDOW),
    )


def erased(who: str) -> events.CandidateErased:
    return events.CandidateErased(
        event_id=f"erase-{tie_key(who).hex()[:8]}",
        candidate_id=who,
        erasure_reason="PERSON_ASKED",
        actor_role="hr",
        **at(AFTER_WINDOW, 200),
    )


BASICS: tuple[Event, ...] = (started(date(2026, 12, 1)), policy(), cycle())


def everybody(_: str, __: str) -> Verdict:
    """All are members, considered first, with one total: the tie-break orders them."""
    return "FIRST", 1000


def tie_key(who: str) -> bytes:
    return sha256(who.encode()).digest()


def answer(
    question: PostsToJudge, rules: Rules, rule_set: str | None = "default", count: int = 7
) -> PostsJudged:
    """What the pool of the question's job group would say, by simple rules."""
    used = (
        events.RuleSetUsed(rule_set_id=rule_set, version=1, sha256="0" * 64) if rule_set else None
    )
    partition = {"COM": 0, "RMO": 2}.get(question.job_group, 1)
    return PostsJudged(
        event_id=f"{question.cycle_id}/{question.run}/judged/{question.part}",
        occurred_at=question.occurred_at,
        recorded_at=question.recorded_at,
        source="pathways.pool",
        causation_id=question.event_id,
        cycle_id=question.cycle_id,
        run=question.run,
        part=question.part,
        parts=question.parts,
        job_group=question.job_group,
        grade=question.grade,
        position=events.LogPosition(log="pool-log", partition=partition, count=count),
        as_of=AFTER_WINDOW,
        rule_set=used,
        decision_version=1,
        people=tuple(_judged(question, it, rules) for it in question.people),
    )


def _judged(
    question: PostsToJudge, person: events.PersonToJudge, rules: Rules
) -> events.PersonJudged:
    allowed, barred = [], []
    for place in person.posts:
        said: Any = rules(person.candidate_id, question.posts[place].post_id)
        if said is None:
            barred.append(events.PairBarred(post=place, outcome="NO_MEMBERSHIP", rules=("H1",)))
        elif said[0] in ("FAIL", "UNKNOWN"):
            barred.append(events.PairBarred(post=place, outcome=said[0], rules=said[1:]))
        else:
            allowed.append(events.PairAllowed(post=place, tier=said[0], total=said[1]))
    return events.PersonJudged(
        candidate_id=person.candidate_id,
        tie_key=tie_key(person.candidate_id),
        allowed=tuple(allowed),
        barred=tuple(barred),
    )


@dataclass(frozen=True)
class Framed:
    """A record of the log; offsets have holes, as transaction markers leave them."""

    value: bytes | None
    offset: int
    key: bytes | None = b"any"
    topic: str = LOG
    partition: int = 0
    headers: tuple[tuple[str, bytes], ...] = ()
    timestamp: int = 0


@dataclass
class World:
    """A fold, what the engine would keep for it, and all that it told."""

    rules: Rules = everybody
    fold: ExerciseFold = field(default_factory=ExerciseFold)
    count: int = 0
    state: dict[bytes, bytes] = field(default_factory=dict)
    outputs: list[Output] = field(default_factory=list)
    told: list[Event] = field(default_factory=list)
    """Each once, in order, whatever logs it went to."""
    open: list[PostsToJudge] = field(default_factory=list)
    """Questions that no pool has answered yet."""

    def say(self, *said: Event) -> list[Event]:
        """All in one transaction; answers what they brought about."""
        if not said:
            return []
        first = self.count
        records = [Framed(encode(it), 3 * (first + n)) for n, it in enumerate(said)]
        self.count += len(said)
        outputs = self.fold.fold(records, Position(3 * first, first))
        self._keep(outputs)
        public = [it for it in outputs if it.topic != STATE]
        self.outputs.extend(public)
        found = list({decode(it.value or b"").event_id: it.value for it in public}.values())
        told = [decode(value or b"") for value in found]
        self.told.extend(told)
        self.open.extend(it for it in told if isinstance(it, PostsToJudge))
        return told

    def answered(self) -> list[Event]:
        """Says the pools' answers to all open questions."""
        questions, self.open = self.open, []
        return self.say(*(answer(it, self.rules) for it in questions))

    def run(self, number: int = 1, **changed: Any) -> list[events.SlateProposed]:
        """Asks for a slate and lets the pools answer; the parts of the slate."""
        self.say(requested(number, **changed))
        return [it for it in self.answered() if isinstance(it, events.SlateProposed)]

    def restart(self, random_: random.Random) -> None:
        """As after a crash: only what was written is left, in another order."""
        state = random_.sample(sorted(self.state.items()), len(self.state))
        cut = random_.randrange(len(state) + 1)
        self.fold = ExerciseFold()
        self.fold.restore(state[:cut])
        self.fold.restore(state[cut:])

    def remarks(self) -> list[str]:
        return [it.remark for it in self.told if isinstance(it, events.ExerciseRemarked)]

    def _keep(self, outputs: Iterable[Output]) -> None:
        for output in outputs:
            if output.topic != STATE or output.key is None:
                continue
            if output.value is None:
                self.state.pop(output.key, None)
            else:
                self.state[output.key] = output.value


def world(posts: Sequence[CataloguePost], *said: Event, rules: Rules = everybody) -> World:
    """An exercise with a catalogue, and whatever else is said about it."""
    made = World(rules)
    made.say(*BASICS, catalogue(*posts), *said)
    return made


def placed(slate: Iterable[events.SlateProposed]) -> dict[str, str]:
    """Who gets which post."""
    return {it.candidate_id: it.post_id for part in slate for it in part.placements}
