"""The people of one candidate-log partition: bytes in memory until somebody's log goes on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from schemas import codec
from schemas.errors import UnknownSchema
from schemas.events import CandidateState, LogPosition, MembershipRecorded
from streams.candidates import DECISION_VERSION
from streams.candidates.errors import NewerState, UnexpectedRecord
from streams.candidates.fold import FOLDED, NOBODY, fold
from streams.candidates.memberships import WITHOUT_FACTS, MembershipFacts, Profile, memberships
from streams.candidates.recorded import LOG, changed_memberships

PEOPLE_DECODED_MAX = 5_000
"""People kept as objects beside their bytes, some 5 KiB each: those whose logs went on lately."""


@dataclass(slots=True)
class _Person:
    state: CandidateState
    facts: Mapping[Profile, MembershipFacts] | None = None
    """None until an event needs them."""


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

    def fold(self, value: bytes, count: int) -> list[MembershipRecorded]:
        """Fold the record that is number `count` of the log (the first is 1).

        Answers each membership whose facts it changed. Raises ContractError or UnexpectedRecord.
        """
        event = codec.decode(value)
        kind = type(event)
        if kind not in FOLDED:
            raise UnexpectedRecord(kind.__name__)
        key = event.candidate_id.encode()
        person = self._person(key)
        state = fold(person.state, event)
        if state is person.state:
            return []
        self._changed[key] = person
        if kind in WITHOUT_FACTS:
            person.state = state
            return []
        before = memberships(person.state) if person.facts is None else person.facts
        person.state, person.facts = state, memberships(state)
        position = LogPosition(log=LOG, partition=self.partition, count=count)
        return changed_memberships(event.candidate_id, before, person.facts, event, position)

    def take_changes(self) -> list[tuple[bytes, bytes]]:
        """The state record of everybody who changed since the last call, each once."""
        changes = [(key, codec.encode(person.state)) for key, person in self._changed.items()]
        self._states.update(changes)
        self._changed.clear()
        self._forget_objects()
        return changes

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
            del self._decoded[key]


_OF_THIS_VERSION = codec.encode(NOBODY)[: codec.HEADER_BYTES + 1]
"""How a state record begins: its schema and, one byte up to version 63, the decision version."""


def _refuse_newer(key: bytes, value: bytes) -> None:
    try:
        version = codec.decode(value).decision_version
    except UnknownSchema as error:
        raise NewerState(key, None) from error
    if version > DECISION_VERSION:
        raise NewerState(key, version)
