"""Why something was said of a vacancy: the event itself, what led to it, and what it rests on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from schemas.codec import decode, name_of
from schemas.events import (
    CannotConfirm,
    Cause,
    Event,
    LogPosition,
    MembershipRecorded,
    NearMiss,
    ProposalEvent,
    ProposalListing,
    RankedCandidate,
    RuleSetPublished,
    RuleSetUsed,
)
from streams.history.explain.differences import differences
from streams.history.explain.errors import NoSuchRevision, NothingSaid
from streams.history.explain.events_seen import (
    EventSeen,
    cause_seen,
    first_of_each,
    logs_of_people,
    seen,
)
from streams.history.explain.pool_then import OfMany
from streams.history.explain.vacancies import Said, VacancyFound, vacancy_asked_for
from streams.history.logs import LogReader, Place
from streams.history.processes import Tell
from streams.history.refold import POOL_LOG


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing that was said of a vacancy, in a line."""

    revision: int | None
    """Null for a decision that was refused."""
    kind: str
    as_of: date
    reason: str
    position: LogPosition
    """In the pool-log."""


@dataclass(frozen=True, kw_only=True)
class CauseSeen:
    """What brought a revision about, and the event behind it."""

    cause: Cause
    event: EventSeen | None
    """Null where the logs do not hold it."""


@dataclass(frozen=True, kw_only=True)
class PolicySeen:
    """The rule set that decided, as it was published."""

    rule_set_id: str
    version: int
    effective_from: date
    published: EventSeen


@dataclass(frozen=True, kw_only=True)
class ProposalExplained:
    """What `pathways explain PROPOSAL` answers."""

    event: ProposalEvent
    position: LogPosition
    """Of the event itself, in the proposals."""
    story: tuple[Step, ...]
    """All that was ever said of the vacancy."""
    changed: tuple[str, ...]
    """What the list says that the one before did not; empty unless both are lists."""
    causes: tuple[CauseSeen, ...]
    policy: PolicySeen | None
    """Null where none was needed, or the log does not hold it."""
    evidence: tuple[EventSeen, ...]
    """Every event that an answer about anybody named rests on, by when it took effect."""
    unresolved: tuple[str, ...]


def explain_proposal(
    reader: LogReader, proposal: str, revision: int | None, tell: Tell
) -> ProposalExplained:
    """The last revision, or the one asked for.

    Raises UnknownVacancy, NothingSaid or NoSuchRevision.
    """
    found = vacancy_asked_for(reader, proposal, tell)
    said, event = _revision(found, revision)
    log = _PoolPart(reader, event, tell)
    wanted = _evidence(event)
    evidence = first_of_each([*log.kept, *_of_people(reader, event, tell)], wanted)
    return ProposalExplained(
        event=event,
        position=said.position,
        story=tuple(_step(one) for one in found.said),
        changed=_changed(found, event),
        causes=tuple(
            CauseSeen(cause=one, event=log.causes.get(one.event_id)) for one in event.causes
        ),
        policy=log.policy,
        evidence=evidence,
        unresolved=tuple(sorted(wanted - {one.event_id for one in evidence})),
    )


def _revision(found: VacancyFound, asked: int | None) -> tuple[Said, ProposalEvent]:
    said = [(one, one.event) for one in found.said if isinstance(one.event, ProposalEvent)]
    if not said:
        raise NothingSaid(found.vacancy_id, "no proposal, and no word why there is none")
    if asked is None:
        return said[-1]
    for one in said:
        if one[1].revision == asked:
            return one
    raise NoSuchRevision(found.vacancy_id, asked, said[-1][1].revision)


def _changed(found: VacancyFound, event: ProposalEvent) -> tuple[str, ...]:
    before = [one for one in found.proposals if one.revision < event.revision]
    if before and isinstance(event, ProposalListing) and isinstance(before[-1], ProposalListing):
        return differences(before[-1], event)
    return ()


def _step(said: Said) -> Step:
    event = said.event
    return Step(
        revision=event.revision if isinstance(event, ProposalEvent) else None,
        kind=type(event).__name__,
        as_of=event.as_of,
        reason=event.reason,
        position=event.position,
    )


class _PoolPart:
    """What the pool's log holds, up to the event's position, of that which the event names."""

    def __init__(self, reader: LogReader, event: ProposalEvent, tell: Tell) -> None:
        self.kept: list[EventSeen] = []
        self.causes: dict[str, EventSeen] = {}
        self.policy: PolicySeen | None = None
        self._event = event
        self._sought = {one.event_id.encode() for one in event.causes}
        place = Place(POOL_LOG, event.position.partition)
        for count, value in _values(reader, place, event.position.count, tell):
            self._read(count, value)

    def _read(self, count: int, value: bytes) -> None:
        of_many = name_of(value) in OfMany
        if of_many and not any(one in value for one in self._sought):
            return
        event: Event = decode(value)
        stands = seen(event, POOL_LOG, self._event.position.partition, count)
        if isinstance(event, MembershipRecorded):
            stands = cause_seen(event)
        if not of_many:
            self.kept.append(stands)
        self.causes.setdefault(stands.event_id, stands)
        if isinstance(event, RuleSetPublished) and _is(event, self._event.rule_set):
            self.policy = PolicySeen(
                rule_set_id=event.rule_set_id,
                version=event.version,
                effective_from=event.effective_from,
                published=stands,
            )


def _is(published: RuleSetPublished, used: RuleSetUsed | None) -> bool:
    identity = (published.rule_set_id, published.version)
    return used is not None and identity == (used.rule_set_id, used.version)


def _values(reader: LogReader, place: Place, last: int, tell: Tell) -> Iterator[tuple[int, bytes]]:
    count = 0
    for chunk in reader.read(place):
        for record in chunk:
            count += 1
            if count > last:
                return
            yield count, record.value or b""
        tell(str(place), count)


def _of_people(reader: LogReader, event: ProposalEvent, tell: Tell) -> Iterator[EventSeen]:
    if isinstance(event, ProposalListing):
        named = {one.candidate_id for one in people_named(event)}
        for log in logs_of_people(reader, named, tell):
            yield from log.seen()


def people_named(event: ProposalListing) -> tuple[RankedCandidate | NearMiss | CannotConfirm, ...]:
    return (*event.ranked, *event.tier_unconfirmed, *event.near_misses, *event.cannot_confirm)


def _evidence(event: ProposalEvent) -> frozenset[str]:
    wanted: set[str] = set(event.path_answer.evidence if event.path_answer else ())
    if isinstance(event, ProposalListing):
        for who in people_named(event):
            wanted.update(*(answer.evidence for answer in who.answers))
            if isinstance(who, RankedCandidate):
                wanted.update(_of_ranked(who))
    return frozenset(wanted)


def _of_ranked(who: RankedCandidate) -> Iterable[str]:
    for answer in who.advisory:
        yield from answer.evidence
    for score in who.criteria:
        yield from score.evidence
