"""A rule set's file says the same as its event, and every fault in it is told where it stands."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from producers.reference import BUILT_IN, built_in
from producers.rule_sets import WrongRuleSet, read_rule_set, rule_set_text, settings_of
from schemas.events import RuleSetPublished

DEFAULT = BUILT_IN.joinpath("rule_set.toml").read_text(encoding="utf-8")


def faults(text: str) -> list[str]:
    with pytest.raises(WrongRuleSet) as caught:
        read_rule_set(text)
    return [str(fault) for fault in caught.value.faults]


def changed(before: str, after: str) -> str:
    assert before in DEFAULT
    return DEFAULT.replace(before, after, 1)


def test_a_written_rule_set_reads_as_the_same_policy() -> None:
    rules = built_in().rule_set
    assert read_rule_set(rule_set_text(rules)) == rules
    kept = tuple(each for each in rules.sources if not each.setting.startswith("rules."))
    never = replace(rules, offer_reply_days=None, rules=(), hardship_order=(), sources=kept)
    assert read_rule_set(rule_set_text(never)) == never


def test_names_and_texts_that_toml_must_quote_survive() -> None:
    rules = built_in().rule_set
    odd = replace(rules.grades[0], grade="P/1.a")
    source = replace(rules.sources[0], source='a "quoted" text, page 7 \\ 8')
    named = replace(rules, grades=(odd,), sources=(source, *rules.sources[1:]))
    read = read_rule_set(rule_set_text(named))
    assert read.grades == (odd,)
    assert source in read.sources


def test_a_rule_set_stated_later_takes_effect_on_its_day_all_the_same() -> None:
    now = datetime(2026, 11, 22, 9, tzinfo=UTC)
    rules = read_rule_set(DEFAULT, now)
    assert rules.recorded_at == rules.occurred_at == now
    assert rules.effective_from == date(2020, 1, 1)
    assert built_in().rule_set.recorded_at == datetime(2020, 1, 1, tzinfo=UTC)
    assert rules.event_id == "rules-pathways-default-2"


def test_every_fault_is_told_at_once_with_what_to_do() -> None:
    text = changed("ranked_max  ", "ranked_mx  ").replace("version = 2\n", "")
    assert faults(text) == [
        "version: is missing; write `version = ...` at the top",
        'ranked_max: is missing; write `ranked_max = { value = ..., source = "..." }`',
        "ranked_mx: is no setting; did you mean ranked_max?",
    ]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("S1  = { weight = 30,", 'S1 = { weight = "30",', "criteria.S1.weight: expected a whole"),
        ("S1  = { weight = 30,", "S1 = {", "criteria.S1.weight: is missing; state it"),
        ("S1  = { weight = 30,", "S1 = { weight = -1,", "criteria.S1: weight: -1 is not between"),
        ("S9  = { weight = 0,", "S9 = { weight = 1,", "criteria: S9 is a report"),
        ("H12 = { mode", "H99 = { mode", "rules: rule H99 is none of"),
        ('H12 = { mode = "HARD"', 'H12 = { mode = "SOFT"', "rules.H12: mode: 'SOFT' is none"),
        (
            "waivable = false, source",
            "waivible = false, source",
            "rules.H5.waivible: is not",
        ),
        ("I   = { rank = 2,", "V = { rank = 2,", "language_ranks: UN has no level V"),
        ('{ value = 60, source = "assumed" }', "{ value = 60 }", "expiry_warning_days: has no s"),
        ('{ value = 60, source = "assumed" }', "60", "expiry_warning_days: 60 stands alone"),
        ("effective_from = 2020-01-01", 'effective_from = "soon"', "effective_from: Invalid iso"),
        ("[rules]", "[rules", "the file: "),
        ("{ value = 10, source", '{ value = "never", source', "ranked_max: expected a whole"),
    ],
)
def test_a_fault_is_told_where_it_stands(before: str, after: str, told: str) -> None:
    (found,) = faults(changed(before, after))
    assert found.startswith(told)


def test_a_table_that_is_left_out_is_missed_and_an_empty_one_holds_nothing() -> None:
    head, tours = DEFAULT.split("[tour_lengths]")
    assert tours
    (found,) = faults(head)
    assert (
        found == "tour_lengths: is missing; write `[tour_lengths]`, empty if it is to hold nothing"
    )
    assert read_rule_set(head + "[tour_lengths]\n").tour_lengths == ()


def test_settings_are_told_by_name_in_words() -> None:
    settings = settings_of(built_in().rule_set)
    assert settings["offer_reply_days"] == "7"
    assert settings["rules.H13"] == "HARD, waivable, never_waived_for CLOSE"
    assert settings["grades.P-5"] == "seniority 5, INTERNATIONAL"
    assert settings["language_ranks.UN.IV"] == "6"
    assert settings["relief_classes"] == "D, E"


def test_two_policies_that_differ_differ_in_their_settings() -> None:
    rules = built_in().rule_set
    other: RuleSetPublished = replace(rules, suspends_unsatisfactory=False)
    before, after = settings_of(rules), settings_of(other)
    assert {name for name in before if before[name] != after[name]} == {"suspends_unsatisfactory"}
