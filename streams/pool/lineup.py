"""Everybody of a vacancy's profile judged, considered and ready to be listed, as of the day."""

from schemas.events import VacancyOpened
from streams.matching.consideration import considered
from streams.matching.criteria.yardstick import Sets
from streams.matching.judgement import judge
from streams.matching.score import scoring_of
from streams.pool.case import Case
from streams.pool.code_lists import CodeLists
from streams.pool.demand import Setting, demand_of
from streams.pool.holdings import Holdings
from streams.pool.people import Lineup, Opened
from streams.pool.policy import Policy
from streams.rules.person import Person


def lineup_of(
    holdings: Holdings,
    case: Case,
    terms: VacancyOpened,
    policy: Policy,
    opened: Opened | None = None,
) -> Lineup:
    """All rules asked about everybody of the vacancy's profile, today.

    `opened`: the people opened for other vacancies in the same evaluation.
    """
    reference, day = holdings.reference, holdings.reference.day
    if day is None:
        raise ValueError("nobody can be judged before a day has started")
    table = holdings.table(terms.job_group, terms.grade)
    opened = opened or Opened(holdings.read)
    demand = demand_of(case.vacancy, terms, table, holdings.lists, Setting(reference, policy, day))

    def person(row: int) -> Person:
        return opened.person(table, row)

    judgement = judge(table.chunks(), len(table), demand, policy.hard, person)
    scoring = scoring_of(demand, sets_of(holdings.lists), reference)
    rows = table.rows(0, len(table))
    return Lineup(
        table=table,
        lists=holdings.lists,
        demand=demand,
        setting=(case.vacancy, policy.rules, day, reference.statements),
        judgement=judgement,
        consideration=considered(rows, judgement.eligible, scoring, table.order),
        policy=policy,
        profile=reference.competency_profile(terms.job_group, terms.grade, day),
        ahead=reference.competency_profile_ahead(terms.job_group, terms.grade, day),
        competing=holdings.told.competing,
        opened=opened,
    )


def sets_of(lists: CodeLists) -> Sets:
    """What the codes stand for, as the criteria read them."""
    return Sets(
        origins=lists.origins.entries,
        genders=lists.genders.entries,
        nationalities=lists.nationalities.entries,
        tongues=lists.tongues.entries,
        wishes=lists.wishes.entries,
        stations=lists.stations.entries,
        remembered=lists.remembered,
    )
