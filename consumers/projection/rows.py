"""From an event to the rows that say the same: pure."""

from typing import Any

from schemas.events import (
    CannotConfirm,
    EventRejected,
    MembershipEvent,
    NearMiss,
    ProposalEvent,
    ProposalListing,
    RankedCandidate,
    RuleAnswer,
)
from schemas.text import to_json

Row = dict[str, Any]

# What readers ask first: is there a list, and if not, why not.
_STATUS = {
    "ProposalEmitted": "OPEN",
    "ProposalRevised": "OPEN",
    "ProposalWithdrawn": "WITHDRAWN",
    "ProposalDeferred": "DEFERRED",
    "ProposalHeld": "HELD",
}


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
        **_decided(event),
    }


def revision_row(event: ProposalEvent) -> Row:
    """A row of `proposal_revisions`; without its document, one of `proposals`."""
    rules = event.rule_set
    return {
        "vacancy_id": event.vacancy_id,
        "revision": event.revision,
        "proposal_id": event.proposal_id,
        "kind": type(event).__name__,
        "status": _STATUS[type(event).__name__],
        "job_group": event.job_group,
        "grade": event.grade,
        "vacancy_version": event.vacancy_version,
        "path": event.path,
        "reason": event.reason,
        "rule_set_id": rules.rule_set_id if rules else None,
        "rule_set_version": rules.version if rules else None,
        "decision_version": event.decision_version,
        **_listing(event),
        **_decided(event),
        "document": to_json(event),
    }


def entry_rows(event: ProposalEvent) -> list[Row]:
    if not isinstance(event, ProposalListing):
        return []
    ranked = (
        {"place": who.rank, "remark": who.tie_break, "warnings": list(who.warnings)} | _person(who)
        for who in event.ranked
    )
    near = (
        {"place": place, "remark": who.rule, "warnings": []} | _person(who)
        for place, who in enumerate(event.near_misses, 1)
    )
    unsure = (
        {"place": place, "remark": "; ".join(who.missing), "warnings": []} | _person(who)
        for place, who in enumerate(event.cannot_confirm, 1)
    )
    sections = (("RANKED", ranked), ("NEAR_MISS", near), ("CANNOT_CONFIRM", unsure))
    return [
        {"vacancy_id": event.vacancy_id, "revision": event.revision, "section": section} | row
        for section, rows in sections
        for row in rows
    ]


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


def _decided(event: MembershipEvent | ProposalEvent) -> Row:
    return {
        "as_of": event.as_of,
        "log": event.position.log,
        "log_partition": event.position.partition,
        "log_count": event.position.count,
        "event_id": event.event_id,
        "occurred_at": event.occurred_at,
        "recorded_at": event.recorded_at,
    }


def _listing(event: ProposalEvent) -> Row:
    listing = event if isinstance(event, ProposalListing) else None
    return {
        "title": listing.title if listing else None,
        "country": listing.duty_station.country if listing else None,
        "city_code": listing.duty_station.city_code if listing else None,
        "start_by": listing.start_by if listing else None,
        "considered": listing.counts.considered if listing else None,
        "eligible": listing.counts.eligible if listing else None,
    }


def _person(who: RankedCandidate | NearMiss | CannotConfirm) -> Row:
    return {
        "candidate_id": who.candidate_id,
        "rating": who.rating,
        "answers": [_answer(answer) for answer in who.answers],
    }


def _answer(answer: RuleAnswer) -> Row:
    return {
        "rule": answer.rule,
        "outcome": answer.outcome,
        "required": answer.required,
        "held": answer.held,
        "evidence": list(answer.evidence),
    }
