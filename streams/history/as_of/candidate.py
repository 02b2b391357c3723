"""One person on a day: what was stated, part by part, by which event, and what it makes of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.codec import encode
from schemas.events import AssessmentVoided, MembershipRecorded
from schemas.events.candidate_state import CandidateState
from schemas.partitioning import partition_of
from schemas.text import to_json
from streams.candidates.persons import former_ids, merges_that_count, whole_person
from streams.candidates.stamps import event_id_of, occurred_at_of
from streams.candidates.statements import IDENTITIES
from streams.history.as_of.clock import AsOf
from streams.history.as_of.errors import NothingKnown
from streams.history.as_of.people import (
    people_with_several_ids,
    states_together,
    told_by_stage,
)
from streams.history.as_of.pools import pool_on
from streams.history.as_of.roster import RosterEntry, entry_of
from streams.history.as_of.whole import refuse_future
from streams.history.explain.errors import UnknownCandidate
from streams.history.explain.events_seen import (
    EventSeen,
    PersonLog,
    logs_of_people,
    place_of_person,
)
from streams.history.logs import LogReader
from streams.history.processes import Tell
from streams.history.refold import POOL_LOG


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One thing that is stated of the person, and by what."""

    fields: tuple[tuple[str, str], ...]
    """Names and values, as text."""
    event_id: str
    occurred_at: datetime
    event: EventSeen | None
    """Null where the person's logs do not hold it."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """Statements of one kind, such as `assessments`."""

    name: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, kw_only=True)
class MembershipOnDay:
    """A membership by its facts, and what the roster would say of it."""

    recorded: MembershipRecorded
    roster: RosterEntry | None
    """Null where there never was one by the facts, or no policy is in effect."""


@dataclass(frozen=True, kw_only=True)
class CandidateOnDay:
    """What `pathways as-of DATE candidate ID` answers."""

    asked_as: str
    candidate_id: str
    """Under which the person goes on, by then."""
    former_ids: tuple[str, ...]
    erased: bool
    """On every day, once it was asked for: then nothing else is told."""
    parts: tuple[Part, ...]
    memberships: tuple[MembershipOnDay, ...]


def candidate_as_of(
    reader: LogReader, candidate_id: str, as_of: AsOf, tell: Tell
) -> CandidateOnDay:
    """Raises UnknownCandidate, NothingKnown or OutsideHistory."""
    refuse_future(reader, as_of.day)
    logs = logs_of_people(reader, [candidate_id], tell, both_ways=True)
    _refuse_unknown(reader, logs, candidate_id, as_of)
    states, _ = states_together(logs, as_of)
    goes_on_as = _goes_on_as(states, candidate_id)
    state = states[goes_on_as]
    whole = whole_person(state) if state.candidate_id else state
    recorded = [it for it in people_with_several_ids(logs, as_of) if it.candidate_id == goes_on_as]
    return CandidateOnDay(
        asked_as=candidate_id,
        candidate_id=goes_on_as,
        former_ids=former_ids(state) if state.candidate_id else (),
        erased=state.erased,
        parts=tuple(_parts(whole, logs)),
        memberships=tuple(_memberships(reader, recorded, as_of, tell)),
    )


def _refuse_unknown(
    reader: LogReader, logs: Iterable[PersonLog], candidate_id: str, as_of: AsOf
) -> None:
    own = [log for log in logs if log.candidate_id == candidate_id]
    events = [event for log in own for _, event in log.records if not told_by_stage(event)]
    if not events:
        raise UnknownCandidate(candidate_id, place_of_person(reader, candidate_id))
    if not any(as_of.admits(event) for event in events):
        first = min(as_of.time_of(event) for event in events).date()
        raise NothingKnown(candidate_id, as_of.day, as_of.clock, first)


def _goes_on_as(states: Mapping[str, CandidateState], candidate_id: str) -> str:
    """The end of the way over all merges that count."""
    while candidate_id in (merges := merges_that_count(states[candidate_id])):
        candidate_id = merges[candidate_id].stays_as
    return candidate_id


def _parts(state: CandidateState, logs: Sequence[PersonLog]) -> Iterator[Part]:
    seen: dict[str, EventSeen] = {}
    for log in logs:
        for event in log.seen():
            seen.setdefault(event.event_id, event)
    for name in IDENTITIES:
        statements = [_statement(entry, seen) for entry in getattr(state, name) if _stamped(entry)]
        if statements:
            yield Part(name=name, statements=tuple(statements))
    voided = [one for one in _voided(logs) if one.fields[0][1] in state.voided]
    if voided:
        yield Part(name="voided", statements=tuple(voided))


def _stamped(entry: object) -> bool:
    """A profile is a name alone: what made it one stands among the other parts."""
    return hasattr(entry, "stamp")


def _statement(entry: object, seen: Mapping[str, EventSeen]) -> Statement:
    document = to_json(entry)
    stamp: bytes = vars(entry)["stamp"]
    event_id = event_id_of(stamp)
    told = {name: value for name, value in document.items() if name not in ("type", "stamp")}
    return Statement(
        fields=tuple(
            (name, _text(value)) for name, value in told.items() if value not in (None, [])
        ),
        event_id=event_id,
        occurred_at=occurred_at_of(stamp),
        event=seen.get(event_id),
    )


def _voided(logs: Iterable[PersonLog]) -> Iterator[Statement]:
    told = set[str]()
    for log in logs:
        for stands, (_, event) in zip(log.seen(), log.records, strict=True):
            if isinstance(event, AssessmentVoided) and event.assessment_id not in told:
                told.add(event.assessment_id)
                yield Statement(
                    fields=(("assessment_id", event.assessment_id), ("reason", event.reason)),
                    event_id=event.event_id,
                    occurred_at=event.occurred_at,
                    event=stands,
                )


def _text(value: object) -> str:
    """`COM P-5`; with a number its name: `TEAMWORK (level shown 3, score 324)`."""
    match value:
        case dict():
            told = {name: one for name, one in value.items() if one not in (None, [])}
            names = [_text(one) for one in told.values() if isinstance(one, str)]
            others = [
                f"{name.replace('_', ' ')} {_text(one)}"
                for name, one in told.items()
                if not isinstance(one, str)
            ]
            return _with_others(" ".join(names), ", ".join(others))
        case list():
            return ", ".join(_text(one) for one in value)
    return str(value)


def _with_others(names: str, others: str) -> str:
    return f"{names} ({others})" if names and others else names or others


def _memberships(
    reader: LogReader, recorded: Sequence[MembershipRecorded], as_of: AsOf, tell: Tell
) -> Iterator[MembershipOnDay]:
    """The roster's words need the reference facts of the pools that the memberships are in."""
    pools = reader.partitions(POOL_LOG)
    of_pools: dict[int, list[bytes]] = defaultdict(list)
    for one in recorded:
        of_pools[partition_of(one.job_group.encode(), pools)].append(encode(one))
    said = {
        (event.job_group, event.grade): entry_of(event)
        for number, framed in sorted(of_pools.items())
        for event in pool_on(reader, number, as_of, framed, frozenset(), tell).roster
    }
    for one in recorded:
        yield MembershipOnDay(recorded=one, roster=said.get((one.job_group, one.grade)))
