"""The rules' answers by code for one vacancy: each distinct thing is asked about once."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from schemas.events import DutyStationClassified, DutyStationKey, Staffing, VacancyOpened
from streams.pool.code_lists import CodeLists
from streams.pool.policy import Policy
from streams.pool.reference import ReferenceFacts
from streams.rules.days import UNSTATED, Days, months_after
from streams.rules.languages import meeting
from streams.rules.nationality import fits
from streams.rules.outcomes import PASS, UNKNOWN, Outcomes
from streams.rules.own_country import abroad
from streams.rules.performance import exempt, satisfies
from streams.rules.refusal import too_hard, unwanted, without_family
from streams.rules.relatives import apart
from streams.rules.rows import HARDSHIP_CLASSES, Answers
from streams.rules.scope import suits, within
from streams.rules.tour import since_at_latest

_UNKNOWN, _PASS = int(UNKNOWN), int(PASS)


@dataclass(frozen=True, slots=True)
class Question:
    """A vacancy on a day under a policy, and the facts about its place in effect."""

    terms: VacancyOpened
    policy: Policy
    reference: ReferenceFacts
    day: date
    start: int
    station: DutyStationClassified | None
    staffing: Staffing | None
    members: frozenset[str] | None
    """Countries on the list of Member States; None where none is in effect."""


def answers_of(asked: Question, lists: CodeLists) -> Answers:
    rules = asked.policy.rules
    due_last = months_after(asked.start, max(rules.last_year_months, 0))
    return Answers(
        languages=_languages(asked, lists),
        nationals=_nationals(asked, lists),
        own_country=_own_country(asked, lists),
        performance=_performance(asked, lists),
        rated=_rated(asked, lists),
        due_by=_due_by(asked, lists, due_last),
        due_last=due_last,
        retirement_from=months_after(asked.start, max(rules.useful_tour_months, 0)),
        hardship=_hardship(asked),
        non_family=_non_family(asked),
        excluded=_excluded(asked, lists),
        relatives=lists.lookups.over(lists.relatives, "relatives", apart, _UNKNOWN),
        origin=_origin(asked, lists),
        appointment=_appointment(asked, lists),
    )


def _languages(asked: Question, lists: CodeLists) -> Outcomes | None:
    wanted = asked.terms.languages
    if wanted is None or not (wanted.all_of or wanted.any_of):
        return None
    key = ("languages", wanted, asked.policy.rules.language_ranks)
    return lists.lookups.over(lists.tongues, key, meeting(wanted, asked.policy.ranks), _UNKNOWN)


def _nationals(asked: Question, lists: CodeLists) -> Outcomes:
    staffing, members, country = asked.staffing, asked.members, asked.terms.duty_station.country
    return lists.lookups.over(
        lists.nationalities,
        ("nationals", staffing, members if staffing == "INTERNATIONAL" else country),
        lambda countries: fits(countries, staffing, members, country),
        _UNKNOWN,
    )


def _own_country(asked: Question, lists: CodeLists) -> Outcomes:
    staffing, country = asked.staffing, asked.terms.duty_station.country
    return lists.lookups.over(
        lists.nationalities,
        ("own country", staffing, country),
        lambda countries: abroad(countries, staffing, country),
        _UNKNOWN,
    )


def _performance(asked: Question, lists: CodeLists) -> Outcomes:
    ratings = asked.policy.rules.satisfactory_ratings
    return lists.lookups.over(
        lists.performances,
        ("performance", ratings),
        lambda rating: satisfies(rating, ratings),
        _UNKNOWN,
    )


def _rated(asked: Question, lists: CodeLists) -> Outcomes:
    rated = asked.policy.rules.rated_origins
    return lists.lookups.over(
        lists.origins, ("exempt", rated), lambda origin: exempt(origin, rated), _UNKNOWN
    )


def _due_by(asked: Question, lists: CodeLists, due_last: int) -> Days:
    reference, day, tours = asked.reference, asked.day, asked.policy.tours

    def since(key: DutyStationKey) -> int:
        station = reference.station(key, day)
        return UNSTATED if station is None else since_at_latest(_tour(station), due_last)

    def _tour(station: DutyStationClassified) -> int | None:
        months = station.standard_assignment_months
        return tours.get(station.hardship_class) if months is None else months

    key = ("due by", due_last, day, asked.policy.rules.tour_lengths, reference.station_statements)
    return lists.lookups.over(lists.stations, key, since, UNSTATED, "i4")


def _hardship(asked: Question) -> Outcomes:
    order = asked.policy.hardship
    answers = [too_hard(name, asked.station, order) for name in HARDSHIP_CLASSES]
    return np.array([*answers, _PASS], np.int8)


def _non_family(asked: Question) -> Outcomes:
    answers = [without_family(accepted, asked.station) for accepted in (0, 1)]
    return np.array([*answers, _PASS], np.int8)


def _excluded(asked: Question, lists: CodeLists) -> Outcomes:
    station = asked.terms.duty_station
    return lists.lookups.over(
        lists.excluded, ("excluded", station), lambda refused: unwanted(refused, station), _PASS
    )


def _origin(asked: Question, lists: CodeLists) -> Outcomes:
    scope, internal = asked.terms.scope, asked.policy.rules.internal_origins
    absent = _PASS if scope == "BOTH" else _UNKNOWN
    return lists.lookups.over(
        lists.origins,
        ("scope", scope, internal),
        lambda origin: within(origin, scope, internal),
        absent,
    )


def _appointment(asked: Question, lists: CodeLists) -> Outcomes:
    fitting = asked.terms.appointment_types
    return lists.lookups.over(
        lists.appointments,
        ("appointment", fitting),
        lambda appointment: suits(appointment, fitting),
        _UNKNOWN if fitting else _PASS,
    )
