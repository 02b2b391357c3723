"""Who could take an opening on its day, and how strong the bench is by then."""

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bench.crowd import people
from bench.notice import STATIONS, facts
from schemas.events import (
    AnticipatedOpening,
    BenchStrength,
    Event,
    HorizonForecast,
    LanguageFact,
    LanguageLevel,
    MembershipRecorded,
    RulePolicy,
)
from streams.pool.case import Case
from streams.pool.lineup import lineup_of
from tests.unit.horizon_facts import APRIL, DUE, forecast, holder, ready, world
from tests.unit.matching_facts import EASY, HARD, station, wishing
from tests.unit.pool_facts import (
    TODAY,
    Log,
    assessed,
    committed,
    day,
    free,
    hold,
    in_post,
    member,
    only,
    opened,
    profile,
)


def counts(*events: Event, **policy: Any) -> tuple[int, int, int]:
    """Eligible, cannot confirm and expiring, of the one opening."""
    opening: AnticipatedOpening = only(forecast(world(holder(), *events, policy=policy)).openings)
    return opening.eligible, opening.cannot_confirm, opening.expiring


def strength(
    told: HorizonForecast, dimension: str = "ALL", value: str = "all"
) -> list[BenchStrength]:
    return [one for one in told.strength if (one.dimension, one.value) == (dimension, value)]


def by_month(told: Iterable[BenchStrength]) -> list[tuple[int, int, int]]:
    return [(one.members, one.openings, one.gap) for one in told]


def test_whoever_no_rule_bars_on_the_day_is_eligible_but_never_the_holder() -> None:
    assert counts() == (0, 0, 0)
    assert counts(holder(availability=free(APRIL, 0), count=2)) == (0, 0, 0)
    assert counts(ready("c-1"), ready("c-2")) == (2, 0, 0)
    assert counts(ready("c-1", availability=None)) == (0, 1, 0)
    assert counts(ready("c-1", commitments=(committed("v-9"),))) == (0, 0, 0)
    assert counts(ready("c-1", holds=(hold(DUE, DUE),))) == (0, 0, 0)


def test_a_member_of_another_profile_is_none_here() -> None:
    assert counts(member("c-1", grade="P-4"), profile("P-4")) == (0, 0, 0)


def test_notice_that_can_still_be_given_bars_nobody() -> None:
    days = (DUE - APRIL).days
    assert counts(ready("c-1", availability=free(TODAY, days))) == (1, 0, 0)
    assert counts(ready("c-1", availability=free(TODAY, days + 1))) == (0, 0, 0)


def test_whoever_only_the_end_of_the_membership_bars_is_expiring() -> None:
    ends = {"assessment": assessed("TIER_1", date(2024, 8, 14))}
    assert counts(ready("c-1", **ends)) == (0, 0, 1)
    assert counts(ready("c-1", **ends, availability=free(DUE + timedelta(days=1)))) == (0, 0, 0)
    assert counts(ready("c-1", **ends, availability=None)) == (0, 0, 0)
    ended = {"assessment": assessed("TIER_1", date(2024, 3, 1))}
    assert counts(ready("c-1", **ended)) == (0, 0, 0)
    stays = {"assessment": assessed("TIER_1", date(2024, 8, 15))}
    assert counts(ready("c-1", **stays)) == (1, 0, 0)


def crowd_with_holders(count: int, random_: random.Random) -> list[MembershipRecorded]:
    """Free without notice, as notice runs from another day in a forecast than on the day."""
    made = []
    for number, (person, _) in enumerate(people(count)):
        said = person.availability
        facts: dict[str, Any] = {
            "availability": None if said is None else replace(said, notice_days=0),
            "holds": (hold(TODAY, date(2026, 7, 31)),) if number % 9 == 0 else (),
        }
        if number % 11 == 0:
            due = date(2026, 5, 1) + timedelta(days=random_.randrange(200))
            facts["incumbency"] = in_post(due=due)
            facts["incumbency"] = replace(facts["incumbency"], post_id=f"post-{number}")
            facts["posting"] = holder(post_id=f"post-{number}", due=due).posting
            facts["posting"] = replace(facts["posting"], duty_station=STATIONS[number % 50])
        made.append(replace(person, **facts))
    return made


def test_the_counts_are_those_of_the_day_itself_where_nothing_more_is_said_until_then() -> None:
    crowd = crowd_with_holders(200, random.Random(5))
    log = Log(*facts(), *crowd)
    openings = only(log.fold(day(APRIL)).forecasts).openings
    assert len(openings) == 19
    assert len({(one.eligible, one.cannot_confirm) for one in openings}) > 8
    for opening in openings:
        log.fold(day(opening.expected_on))
        assert (opening.eligible, opening.cannot_confirm) == on_the_day(log, opening)


def on_the_day(log: Log, opening: AnticipatedOpening) -> tuple[int, int]:
    """As the vacancy's own proposal counts them, its holder apart."""
    holdings, vacancy_id = log.pool.holdings, opening.vacancy_id
    terms = opened(
        vacancy_id,
        post_id=opening.post_id,
        duty_station=opening.duty_station,
        opened_on=opening.expected_on,
        start_by=opening.expected_on,
    )
    assert holdings.policy is not None
    lineup = lineup_of(holdings, Case(vacancy_id), terms, holdings.policy)
    leaving = f"c-{int(opening.post_id.removeprefix('post-')):07}"
    judgement, ids = lineup.judgement, lineup.table.candidate_ids
    eligible = [row for row in judgement.eligible if ids[row] != leaving]
    unsure = [row for row in judgement.cannot_confirm if ids[row] != leaving]
    return len(eligible), len(unsure)


def test_members_are_counted_on_the_first_of_each_month_as_they_would_stand_then() -> None:
    told = forecast(
        world(
            ready("c-1"),
            ready("c-2", assessment=assessed("TIER_1", date(2024, 6, 1))),
            ready("c-3", availability=free(date(2026, 6, 1), 30)),
            ready("c-4", holds=(hold(TODAY, date(2026, 12, 1)),)),
            ready("c-5", commitments=(committed("v-1"),)),
        )
    )
    assert [one.month.month for one in strength(told)] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    assert [one.members for one in strength(told)] == [2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3]
    assert {one.openings for one in strength(told)} == {0}


def test_notice_is_given_three_months_before_each_month_that_is_counted() -> None:
    since_long = date(2025, 1, 1)
    longest = {days: ready(f"c-{days}", availability=free(since_long, days)) for days in (92, 93)}
    told = forecast(world(longest[92], longest[93]))
    assert [one.members for one in strength(told)] == [1] * 12
    not_sooner = forecast(world(ready("c-1", availability=free(APRIL, 31))))
    assert [one.members for one in strength(not_sooner)] == [0, 0] + [1] * 10


def test_openings_so_far_that_outnumber_the_members_are_a_gap() -> None:
    told = forecast(
        world(
            ready("c-1"),
            holder("h-1", "post-1", due=date(2026, 2, 1)),
            holder("h-2", "post-2", due=date(2026, 6, 1)),
            holder("h-3", "post-3", due=date(2026, 6, 30)),
        )
    )
    assert by_month(strength(told))[:4] == [(1, 1, 0), (1, 0, 0), (1, 2, 2), (1, 0, 2)]


def test_the_holder_of_an_abolished_post_is_one_more_to_place() -> None:
    policy = {"rules": rules_asked("H8")}
    in_tour: dict[str, Any] = {"due": date(2029, 1, 1), "availability": free(APRIL, 0)}
    stays = forecast(world(holder(**in_tour), policy=policy))
    loses = forecast(world(holder(**in_tour, abolished_on=date(2026, 9, 1)), policy=policy))
    assert {one.members for one in strength(stays)} == {0}
    assert {one.members for one in strength(loses)} == {1}


def rules_asked(*names: str) -> Any:
    return tuple(RulePolicy(rule=name) for name in names)


def test_languages_and_classes_of_the_openings_places_are_counted_apart() -> None:
    hard = station("E", HARD, working=("fr",))
    away = holder("h-2", "post-2", due=date(2026, 6, 1))
    assert away.posting is not None
    away = replace(away, posting=replace(away.posting, duty_station=HARD))
    told = forecast(
        world(
            hard,
            station("A", EASY, working=("de",)),
            away,
            ready(
                "c-1", languages=(spoken_in("fr", "III"),), preferences=wishing(max_hardship="D")
            ),
            ready("c-2", languages=(spoken_in("fr", "I"),), preferences=wishing(max_hardship="E")),
            ready("c-3"),
        )
    )
    assert {(one.dimension, one.value) for one in told.strength} == {
        ("ALL", "all"),
        ("LANGUAGE", "fr"),
        ("HARDSHIP", "E"),
    }
    june = 2
    assert by_month(strength(told))[june] == (3, 1, 0)
    assert by_month(strength(told, "LANGUAGE", "fr"))[june] == (1, 1, 0)
    assert by_month(strength(told, "HARDSHIP", "E"))[june] == (2, 1, 0)


def spoken_in(language: str, level: str) -> Any:
    abilities: Any = ("LISTENING", "READING", "SPEAKING", "WRITING")
    return LanguageFact(
        language=language,
        framework="UN",
        evidence="SELF",
        levels=tuple(LanguageLevel(ability=ability, level=level) for ability in abilities),
        event_id="la",
    )
