"""A rule set is compared with what is in effect before it goes out, and tried on the pools."""

import io
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console, RenderableType

from deploy.policy.check import VersionTaken, compared
from deploy.policy.differences import Difference, differences
from deploy.policy.effects import effects_on
from deploy.policy.published import PublishedPolicies
from deploy.render.policy import check_tables
from schemas.events import ListChanges, Move, RatingValidity, RuleSetPublished, SettingSource
from streams.pool.reference import ReferenceFacts
from tests.unit.pool_facts import (
    BASICS,
    TODAY,
    Log,
    assessed,
    day,
    in_post,
    member,
    only,
    opened,
    performing,
    rules,
)

TOMORROW = date(2026, 3, 15)
SHORTER = tuple(
    RatingValidity(rating=rating, months=months) for rating, months in (("STAR", 24), ("TIER_1", 6))
)


def rendered(shown: RenderableType) -> str:
    console = Console(file=io.StringIO(), width=160, color_system=None)
    with console.capture() as captured:
        console.print(shown)
    return captured.get()


def published(*sets: RuleSetPublished, started: bool = True) -> PublishedPolicies:
    facts = ReferenceFacts()
    for each in sets:
        facts.take(each)
    if started:
        facts.take(day())
    return PublishedPolicies(facts, refused=0)


def test_differences_are_told_by_setting_with_the_source_of_the_new_value() -> None:
    source = SettingSource(setting="validity.TIER_1", source="Guidelines, page 7")
    after = rules(2, validity=SHORTER, ranked_max=5, sources=(source,))
    assert differences(rules(), after) == (
        Difference("ranked_max", "20", "5", None),
        Difference("validity.TIER_1", "24", "6", "Guidelines, page 7"),
        Difference("validity.TIER_2", "12", None, None),
    )


def test_everything_is_new_where_nothing_was_in_effect() -> None:
    checked = compared(rules(), published(), TODAY)
    assert checked.in_effect is None
    assert {each.before for each in checked.differences} == {None}


def test_another_text_under_a_version_that_is_out_is_refused() -> None:
    with pytest.raises(VersionTaken, match="policy version 1 is published already"):
        compared(rules(ranked_max=5), published(rules()), TODAY)


def test_the_same_text_under_the_same_version_is_known_to_be_out() -> None:
    checked = compared(rules(), published(rules()), TODAY)
    assert checked.published
    assert checked.differences == ()


@pytest.mark.parametrize(
    ("version", "since", "told"),
    [
        (2, date(2025, 1, 1), "at once"),
        (2, TODAY, "at once"),
        (2, TOMORROW, "on 2026-03-15, when that day starts"),
        (1, date(2024, 12, 31), "never: policy version 3, in effect from 2025-01-01"),
    ],
)
def test_when_it_takes_effect_is_told(version: int, since: date, told: str) -> None:
    before = rules(3) if version == 1 else rules()
    checked = compared(rules(version, effective_from=since), published(before), TODAY)
    assert checked.takes_effect.startswith(told)


def test_a_rule_set_published_for_a_later_day_is_to_come_and_not_in_effect() -> None:
    later = rules(2, effective_from=TOMORROW)
    known = published(rules(), later)
    assert known.in_effect(TODAY) == rules()
    assert known.ahead(TODAY) == (later,)
    assert known.ahead(TOMORROW) == ()


def test_the_machine_s_day_stands_in_where_no_day_has_started() -> None:
    checked = compared(rules(2, effective_from=TOMORROW), published(started=False), TODAY)
    assert checked.day == TODAY
    assert checked.preceded_by is None


def pool_with_two_people_listed() -> Log:
    log = Log(
        *BASICS,
        member("c-1", assessment=assessed("TIER_1", date(2025, 6, 1))),
        member("c-2", 2, assessment=assessed("STAR", date(2025, 6, 1))),
        opened(),
    )
    proposal = only(log.said[-1].proposals)
    assert [it.candidate_id for it in proposal.ranked] == ["c-2", "c-1"]
    return log


def test_who_would_leave_a_list_is_told_and_the_roster_s_changes_are_counted() -> None:
    effects = effects_on([pool_with_two_people_listed().pool], rules(2, validity=SHORTER))
    effect = only(effects.vacancies)
    assert (effect.vacancy_id, effect.kind) == ("v-1", "ProposalRevised")
    assert effect.changes == ListChanges(left=("c-1",))
    assert effects.open_proposals == 1
    assert effects.roster == {"MembershipExpired": 1}


def test_who_would_enter_is_told_and_who_moves_up() -> None:
    log = Log(
        *BASICS,
        member("c-1", assessment=assessed("TIER_1", date(2026, 3, 1))),
        member("c-2", 2, assessment=assessed("STAR", date(2024, 1, 1))),
        opened(),
    )
    longer = (RatingValidity(rating="STAR", months=60), RatingValidity(rating="TIER_1", months=60))
    effect = only(effects_on([log.pool], rules(2, validity=longer)).vacancies)
    moved = (Move(candidate_id="c-1", from_rank=1, to_rank=2),)
    assert effect.changes == ListChanges(entered=("c-2",), moved=moved)


def test_a_rule_set_that_changes_nobody_s_place_is_told_as_such() -> None:
    effects = effects_on([pool_with_two_people_listed().pool], rules(2, expiry_warning_days=61))
    assert only(effects.vacancies).same_people
    assert effects.roster == {}


def test_a_rule_set_for_a_later_day_is_tried_on_the_people_of_today() -> None:
    later = rules(2, validity=SHORTER, effective_from=date(2027, 1, 1))
    effect = only(effects_on([pool_with_two_people_listed().pool], later).vacancies)
    assert effect.changes.left == ("c-1",)


def test_incumbents_that_the_new_ratings_no_longer_satisfy_leave_with_their_membership() -> None:
    log = Log(
        *BASICS,
        member("c-9", assessment=None, incumbency=in_post(), performance=performing()),
        opened(),
    )
    effects = effects_on([log.pool], rules(2, satisfactory_ratings=("EXCEEDS",)))
    assert only(effects.vacancies).changes.left == ("c-9",)


def test_the_check_reads_as_a_person_would_say_it() -> None:
    after = rules(2, validity=SHORTER)
    checked = compared(after, published(rules()), TODAY)
    effects = effects_on([pool_with_two_people_listed().pool], after)
    text = rendered(check_tables(replace(checked, effects=effects)))
    assert "policy version 2, from 2025-01-01 is sound." in text
    assert "It takes effect at once" in text
    assert "1 proposals stand open; people would enter, leave or move at 1 vacancies." in text
    assert "leaves: c-1" in text
    assert "Roster: 1 memberships expire." in text
