"""What a batch of deliveries changes in the tables, the last word on each row only: pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from consumers.delivery import Delivery
from consumers.errors import UndecodableRecord
from consumers.projection.horizon_rows import HORIZON_ROWS
from consumers.projection.leadership_rows import LEADERSHIP_ROWS
from consumers.projection.placed import Told
from consumers.projection.proposal_rows import (
    answer_rows,
    diversity_rows,
    entries,
    entry_row,
    proposal_row,
    score_rows,
)
from consumers.projection.rows import Row, refused_row, rejected_row, roster_row
from consumers.projection.slate_rows import EXERCISE_ROWS
from consumers.projection.vacancy_rows import Decision, decision_row, vacancy_event_row
from schemas.events import (
    DecisionRefused,
    Event,
    EventRejected,
    MembershipEvent,
    ProposalEvent,
    VacancyEvent,
)

RosterKey = tuple[str, str, str]
"""Candidate, job group, grade."""

_ROWS: Mapping[type[Event], Callable[[Any, Delivery], Told]] = {
    **EXERCISE_ROWS,
    **LEADERSHIP_ROWS,
    **HORIZON_ROWS,
}


@dataclass(slots=True)
class Changes:
    """Rows to write, after the memberships to erase."""

    erased: set[RosterKey] = field(default_factory=set)
    roster: dict[RosterKey, Row] = field(default_factory=dict)
    versions: dict[RosterKey, list[Row]] = field(default_factory=dict)
    proposals: dict[str, Row] = field(default_factory=dict)
    revisions: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    scores: list[Row] = field(default_factory=list)
    diversity: list[Row] = field(default_factory=list)
    vacancy_events: list[Row] = field(default_factory=list)
    decisions: list[Row] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    rejected: list[Row] = field(default_factory=list)
    pools: list[Row] = field(default_factory=list)
    """How far pools are; whoever gives them sees to it that what they said is written too."""
    stages: Told = field(default_factory=lambda: defaultdict(list))
    """Of exercises, the leadership pipeline and forecasts, by the name of their table."""

    def by_table(self) -> Mapping[str, list[Row]]:
        """The rows to write, by the name of their table."""
        return {
            "roster": list(self.roster.values()),
            "membership_versions": [row for rows in self.versions.values() for row in rows],
            "proposals": list(self.proposals.values()),
            "proposal_revisions": self.revisions,
            "revision_entries": self.entries,
            "rule_answers": self.answers,
            "criterion_scores": self.scores,
            "diversity_cells": self.diversity,
            "vacancy_events": self.vacancy_events,
            "decisions": self.decisions,
            "decisions_refused": self.refused,
            "rejected": self.rejected,
            "pools": self.pools,
            **self.stages,
        }


def changes(deliveries: Iterable[Delivery]) -> Changes:
    """Raises UndecodableRecord for an event that the read model does not know."""
    result = Changes()
    for delivery in deliveries:
        match delivery.event:
            case MembershipEvent() as event:
                _keep_membership(result, event)
            case ProposalEvent() as event:
                _keep_proposal(result, event, delivery)
            case VacancyEvent() as event:
                result.vacancy_events.append(vacancy_event_row(event, delivery))
            case event if isinstance(event, Decision):
                result.decisions.append(decision_row(event, delivery))
            case DecisionRefused() as event:
                result.refused.append(refused_row(event) | _published(event, delivery))
            case EventRejected() as event:
                result.rejected.append(rejected_row(event))
            case event if (made := _ROWS.get(type(event))) is not None:  # type: ignore[arg-type]
                for name, rows in made(event, delivery).items():
                    result.stages[name] += rows
            case None if delivery.topic == "roster" and delivery.key is not None:
                _erase_membership(result, _roster_key(delivery))
            case other:
                raise _foreign(delivery, type(other).__name__ if other else "an empty value")
    return result


def _erase_membership(result: Changes, key: RosterKey) -> None:
    # What comes after is a new membership: its versions may begin at 1 again.
    result.erased.add(key)
    result.roster.pop(key, None)
    result.versions.pop(key, None)


def _keep_membership(result: Changes, event: MembershipEvent) -> None:
    key = (event.candidate_id, event.job_group, event.grade)
    row = roster_row(event)
    result.versions.setdefault(key, []).append(row)
    known = result.roster.get(key)
    if known is None or known["version"] < event.version:
        result.roster[key] = row


def _keep_proposal(result: Changes, event: ProposalEvent, delivery: Delivery) -> None:
    row = proposal_row(event)
    result.revisions.append(row | _published(event, delivery))
    listed = entries(event)
    result.entries.extend(map(entry_row, listed))
    result.answers.extend(answer_rows(event, listed))
    result.scores.extend(score_rows(listed))
    result.diversity.extend(diversity_rows(event))
    known = result.proposals.get(event.vacancy_id)
    if known is None or known["revision"] < event.revision:
        result.proposals[event.vacancy_id] = row


def _published(event: ProposalEvent | DecisionRefused, delivery: Delivery) -> Row:
    """The whole event, and where it stands on its public topic."""
    place = {"topic_partition": delivery.partition, "topic_offset": delivery.offset}
    return place | {"document": event}


def _roster_key(delivery: Delivery) -> RosterKey:
    parts = (delivery.key or b"").decode().rsplit("|", 2)
    if len(parts) != 3:
        raise _foreign(delivery, f"a tombstone under the key {delivery.key!r}")
    return parts[0], parts[1], parts[2]


def _foreign(delivery: Delivery, what: str) -> UndecodableRecord:
    place = delivery.topic, delivery.partition, delivery.offset
    return UndecodableRecord(*place, f"the read model has no table for {what}")
