"""From an event of the roster, a refusal or a dead letter to the row that says the same: pure."""

from typing import Any

from schemas.events import (
    DecisionRefused,
    EventRejected,
    LogPosition,
    MembershipEvent,
    ProposalEvent,
)

Row = dict[str, Any]


def roster_row(event: MembershipEvent) -> Row:
    return {
        "candidate_id": event.candidate_id,
        "job_group": event.job_group,
        "grade": event.grade,
        "version": event.version,
        "status": event.status,
        "rating": event.rating,
        "bases": ",".join(event.bases),
        "valid_from": event.valid_from,
        "valid_until": event.valid_until,
        "reason": event.reason,
        **decided(event),
    }


def refused_row(event: DecisionRefused) -> Row:
    return {
        "decision_event_id": event.decision_event_id,
        "decision_type": event.decision_type,
        "vacancy_id": event.vacancy_id,
        "job_group": event.job_group,
        "revision_seen": event.revision_seen,
        "revision_current": event.revision_current,
        "reason": event.reason,
        "remedy": event.remedy,
        "decision_version": event.decision_version,
        **decided(event),
    }


def rejected_row(event: EventRejected) -> Row:
    return {
        "topic": event.topic,
        "topic_partition": event.partition,
        "topic_offset": event.offset,
        "reason": event.reason,
        "detail": event.detail,
        "remedy": event.remedy,
        "event_type": event.event_type,
        "key": event.key,
        "value": event.value,
        "value_size": event.value_size,
        "value_sha256": event.value_sha256,
        "event_id": event.event_id,
        "occurred_at": event.occurred_at,
        "recorded_at": event.recorded_at,
    }


def decided(event: MembershipEvent | ProposalEvent | DecisionRefused) -> Row:
    """On what a decision of the pool rests, and which event says so."""
    return {
        "as_of": event.as_of,
        **log_place(event.position),
        "event_id": event.event_id,
        "occurred_at": event.occurred_at,
        "recorded_at": event.recorded_at,
    }


def log_place(position: LogPosition) -> Row:
    return {
        "log": position.log,
        "log_partition": position.partition,
        "log_count": position.count,
    }
