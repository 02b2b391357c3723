"""The whole answer about a person and a vacancy: where they stood, and every event behind it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from schemas.events import (
    CandidateErased,
    Event,
    LogPosition,
    PersonErased,
    ProposalListing,
    RuleAnswer,
)
from schemas.partitioning import partition_of
from streams.candidates.fold import NOBODY, fold
from streams.candidates.memberships import memberships
from streams.history.cuts import marks
from streams.history.explain.errors import UnknownCandidate
from streams.history.explain.events_seen import (
    EventSeen,
    PersonLog,
    first_of_each,
    kept_seen,
    logs_of_people,
    place_of_person,
)
from streams.history.explain.judged import Judged
from streams.history.explain.moment import At, record_asked_for
from streams.history.explain.person_then import PersonThen, person_then
from streams.history.explain.pool_then import PoolThen, pool_then
from streams.history.explain.vacancies import VacancyFound, vacancy_asked_for
from streams.history.logs import LogReader
from streams.history.processes import Tell
from streams.history.refold import POOL_LOG
from streams.pool import DECISION_VERSION


@dataclass(frozen=True, kw_only=True)
class ListBefore:
    """A list that stands no longer."""

    revision: int
    as_of: date
    position: LogPosition


@dataclass(frozen=True, kw_only=True)
class PersonExplained:
    """What `pathways explain VACANCY CANDIDATE` answers."""

    then: PersonThen
    position: LogPosition
    """In the pool-log: everything up to this record counts, and nothing after it."""
    looked: bool
    """Whether the pool itself looked at this very point."""
    day: date | None
    decision_version: int
    """Of this answer."""
    decided_by: int | None
    """The version that the worker had there: another one may have said something else."""
    vacancy_events: tuple[EventSeen, ...]
    """What happened to the vacancy so far, decisions included."""
    evidence: tuple[EventSeen, ...]
    """Every event that an answer names, by when it took effect."""
    unresolved: tuple[str, ...]
    """Named as evidence, and in none of the logs that should hold it."""
    last_list: ListBefore | None
    """Where there is no list: the last one there was."""
    elsewhere: tuple[str, ...]
    """Profiles with a membership whose pool is another one, as recorded by that day."""
    erased: bool
    """Whether the person was ever erased: then nothing is told of them, for any moment."""


def explain_person(
    reader: LogReader, vacancy: str, candidate_id: str, at: At, tell: Tell
) -> PersonExplained:
    """Raises UnknownVacancy, UnknownCandidate, or what `record_asked_for` raises."""
    found = vacancy_asked_for(reader, vacancy, tell)
    looks = marks(reader, found.partition)
    count = record_asked_for(looks, found.partition, at, found.vacancy_id)
    pool = pool_then(reader, looks, found.partition, count, tell)
    return explain_in(reader, pool, found, candidate_id, tell)


def explain_in(
    reader: LogReader, pool: PoolThen, found: VacancyFound, candidate_id: str, tell: Tell
) -> PersonExplained:
    """The answer from a pool that is folded already."""
    then = person_then(pool.holdings, found.vacancy_id, candidate_id)
    then = replace(then, vacancy=replace(then.vacancy, job_group=found.job_group))
    logs = _logs(reader, then, tell)
    erased = any(_erases(event, then) for log in logs for _, event in log.records)
    if erased:
        then = replace(then, memberships=(), rank_said=None, judged=None)
    wanted = _wanted(then)
    case = pool.holdings.cases.get(found.vacancy_id)
    own = frozenset(case.events if case else ())
    events = list(_events(pool, logs, wanted | own))
    evidence = first_of_each(events, wanted)
    return PersonExplained(
        then=then,
        position=pool.position,
        looked=pool.looked,
        day=pool.day,
        decision_version=DECISION_VERSION,
        decided_by=pool.decided_by,
        vacancy_events=first_of_each(events, own),
        evidence=evidence,
        unresolved=tuple(sorted(wanted - {one.event_id for one in evidence})),
        last_list=None if then.vacancy.say == "LIST" else _last_list(found, pool.position),
        elsewhere=() if erased else _elsewhere(reader, pool, logs, then.candidate_id),
        erased=erased,
    )


def _erases(event: Event, then: PersonThen) -> bool:
    """Whoever was erased later is erased at every moment: history gives nobody back."""
    ids = (then.candidate_id, then.asked_as)
    return isinstance(event, CandidateErased | PersonErased) and event.candidate_id in ids


def _last_list(found: VacancyFound, position: LogPosition) -> ListBefore | None:
    lists = [
        ListBefore(revision=one.revision, as_of=one.as_of, position=one.position)
        for one in found.proposals
        if isinstance(one, ProposalListing) and one.position.count <= position.count
    ]
    return lists[-1] if lists else None


def _logs(reader: LogReader, then: PersonThen, tell: Tell) -> Sequence[PersonLog]:
    """Of the person's every id: what was stated under a former one stays where it was stated."""
    ids = {then.candidate_id, then.asked_as}
    logs = [log for log in logs_of_people(reader, ids, tell) if log.records]
    if not logs and not then.memberships:
        raise UnknownCandidate(then.asked_as, place_of_person(reader, then.asked_as))
    return logs


def _events(
    pool: PoolThen, logs: Sequence[PersonLog], wanted: frozenset[str]
) -> Iterator[EventSeen]:
    """Those of the pool's own log first: a decision on an offer stands in both."""
    yield from kept_seen(pool.kept, pool.position.partition, wanted)
    for log in logs:
        yield from log.seen()


def _wanted(then: PersonThen) -> frozenset[str]:
    wanted = set[str]()
    if then.vacancy.path_answer is not None:
        wanted.update(then.vacancy.path_answer.evidence)
    if then.judged is not None:
        wanted.update(*(answer.evidence for answer in _all_answers(then.judged)))
        if then.judged.ranked is not None:
            wanted.update(*(score.evidence for score in then.judged.ranked.criteria))
    for it in then.memberships:
        if it.recorded.departure is not None:
            wanted.add(it.recorded.departure.event_id)
    return frozenset(wanted)


def _all_answers(judged: Judged) -> tuple[RuleAnswer, ...]:
    return judged.answers + judged.advisory


def _elsewhere(
    reader: LogReader, pool: PoolThen, logs: Sequence[PersonLog], candidate_id: str
) -> tuple[str, ...]:
    """The person's own log tells of every membership, whichever pool it belongs to."""
    state, pools = NOBODY, reader.partitions(POOL_LOG)
    for log in logs:
        if log.candidate_id == candidate_id:
            for _, event in log.records:
                if pool.day is not None and event.recorded_at.date() <= pool.day:
                    state = fold(state, event, candidate_id)
    return tuple(
        f"{job_group}/{grade}"
        for (job_group, grade), facts in sorted(memberships(state).items())
        if (facts.assessment or facts.incumbency)
        and partition_of(job_group.encode(), pools) != pool.position.partition
    )
