"""From an event about a proposal to the rows that say the same: pure."""

from collections.abc import Iterator

from consumers.projection.rows import Row, decided
from schemas.events import (
    CannotConfirm,
    CriterionScore,
    NearMiss,
    ProposalAdvised,
    ProposalEvent,
    ProposalListing,
    RankedCandidate,
    RuleAnswer,
)

Listed = RankedCandidate | NearMiss | CannotConfirm
Entry = tuple[Row, Listed]
"""The key of somebody's place in a revision, and who stands there."""

# What readers ask first: is there a list, and if not, why not.
_STATUS = {
    "ProposalEmitted": "OPEN",
    "ProposalRevised": "OPEN",
    "ProposalWithdrawn": "WITHDRAWN",
    "ProposalDeferred": "DEFERRED",
    "ProposalHeld": "HELD",
    "ProposalExpired": "EXPIRED",
    # The reviewed list stands; this is only advice about it.
    "ProposalAdvised": "REVIEWED",
}


def proposal_row(event: ProposalEvent) -> Row:
    kind, rules = type(event).__name__, event.rule_set
    return {
        "vacancy_id": event.vacancy_id,
        "revision": event.revision,
        "proposal_id": event.proposal_id,
        "kind": kind,
        "status": _STATUS[kind],
        "job_group": event.job_group,
        "grade": event.grade,
        "vacancy_version": event.vacancy_version,
        "path": event.path,
        "reason": event.reason,
        "rule_set_id": rules.rule_set_id if rules else None,
        "rule_set_version": rules.version if rules else None,
        "decision_version": event.decision_version,
        "reviewed_revision": (
            event.reviewed_revision if isinstance(event, ProposalAdvised) else None
        ),
        **_listing(event),
        **decided(event),
    }


def entries(event: ProposalEvent) -> list[Entry]:
    """Everybody who stands in a list, section by section."""
    if not isinstance(event, ProposalListing):
        return []
    sections: tuple[tuple[str, tuple[Listed, ...]], ...] = (
        ("RANKED", event.ranked),
        ("TIER_UNCONFIRMED", event.tier_unconfirmed),
        ("NEAR_MISS", event.near_misses),
        ("CANNOT_CONFIRM", event.cannot_confirm),
    )
    return [
        (_place(event, section, place), who)
        for section, people in sections
        for place, who in enumerate(people, 1)
    ]


def entry_row(entry: Entry) -> Row:
    place, who = entry
    ranked = who if isinstance(who, RankedCandidate) else None
    return place | {
        "candidate_id": who.candidate_id,
        "rating": who.rating,
        "tier": ranked.consideration_tier if ranked else None,
        "tier_clause": ranked.tier_clause if ranked else None,
        "total": ranked.total if ranked else None,
        "remark": _remark(place["section"], who),
        "warnings": ranked.warnings if ranked else (),
    }


def answer_rows(event: ProposalEvent, listed: list[Entry]) -> Iterator[Row]:
    if event.path_answer is not None:
        yield from _answers(_place(event, "VACANCY", 0), (event.path_answer,))
    for place, who in listed:
        yield from _answers(place, who.answers)
        if isinstance(who, RankedCandidate):
            yield from _answers(place, who.advisory, first=len(who.answers) + 1, advisory=True)


def score_rows(listed: list[Entry]) -> Iterator[Row]:
    for place, who in listed:
        if isinstance(who, RankedCandidate):
            for number, score in enumerate(who.criteria, 1):
                yield place | _score(number, score)


def diversity_rows(event: ProposalEvent) -> Iterator[Row]:
    if not isinstance(event, ProposalListing) or event.diversity is None:
        return
    for cell in event.diversity.cells:
        yield {
            "vacancy_id": event.vacancy_id,
            "revision": event.revision,
            "dimension": cell.dimension,
            "value": cell.value,
            "shown_from": event.diversity.shown_from,
            "pool": cell.pool,
            "eligible": cell.eligible,
            "listed": cell.listed,
        }


def _listing(event: ProposalEvent) -> Row:
    listing = event if isinstance(event, ProposalListing) else None
    return {
        "title": listing.title if listing else None,
        "country": listing.duty_station.country if listing else None,
        "city_code": listing.duty_station.city_code if listing else None,
        "hardship_class": listing.hardship_class if listing else None,
        "start_by": listing.start_by if listing else None,
        "considered": listing.counts.considered if listing else None,
        "eligible": listing.counts.eligible if listing else None,
        "stage": listing.stage if listing else None,
    }


def _place(event: ProposalEvent, section: str, place: int) -> Row:
    return {
        "vacancy_id": event.vacancy_id,
        "revision": event.revision,
        "section": section,
        "place": place,
    }


def _remark(section: str, who: Listed) -> str:
    match who:
        case RankedCandidate():
            return who.tie_break if section == "RANKED" else who.tier_clause
        case NearMiss():
            return who.rule
        case CannotConfirm():
            return "; ".join(who.missing)


def _answers(
    place: Row, answers: tuple[RuleAnswer, ...], first: int = 1, *, advisory: bool = False
) -> Iterator[Row]:
    for number, answer in enumerate(answers, first):
        # One literal for each row: hundreds of them make one revision.
        yield {
            **place,
            "number": number,
            "rule": answer.rule,
            "outcome": answer.outcome,
            "required": answer.required,
            "held": answer.held,
            "evidence": answer.evidence,
            "advisory": advisory,
        }


def _score(number: int, score: CriterionScore) -> Row:
    return {
        "number": number,
        "criterion": score.criterion,
        "raw": score.raw,
        "normalised": score.normalised,
        "weight": score.weight,
        "contribution": score.contribution,
        "evidence": score.evidence,
    }
