"""Speaks of decisions: each one taken is judged once, and one that cannot count is refused."""

from schemas.events import DecisionRefused
from streams.pool import DECISION_VERSION
from streams.pool.case import Case
from streams.pool.evaluation import Evaluation
from streams.pool.holdings import Holdings
from streams.pool.identity import derived_id, proposal_id
from streams.pool.moment import SOURCE, Moment
from streams.pool.refusals import Refusal, refusal_of
from streams.pool.touched import Touched
from streams.pool.vacancy import DecisionEvent


def speak_of_decisions(
    holdings: Holdings, touched: Touched, moment: Moment, done: Evaluation
) -> None:
    """Before any proposal is renewed: what counts is the revision that people could see."""
    for decision in touched.decisions:
        case = holdings.cases[decision.vacancy_id]
        refusal = refusal_of(decision, case, holdings.policy)
        if refusal is not None:
            if refusal.for_good:
                case.refuse(decision.event_id)
            done.refusals.append(_event(decision, case, refusal, moment))


def _event(
    decision: DecisionEvent, case: Case, refusal: Refusal, moment: Moment
) -> DecisionRefused:
    return DecisionRefused(
        event_id=derived_id("refused", proposal_id(case.vacancy_id), decision.event_id),
        occurred_at=moment.at,
        recorded_at=moment.at,
        source=SOURCE,
        correlation_id=case.vacancy_id,
        causation_id=decision.event_id,
        vacancy_id=case.vacancy_id,
        job_group=decision.job_group,
        decision_event_id=decision.event_id,
        decision_type=type(decision).__name__,
        revision_seen=getattr(decision, "revision_seen", None),
        revision_current=case.published.revision,
        reason=refusal.reason,
        remedy=refusal.remedy,
        as_of=moment.as_of,
        position=moment.position,
        decision_version=DECISION_VERSION,
    )
