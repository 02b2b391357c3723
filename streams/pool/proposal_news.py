"""Speaks of vacancies: each one touched is evaluated once, and says what is new about it."""

from collections.abc import Iterator
from functools import partial

from schemas.events import CandidatesListed, ListedCandidate, ProposalEvent, VacancyOpened
from streams.pool.case import Case
from streams.pool.evaluation import Evaluation
from streams.pool.holdings import Holdings
from streams.pool.identity import derived_id
from streams.pool.lineup import lineup_of
from streams.pool.listing import listing_of
from streams.pool.moment import Moment
from streams.pool.people import Opened
from streams.pool.policy import reply_days_of
from streams.pool.progress import progress_of
from streams.pool.proposal import Utterance
from streams.pool.touched import Touched
from streams.pool.verdict import verdict_on


def speak_of_vacancies(
    holdings: Holdings, touched: Touched, moment: Moment, done: Evaluation
) -> None:
    """In the order of their ids."""
    opened = Opened(holdings.read)
    for case, terms in _touched(holdings, touched):
        done.vacancies_evaluated += 1
        utterance = _utterance(holdings, case, terms, touched, moment, opened)
        listed = case.published.ranked
        event = utterance.publish(moment)
        if event is not None:
            done.proposals.append(event)
            done.vacancies.add(case.vacancy_id)
            done.listings.extend(_told(case, listed, event))


def _touched(holdings: Holdings, touched: Touched) -> Iterator[tuple[Case, VacancyOpened]]:
    for vacancy_id in touched.vacancies:
        holdings.watch(vacancy_id)
    for vacancy_id in sorted(holdings.live.union(touched.vacancies)):
        case = holdings.cases[vacancy_id]
        terms = case.vacancy.terms
        if terms is not None and touched.concerns(case, terms, holdings.serving):
            yield case, terms


def _utterance(
    holdings: Holdings,
    case: Case,
    terms: VacancyOpened,
    touched: Touched,
    moment: Moment,
    opened: Opened,
) -> Utterance:
    policy = holdings.policy
    verdict = verdict_on(case.vacancy, holdings.reference, policy)
    listing, rule_set = None, None
    if verdict.say == "LIST" and policy is not None:
        lineup = lineup_of(holdings, case, terms, policy, opened)
        remembered = holdings.remembered(case.vacancy_id)
        size = _roster_size(holdings, terms)
        listing = listing_of(terms, lineup, size, case.said, remembered)
        rule_set = policy.used
    return Utterance(
        case=case,
        terms=terms,
        verdict=verdict,
        listing=listing,
        progress=progress_of(case.vacancy, moment.as_of, reply_days_of(policy)),
        rule_set=rule_set,
        touches=partial(touched.touches, case, terms, holdings.serving),
    )


def _roster_size(holdings: Holdings, terms: VacancyOpened) -> int:
    of_group = (t for (group, _), t in holdings.tables.items() if group == terms.job_group)
    return sum(map(len, of_group))


def _told(case: Case, listed: tuple[str, ...], event: ProposalEvent) -> Iterator[CandidatesListed]:
    """The ranked people for all pools, where they changed or were never told."""
    published = case.published
    if published.ranked == listed and (published.told_revision or not listed):
        return
    case.note_told(event.revision)
    yield CandidatesListed(
        event_id=derived_id("listed", event.proposal_id, event.revision),
        occurred_at=event.occurred_at,
        recorded_at=event.recorded_at,
        source=event.source,
        correlation_id=event.vacancy_id,
        causation_id=event.event_id,
        vacancy_id=event.vacancy_id,
        job_group=event.job_group,
        grade=event.grade,
        revision=event.revision,
        listed=tuple(
            ListedCandidate(candidate_id=who, rank=rank)
            for rank, who in enumerate(published.ranked, start=1)
        ),
    )
