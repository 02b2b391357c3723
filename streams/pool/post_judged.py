"""One post of an exercise's catalogue, judged as a vacancy that opens today."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from schemas.events import (
    Barring,
    CataloguePost,
    DutyStationClassified,
    PairAllowed,
    PairBarred,
    PostsToJudge,
    VacancyOpened,
)
from schemas.events.catalogued import opening_of
from streams.matching.judgement import Judgement, judge
from streams.matching.ranking import Totals
from streams.matching.score import scoring_of
from streams.matching.tiers import NAMES
from streams.pool.demand import Setting, demand_of
from streams.pool.holdings import Holdings
from streams.pool.lineup import sets_of
from streams.pool.selection import Selection
from streams.pool.vacancy import UNHEARD
from streams.rules.outcomes import FAIL, UNKNOWN
from streams.rules.rows import RowNumbers
from streams.rules.rule import Rule
from streams.rules.standing import Codes


@dataclass(frozen=True)
class PostJudged:
    """The answers about everybody who is asked about it."""

    numbers: RowNumbers
    """Their rows in the table, ascending."""
    rules: tuple[Rule, ...]
    judgement: Judgement
    tiers: Codes
    totals: Totals

    def pair(self, post: int, row: int) -> PairAllowed | PairBarred:
        """What is said of a row; `post` is the place in the question."""
        place = self._places[row]
        worst = int(self.judgement.worst[place])
        if worst < UNKNOWN:
            tier, total = NAMES[self.tiers[place]], int(self.totals[place])
            return PairAllowed(post=post, tier=tier, total=total)
        outcome: Barring = "FAIL" if worst == FAIL else "UNKNOWN"
        answered = zip(self.rules, self.judgement.outcomes(place), strict=True)
        rules = tuple(rule.id for rule, given in answered if given == worst)
        return PairBarred(post=post, outcome=outcome, rules=rules)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {row: place for place, row in enumerate(self.numbers.tolist())}


def post_judged(
    holdings: Holdings, post: CataloguePost, question: PostsToJudge, numbers: RowNumbers
) -> PostJudged:
    """By the rules and criteria in force, over these rows of the question's profile alone."""
    policy, reference, day = holdings.policy, holdings.reference, holdings.reference.day
    if policy is None or day is None:
        raise ValueError("nobody can be judged before a day and a rule set")
    terms = terms_of(post, question, day)
    case = holdings.cases.get(terms.vacancy_id)
    vacancy = UNHEARD if case is None else case.vacancy
    table = holdings.table(question.job_group, question.grade)
    selection = Selection(table, numbers, holdings.read)
    classified = _as_frozen(post, reference.station(post.duty_station, day), terms)
    setting = Setting(reference, policy, day, classified)
    demand = demand_of(vacancy, terms, selection, holdings.lists, setting)
    rows = selection.rows
    scoring = scoring_of(demand, sets_of(holdings.lists), reference)
    return PostJudged(
        numbers,
        policy.hard,
        judge([rows], len(numbers), demand, policy.hard, selection.person),
        scoring.tiers(rows),
        scoring.totals(rows),
    )


def terms_of(post: CataloguePost, question: PostsToJudge, day: date) -> VacancyOpened:
    """What is asked of people, on no path: nobody is proposed for it here."""
    asked = {
        "event_id": question.event_id,
        "occurred_at": question.occurred_at,
        "recorded_at": question.recorded_at,
        "source": question.source,
    }
    start_by = max(post.available_on, day)
    return opening_of(post, question.cycle_id, asked, opened_on=day, start_by=start_by)


def _as_frozen(
    post: CataloguePost, known: DutyStationClassified | None, terms: VacancyOpened
) -> DutyStationClassified:
    """What the catalogue froze of the place goes before what is known of it now."""
    if known is not None:
        return replace(known, hardship_class=post.hardship_class, family_status=post.family_status)
    return DutyStationClassified(
        event_id=terms.event_id,
        occurred_at=terms.occurred_at,
        recorded_at=terms.recorded_at,
        source=terms.source,
        duty_station=post.duty_station,
        name=post.duty_station.city_code,
        hardship_class=post.hardship_class,
        family_status=post.family_status,
        effective_from=terms.opened_on,
    )
