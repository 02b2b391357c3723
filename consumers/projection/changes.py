"""What a batch of deliveries changes in the tables, the last word on each row only: pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from consumers.delivery import Delivery
from consumers.errors import UndecodableRecord
from consumers.projection.rows import Row, entry_rows, rejected_row, revision_row, roster_row
from schemas.events import EventRejected, MembershipEvent, ProposalEvent

RosterKey = tuple[str, str, str]
"""Candidate, job group, grade."""


@dataclass(slots=True)
class Changes:
    """Rows to write, after the memberships to erase."""

    erased: set[RosterKey] = field(default_factory=set)
    roster: dict[RosterKey, Row] = field(default_factory=dict)
    proposals: dict[str, Row] = field(default_factory=dict)
    revisions: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    rejected: list[Row] = field(default_factory=list)


def changes(deliveries: Iterable[Delivery]) -> Changes:
    """Raises UndecodableRecord for an event that the read model does not know."""
    result = Changes()
    for delivery in deliveries:
        match delivery.event:
            case MembershipEvent() as event:
                _keep_membership(result, event)
            case ProposalEvent() as event:
                _keep_proposal(result, event)
            case EventRejected() as event:
                result.rejected.append(rejected_row(event))
            case None if delivery.topic == "roster" and delivery.key is not None:
                _erase_membership(result, _roster_key(delivery))
            case other:
                raise _foreign(delivery, type(other).__name__ if other else "an empty value")
    return result


def _erase_membership(result: Changes, key: RosterKey) -> None:
    # What comes after is a new membership: its versions may begin at 1 again.
    result.erased.add(key)
    result.roster.pop(key, None)


def _keep_membership(result: Changes, event: MembershipEvent) -> None:
    key = (event.candidate_id, event.job_group, event.grade)
    known = result.roster.get(key)
    if known is None or known["version"] < event.version:
        result.roster[key] = roster_row(event)


def _keep_proposal(result: Changes, event: ProposalEvent) -> None:
    row = revision_row(event)
    result.revisions.append(row)
    result.entries.extend(entry_rows(event))
    known = result.proposals.get(event.vacancy_id)
    if known is None or known["revision"] < event.revision:
        result.proposals[event.vacancy_id] = {
            name: value for name, value in row.items() if name != "document"
        }


def _roster_key(delivery: Delivery) -> RosterKey:
    parts = (delivery.key or b"").decode().rsplit("|", 2)
    if len(parts) != 3:
        raise _foreign(delivery, f"a tombstone under the key {delivery.key!r}")
    return parts[0], parts[1], parts[2]


def _foreign(delivery: Delivery, what: str) -> UndecodableRecord:
    place = delivery.topic, delivery.partition, delivery.offset
    return UndecodableRecord(*place, f"the read model has no table for {what}")
