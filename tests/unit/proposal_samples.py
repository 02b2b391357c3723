"""A proposal with everything in it that one can hold, for tests of what people see."""

from dataclasses import replace
from datetime import date
from typing import Any

from schemas.events import (
    CannotConfirm,
    CompetencyHeld,
    CompetingListing,
    CriterionScore,
    DiversityCell,
    DiversityPanel,
    LearningShown,
    ListChanges,
    Move,
    NearMiss,
    OfferOut,
    ProfileAhead,
    ProposalCounts,
    ProposalRevised,
    RankedCandidate,
    RuleAnswer,
    RuleCount,
    TierClause,
    TierRule,
)
from tests.golden_results import golden

REQUIRED = {
    "H1": "a membership in COM/P-5, as assessed or as incumbent",
    "H2": "a rating of TIER_2 or better",
    "H3": "valid today and on the start date, 2026-06-01",
    "H4": "fr at III or better",
    "H8": "in the last 12 months of the tour",
    "H9": "12 months left before retirement on 2026-06-01",
    "H10": "free by 2026-06-01, notice included",
    "H11": "MEDICAL, SECURITY_TRAINING valid on the start date",
    "H13": "no close relative among the personnel",
    "H15": "no accepted offer for another post",
    "DECLINED": "no declined offer for this vacancy",
}
HELD = {
    "H1": "assessed STAR on 2026-01-17",
    "H2": "STAR, assessed on 2026-01-17",
    "H3": "assessment valid until 2028-01-17",
    "H4": "fr IV tested",
    "H8": "due to rotate on 2026-08-31",
    "H9": "retires on 2038-04-30",
    "H10": "free from 2026-04-15, 30 days' notice",
    "H11": "MEDICAL until 2027-02-01; SECURITY_TRAINING until 2028-01-01",
    "H13": "declared NONE",
    "H15": "no accepted offer",
    "DECLINED": "none declined",
}


def answers(**other: tuple[Any, str]) -> tuple[RuleAnswer, ...]:
    """PASS for every rule but those named, with what they answer and what is held."""
    return tuple(
        RuleAnswer(
            rule=rule,
            outcome=other.get(rule, ("PASS", ""))[0],
            required=REQUIRED[rule],
            held=other.get(rule, ("", HELD[rule]))[1],
            evidence=(f"fact-{rule}",),
        )
        for rule in REQUIRED
        if rule != "H8"
    )


def criteria(*normalised: int) -> tuple[CriterionScore, ...]:
    """Of S1, S2, S4, S5, S6, S10, with what a default policy weighs."""
    named = zip(("S1", "S2", "S4", "S5", "S6", "S10"), (5, 3, 3, 2, 2, 1), normalised, strict=True)
    return tuple(
        CriterionScore(
            criterion=criterion,
            raw=f"the fact that {criterion} counts",
            normalised=value,
            weight=weight,
            contribution=value * weight,
            evidence=(f"fact-{criterion}",),
        )
        for criterion, weight, value in named
    )


def ranked(rank: int, candidate_id: str, **changed: Any) -> RankedCandidate:
    scores = changed.pop("criteria", criteria(1000, 600, 1000, 700, 750, 400))
    fields: dict[str, Any] = {
        "rating": "STAR",
        "answers": answers(),
        "tie_break": "total",
        "consideration_tier": "FIRST",
        "tier_clause": "internal candidates",
        "total": sum(score.contribution for score in scores),
        "criteria": scores,
        "advisory": (
            RuleAnswer(rule="H8", outcome="PASS", required=REQUIRED["H8"], held=HELD["H8"]),
        ),
    }
    return RankedCandidate(rank=rank, candidate_id=candidate_id, **(fields | changed))


RANKED = (
    ranked(
        1,
        "c-51c3d9b0",
        tie_break="first of the list",
        competencies=(
            CompetencyHeld(
                code="LEADERSHIP", kind="MANAGERIAL", expected=3, shown=3, assessment_id="as-1"
            ),
            CompetencyHeld(
                code="BUILDING_TRUST", kind="MANAGERIAL", expected=3, shown=2, assessment_id="as-1"
            ),
            CompetencyHeld(
                code="COURAGE", kind="VALUE", expected=2, shown=None, assessment_id=None
            ),
        ),
        profile_ahead=ProfileAhead(
            effective_from=date(2027, 1, 1), outcome="FAIL", short_of=("LEADERSHIP",)
        ),
        competing=(
            CompetingListing(vacancy_id="vac-2026-044", job_group="RMO", grade="P-4", rank=2),
        ),
        learning=(LearningShown(edition_id="UNELE-2025", status="COMPLETED", event_id="lc-1"),),
        warnings=("membership ends on 2026-06-20",),
    ),
    ranked(
        2,
        "c-7f3a19d2",
        rating="TIER_1",
        criteria=criteria(666, 1000, 0, 550, 500, 300),
        tier_clause="external women at P-4 and above",
        answers=answers(H9=("WAIVED", "retires on 2027-01-31; waiver w-7 accepts 4 months")),
        advisory=(
            RuleAnswer(
                rule="H8",
                outcome="FAIL",
                required=REQUIRED["H8"],
                held="due to rotate on 2028-08-31",
            ),
        ),
        warnings=("H8 is not met: due to rotate on 2028-08-31",),
    ),
    ranked(
        3,
        "c-aa07b3e1",
        rating="TIER_2",
        consideration_tier="SECOND",
        tier_clause="no clause of the first tier",
        criteria=criteria(333, 0, 0, 1000, 250, 800),
        warnings=("ready with development needs",),
    ),
)
UNCONFIRMED = (
    ranked(
        1,
        "c-e0d94c77",
        consideration_tier="UNCONFIRMED",
        tier_clause="external women at P-4 and above: gender not stated",
    ),
)
NEAR_MISSES = (
    NearMiss(
        candidate_id="c-04be51aa",
        rating="TIER_1",
        rule="H10",
        answers=answers(H10=("FAIL", "free from 2026-09-01, 30 days' notice")),
        waiver="H10 cannot be waived",
    ),
    NearMiss(
        candidate_id="c-0a11ce42",
        rating="STAR",
        rule="H9",
        answers=answers(
            H9=("FAIL", "retires on 2026-12-31"), H11=("UNKNOWN", "no MEDICAL recorded")
        ),
        waiver="a waiver of H9 could help, once confirmed: a medical clearance",
    ),
)
CANNOT_CONFIRM = (
    CannotConfirm(
        candidate_id="c-99d0c7e1",
        rating="TIER_1",
        missing=("confirmed availability", "a declaration about relatives"),
        answers=answers(
            H10=("UNKNOWN", "availability never confirmed"), H13=("UNKNOWN", "not declared")
        ),
    ),
)
TIER_RULE = TierRule(
    tier_rule_id="notice-2022-04",
    first=(
        TierClause(clause="internal candidates", origins=("INTERNAL", "NATIONAL_STAFF")),
        TierClause(
            clause="external women at P-4 and above",
            origins=("EXTERNAL",),
            genders=("F",),
            vacancy_grade_from="P-4",
        ),
        TierClause(
            clause="nationals of non-represented Member States", nationality_list="NON_REPRESENTED"
        ),
    ),
)
DIVERSITY = DiversityPanel(
    shown_from=5,
    cells=(
        DiversityCell(dimension="GENDER", value="F", pool=14, eligible=9, listed=5),
        DiversityCell(dimension="GENDER", value="M", pool=21, eligible=11, listed=None),
        DiversityCell(dimension="GENDER", value="X", pool=None, eligible=None, listed=None),
        DiversityCell(dimension="REGION", value="AFR", pool=11, eligible=6, listed=None),
        DiversityCell(dimension="REGION", value="ASI", pool=9, eligible=None, listed=None),
    ),
)
COUNTS = ProposalCounts(
    roster_size=57,
    considered=41,
    eligible=22,
    near_misses=6,
    cannot_confirm=3,
    excluded=(
        RuleCount(rule="H1", excluded=0),
        RuleCount(rule="H10", excluded=11),
        RuleCount(rule="H9", excluded=4),
    ),
    first_tier=9,
    second_tier=12,
    tier_unconfirmed=1,
    waived=(RuleCount(rule="H9", excluded=1),),
)


def full(**changed: Any) -> ProposalRevised:
    """Every part filled; `changed` replaces fields."""
    fields: dict[str, Any] = {
        "ranked": RANKED,
        "tier_unconfirmed": UNCONFIRMED,
        "near_misses": NEAR_MISSES,
        "cannot_confirm": CANNOT_CONFIRM,
        "tier_rule": TIER_RULE,
        "diversity": DIVERSITY,
        "counts": COUNTS,
        "stage": "OFFER_OUT",
        "shortlisted": ("c-51c3d9b0", "c-7f3a19d2"),
        "offers_out": (
            OfferOut(offer_id="offer-1", candidate_id="c-51c3d9b0", reply_by=date(2026, 3, 28)),
        ),
        "reason": "entered: c-51c3d9b0 (rank 1); left: c-04be51aa (H10: free from 2026-09-01)",
        "changes": ListChanges(
            entered=("c-51c3d9b0",),
            left=("c-04be51aa",),
            moved=(Move(candidate_id="c-7f3a19d2", from_rank=1, to_rank=2),),
        ),
    }
    proposal: ProposalRevised = replace(golden("ProposalRevised"), **(fields | changed))
    return proposal
