"""The people of one candidate-log partition: bytes in memory until somebody's log goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from schemas import codec
from schemas.errors import UnknownSchema
from schemas.events import (
    CandidateMerged,
    CandidateState,
    Event,
    LeadershipStanding,
    LogPosition,
    MembershipRecorded,
)
from schemas.incremental import IncrementalEncoder
from streams.candidates import DECISION_VERSION
from streams.candidates.errors import ForeignMerge, NewerState, UnexpectedRecord
from streams.candidates.fold import FOLDED, NOBODY, fold
from streams.candidates.memberships import (
    WITHOUT_FACTS,
    Memberships,
    memberships,
    memberships_after,
)
from streams.candidates.others import ToOthers, told_to_others
from streams.candidates.recorded import LOG, changed_memberships, told_standing
from streams.candidates.standing import (
    TOLD_SINCE,
    WITHOUT_STANDING,
    Standing,
    news_of,
    standing_told,
)

Told = MembershipRecorded | LeadershipStanding | ToOthers

PEOPLE_DECODED_MAX = 5_000
"""People kept as objects beside their bytes, some 24 KB each: those whose logs went on lately."""


@dataclass(slots=True)
class _Person:
    state: CandidateState
    facts: Memberships | None = None
    """None until an event needs them."""
    standing: Standing | None = None
    """As it was told last; None until an event asks."""
    states: IncrementalEncoder = field(default_factory=lambda: IncrementalEncoder(CandidateState))
    memberships: IncrementalEncoder = field(
        default_factory=lambda: IncrementalEncoder(MembershipRecorded)
    )


class People:
    """Everybody whose log is in one partition, by `candidate_id`.

    The one entry point for whoever folds a candidate-log, live or again: the same records in the
    same order give the same states and the same memberships, byte for byte.
    """

    def __init__(self, partition: int) -> None:
        self.partition = partition
        self._states: dict[bytes, bytes] = {}
        self._decoded: dict[bytes, _Person] = {}
        self._changed: dict[bytes, _Person] = {}

    def restore(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        """Take over state records undecoded; raises NewerState where this program is too old."""
        states, version_bytes = self._states, len(_OF_THIS_VERSION)
        for key, value in records:
            if value[:version_bytes] != _OF_THIS_VERSION:
                _refuse_newer(key, value)
            states[key] = value

    def fold(self, value: bytes, count: int, key: bytes | None = None) -> list[Told]:
        """Fold the record that is number `count` of the log (the first is 1).

        Its key matters to merges alone: they stand in the logs of both ids, and the key says
        which of the two is meant. Answers each membership whose facts it changed, the standing
        of whoever the leadership pipeline asks about, and what other ids of the person must hear.
        Raises ContractError, UnexpectedRecord or ForeignMerge.
        """
        event = codec.decode(value)
        kind = type(event)
        if kind not in FOLDED:
            raise UnexpectedRecord(kind.__name__)
        whose = _whose(event, key) if kind is CandidateMerged else event.candidate_id
        person_key = whose.encode()
        person = self._person(person_key)
        before, person.state = person.state, fold(person.state, event, whose)
        if person.state is before:
            if not before.erased:
                return []
        else:
            self._changed[person_key] = person
        position = LogPosition(log=LOG, partition=self.partition, count=count)
        told: list[Told] = [*_changed(whose, person, before, event, position)]
        if kind not in WITHOUT_STANDING or before.decision_version < TOLD_SINCE:
            told.extend(_standing(whose, person, before, event, position))
        if before.candidate_id or person.state.candidate_id or before.erased:
            told.extend(told_to_others(whose, before, person.state, event, position))
        return told

    def encode(self, told: Told) -> bytes:
        """What `fold` answered as `codec.encode` writes it, from what of it was written before."""
        if isinstance(told, MembershipRecorded):
            person = self._person(told.candidate_id.encode())
            return person.memberships.encode(told, (told.job_group, told.grade))
        return codec.encode(told)

    def take_changes(self) -> list[tuple[bytes, bytes]]:
        """The state record of everybody who changed since the last call, each once."""
        changes = [(key, it.states.encode(it.state)) for key, it in self._changed.items()]
        self._states.update(changes)
        self._changed.clear()
        self._forget_objects()
        return changes

    def settle(self) -> None:
        """In place of `take_changes` where nobody asks for state records: bounds what is held."""
        self._forget_objects()

    def states(self) -> Mapping[bytes, bytes]:
        """Everybody's state record, as of the last `take_changes`."""
        return self._states

    def _person(self, key: bytes) -> _Person:
        person = self._decoded.get(key)
        if person is None:
            value = self._states.get(key)
            person = _Person(NOBODY if value is None else codec.decode(value))
            self._decoded[key] = person
        return person

    def _forget_objects(self) -> None:
        """Let go of the oldest objects; only bytes stay."""
        surplus = len(self._decoded) - PEOPLE_DECODED_MAX
        for key in list(islice(self._decoded, max(surplus, 0))):
            person = self._decoded.pop(key)
            if self._changed.pop(key, None):
                self._states[key] = person.states.encode(person.state)


def _whose(event: CandidateMerged, key: bytes | None) -> str:
    ids = (event.candidate_id, event.merged_candidate_id)
    for one in ids:
        if one.encode() == key:
            return one
    raise ForeignMerge(key, ids)


def _changed(
    candidate_id: str, person: _Person, before: CandidateState, event: Event, position: LogPosition
) -> list[MembershipRecorded]:
    kind = type(event)
    if kind in WITHOUT_FACTS or person.state is before:
        return []
    known = memberships(before) if person.facts is None else person.facts
    person.facts = memberships_after(known, person.state, kind)
    return changed_memberships(candidate_id, known, person.facts, event, position)


def _standing(
    candidate_id: str, person: _Person, before: CandidateState, event: Event, position: LogPosition
) -> list[LeadershipStanding]:
    if person.state is before:
        return []
    told = person.standing or standing_told(before)
    news = news_of(told, person.state, person.facts)
    person.standing = news or told
    return [told_standing(candidate_id, news, event, position)] if news else []


_OF_THIS_VERSION = codec.encode(NOBODY)[: codec.HEADER_BYTES + 1]
"""How a state record begins: its schema and, one byte up to version 63, the decision version."""


def _refuse_newer(key: bytes, value: bytes) -> None:
    try:
        version = codec.decode(value).decision_version
    except UnknownSchema as error:
        raise NewerState(key, None) from error
    if version > DECISION_VERSION:
        raise NewerState(key, version)
