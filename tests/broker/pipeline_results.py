"""What the pipeline wrote, and the part of it that the facts alone decide."""

from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any

from deploy.log_tail import LogTail
from schemas.codec import decode
from schemas.connection import Connection
from schemas.events import DecisionRefused, ProposalListing
from schemas.text import to_json
from schemas.topics import TOPICS

ENVELOPE = frozenset({"event_id", "occurred_at", "recorded_at", "causation_id"})
"""The id is made of the revision or the position; the times are those of the latest record of the
transaction, and where transactions are cut is chance; the causation names the first cause."""

ROSTER_LEFT_OUT = ENVELOPE | {"type", "position", "version"}
"""The type tells a change of status from any other change since the record before, so that it
depends on what was said before; the status itself is compared."""

PROPOSAL_LEFT_OUT = ENVELOPE | {"position", "revision", "causes"}

LISTING_LEFT_OUT = PROPOSAL_LEFT_OUT | {"type", "changes", "reason"}
"""Of a list, `changes` is its difference from the revision before, the reason of a revision tells
the same in words, and the type tells the first list from the later ones. Which revision came before
is history: the same facts in other transactions make other steps on the way to the same list."""

Content = Mapping[str, Any]


def read_logs(connection: Connection, prefix: str, *names: str) -> list[Any]:
    """Every committed record of some topics, in the order of each partition."""
    with closing(LogTail(connection, timeout_s=60.0)) as tail:
        found = tail.partitions([TOPICS[name].full_name(prefix) for name in names])
        places = [place for partitions in found.values() for place in partitions]
        return tail.read(tail.bounds(places))


def last_by_key(records: Iterable[Any]) -> dict[str, Any]:
    return {record.key.decode(): decode(record.value) for record in records}


def roster(connection: Connection, prefix: str) -> dict[str, Content]:
    """The last record of each membership that is on the roster.

    Who was removed from it is left out: a membership whose basis was there and went is removed with
    a reason, one whose basis was gone when it was first looked at has never been on the roster.
    """
    last = last_by_key(read_logs(connection, prefix, "roster"))
    return {
        key: _without(to_json(event), ROSTER_LEFT_OUT)
        for key, event in last.items()
        if event.status != "REMOVED"
    }


def proposals(connection: Connection, prefix: str) -> dict[str, Content]:
    """The last revision of each vacancy."""
    last = {}
    for record in read_logs(connection, prefix, "proposals"):
        event = decode(record.value)
        # What was refused is said once, wherever it falls between the revisions.
        if not isinstance(event, DecisionRefused):
            last[record.key.decode()] = _proposal(event)
    return last


def _proposal(event: Any) -> Content:
    is_list = isinstance(event, ProposalListing)
    return _without(to_json(event), LISTING_LEFT_OUT if is_list else PROPOSAL_LEFT_OUT)


def _without(fields: Mapping[str, Any], names: frozenset[str]) -> Content:
    assert names <= fields.keys(), "a field that is left out must be there"
    return {name: value for name, value in fields.items() if name not in names}
