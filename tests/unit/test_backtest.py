"""Changes laid over history, and the same changes published: what is foretold is what happens."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path

import pytest

from producers.scenario import scenario
from schemas.codec import decode
from schemas.events import (
    AssessmentCompleted,
    CandidateMerged,
    Event,
    MembershipRecorded,
    ProposalEvent,
    RuleSetPublished,
    VacancyOpened,
)
from streams.history.backtest.changes import Changes, Choice, Correction, voiding
from streams.history.backtest.course import Course
from streams.history.backtest.errors import (
    AlreadyThere,
    ChangesNothing,
    NeverInEffect,
    NothingChosen,
)
from streams.history.backtest.finding import affected, find
from streams.history.backtest.from_now import what_happens_from_now
from streams.history.backtest.glance import envelope
from streams.history.backtest.in_place import what_would_have_been
from streams.history.backtest.outcome import Outcome
from streams.history.backtest.retelling import retell
from streams.history.logs import Logs, Place, places
from tests.golden_results import golden
from tests.unit.written_history import WrittenHistory, facts, written_history

FULL = Changes(voided=(Choice("modality", "FULL_PATHWAYS"),))


@cache
def half_a_story() -> tuple[Event, ...]:
    """Facts that end while some vacancies are open, so that what is published still tells."""
    told = list(
        scenario(candidates=120, vacancies=24, seed=11, as_of=date(2025, 6, 1), years=1, days=True)
    )
    return tuple(told[: len(told) * 70 // 100])


def silent(part: str, records: int) -> None:
    """Nobody looks."""


def events(logs: Logs, topic: str) -> Iterator[Event]:
    with logs.open() as reader:
        for place in places(reader, topic):
            for chunk in reader.read(place):
                yield from (decode(record.value) for record in chunk if record.value)


def assessed(history: WrittenHistory) -> list[AssessmentCompleted]:
    found = events(history.logs, "candidate-log")
    return [event for event in found if isinstance(event, AssessmentCompleted)]


def said_last(logs: Logs) -> dict[str, tuple[str, str]]:
    """What stands last of each vacancy in the proposals that were really published."""
    courses: dict[str, Course] = {}
    for event in events(logs, "proposals"):
        if isinstance(event, ProposalEvent):
            course = courses.setdefault(event.vacancy_id, Course(event.vacancy_id, "", ""))
            course.say(event)
    return {name: (course.kind, course.said_sha256) for name, course in courses.items()}


def foretold(outcome: Outcome) -> dict[str, tuple[str, str]]:
    return {v.vacancy_id: (v.after.said, v.after.said_sha256) for v in outcome.vacancies}


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> WrittenHistory:
    return written_history(tmp_path_factory.mktemp("half") / "history", half_a_story())


@pytest.fixture(scope="module")
def in_place(half: WrittenHistory) -> Outcome:
    return what_would_have_been(half.logs, FULL, 1, silent)


@pytest.fixture(scope="module")
def from_now(half: WrittenHistory) -> Outcome:
    return what_happens_from_now(half.logs, FULL, 1, silent)


def test_folding_people_again_with_nothing_changed_tells_the_pool_the_same(
    written_history: WrittenHistory,
) -> None:
    everybody = tuple(events_of_everybody(written_history))
    changes = Changes(added=everybody, replaces=True)
    found = find(written_history.logs, changes, 1, silent)
    people = affected(changes, found)
    told = retell(written_history.logs, changes, found, people, 1, silent)
    concerned = {who for group in people for who in group}
    standing = {
        event.event_id: event
        for event in events(written_history.logs, "pool-log")
        if isinstance(event, MembershipRecorded) and event.candidate_id in concerned
    }
    assert any(len(group) > 1 for group in people)
    assert len(standing) > 300
    assert {event.event_id: event for event in told} == standing


def events_of_everybody(history: WrittenHistory) -> Iterator[Event]:
    """One event of each person, as it stands."""
    seen: set[str] = set()
    for event in assessed(history):
        if event.candidate_id not in seen:
            seen.add(event.candidate_id)
            yield event


def test_what_changes_nothing_makes_no_difference(half: WrittenHistory) -> None:
    same = islice(events_of_everybody(half), 20)
    outcome = what_would_have_been(half.logs, Changes(added=tuple(same), replaces=True), 1, silent)
    assert len(outcome.vacancies) >= 8
    assert not outcome.changed
    assert not outcome.memberships
    assert not outcome.decisions
    assert not any(each.vacancies_differing for each in outcome.months)


def test_history_is_told_as_it_was_published(
    half: WrittenHistory, in_place: Outcome, from_now: Outcome
) -> None:
    published = said_last(half.logs)
    for outcome in (in_place, from_now):
        before = {v.vacancy_id: (v.before.said, v.before.said_sha256) for v in outcome.vacancies}
        assert before == published
    assert [v.before for v in in_place.vacancies] == [v.before for v in from_now.vacancies]


def test_voided_assessments_take_memberships_and_places_on_lists(in_place: Outcome) -> None:
    gone = [each for each in in_place.memberships if each.status_before == "ACTIVE"]
    assert any(each.status_after is None for each in gone)
    others = [each for each in in_place.vacancies if not each.same_people]
    assert len(others) > 5
    left = [why for each in others for why in each.why if why.rank_after is None]
    barred = [{rule.rule for rule in why.rules if rule.after == "FAIL"} for why in left]
    assert any({"H1", "H2"} <= rules for rules in barred)


def test_somebody_shortlisted_who_would_not_have_been_eligible_is_to_be_looked_at(
    in_place: Outcome,
) -> None:
    (found,) = in_place.decisions
    assert found.why_not
    assert found.rules
    assert found.steps[0].what in ("CandidateShortlisted", "OfferMade")


def test_published_in_truth_it_ends_in_what_was_foretold(
    half: WrittenHistory, from_now: Outcome, tmp_path: Path
) -> None:
    live = written_history(tmp_path / "live", (*half_a_story(), *from_now.appended))
    assert said_last(live.logs) == foretold(from_now)
    assert said_last(live.logs) != said_last(half.logs)


def test_in_place_and_from_now_agree_where_nobody_decided_and_nothing_closed(
    half: WrittenHistory, in_place: Outcome, from_now: Outcome
) -> None:
    decided = {getattr(event, "vacancy_id", "") for event in events(half.logs, "decisions")}
    changed = {v.vacancy_id for v in from_now.changed}
    then, now = foretold(in_place), foretold(from_now)
    compared = [
        name
        for name, (kind, _) in now.items()
        if name not in decided and kind in ("ProposalEmitted", "ProposalRevised")
    ]
    assert len(changed & set(compared)) >= 2
    assert [then[name][1] for name in compared] == [now[name][1] for name in compared]


def test_several_processes_tell_the_same(half: WrittenHistory) -> None:
    found = find(half.logs, FULL, 1, silent)
    people = affected(FULL, found)
    alone = retell(half.logs, FULL, found, people, 1, silent)
    assert len(alone) > 50
    assert retell(half.logs, FULL, found, people, 2, silent) == alone


def test_a_merged_id_counts_for_whoever_it_was_merged_into(
    written_history: WrittenHistory,
) -> None:
    merge = next(
        it
        for it in events(written_history.logs, "candidate-log")
        if isinstance(it, CandidateMerged)
    )
    under_it = [a for a in assessed(written_history) if a.candidate_id == merge.merged_candidate_id]
    changes = Changes(voided=tuple(Choice("assessment", a.assessment_id) for a in under_it))
    found = find(written_history.logs, changes, 1, silent)
    people = affected(changes, found)
    told = retell(written_history.logs, changes, found, people, 1, silent)
    assert people == [frozenset({merge.candidate_id, merge.merged_candidate_id})]
    ids = {a.assessment_id for a in under_it}
    last = {(it.candidate_id, it.job_group, it.grade): it for it in told}
    of_the_other = [it for it in told if it.candidate_id == merge.candidate_id]
    assert of_the_other
    assert not any(it.assessment and it.assessment.assessment_id in ids for it in told)
    assert any(key[0] == merge.candidate_id for key in last)


def test_a_correction_counts_from_the_assessment_on(half: WrittenHistory) -> None:
    star = next(a for a in reversed(assessed(half)) if a.overall_rating in ("STAR", "TIER_1"))
    corrected = Changes(corrected=(Correction(star.assessment_id, "NOT_READY_YET", {}),))
    outcome = what_would_have_been(half.logs, corrected, 1, silent)
    mine = [each for each in outcome.memberships if each.candidate_id == star.candidate_id]
    assert mine
    assert all(each.status_after != "ACTIVE" for each in mine)
    assert {each.candidate_id for each in outcome.memberships} == {star.candidate_id}


def read_in_time(history: WrittenHistory, late: timedelta) -> Iterator[AssessmentCompleted]:
    """Those that stand before everything that was recorded so much later, as most do."""
    with history.logs.open() as reader:
        for place in places(reader, "candidate-log"):
            latest = datetime.min.replace(tzinfo=UTC)
            for chunk in reader.read(place):
                for event in (decode(record.value or b"") for record in chunk):
                    latest = max(latest, event.recorded_at)
                    if isinstance(event, AssessmentCompleted) and latest < event.recorded_at + late:
                        yield event


def test_an_added_event_stands_where_it_would_have_been_recorded(half: WrittenHistory) -> None:
    chosen = next(
        it for it in read_in_time(half, timedelta(days=3)) if it.overall_rating == "TIER_1"
    )
    since = chosen.recorded_at + timedelta(days=3)
    changes = Changes(added=(voiding(chosen, since),))
    found = find(half.logs, changes, 1, silent)
    told = retell(half.logs, changes, found, affected(changes, found), 1, silent)
    mine = [it for it in told if (it.job_group, it.grade) == (chosen.job_group, chosen.grade)]
    rated = [it for it in mine if it.assessment is not None]
    later = [it for it in mine if it.recorded_at >= since]
    assert rated
    assert all(it.recorded_at < since for it in rated)
    assert later[0].cause_type == "AssessmentVoided"
    assert rated[-1].position.count < later[0].position.count


@cache
def first_rules() -> RuleSetPublished:
    return next(event for event in facts() if isinstance(event, RuleSetPublished))


def test_a_rule_set_counts_from_its_first_day_on(half: WrittenHistory) -> None:
    first_day = date(2024, 12, 20)
    rules = replace(
        first_rules(),
        event_id="rules-trial",
        rule_set_id="trial",
        version=9,
        effective_from=first_day,
        ranked_max=1,
    )
    outcome = what_would_have_been(half.logs, Changes(rule_set=rules), 1, silent)
    differed = [v.differed_from for v in outcome.vacancies if v.differed_from is not None]
    assert min(differed) == first_day
    lists = [v.after.last_list for v in outcome.vacancies if v.after.last_list]
    assert max(len(shown.ranked) for shown in lists if shown.as_of >= first_day) == 1
    assert max(len(shown.ranked) for shown in lists) > 1


def test_a_vacancy_can_be_opened_on_other_terms(half: WrittenHistory) -> None:
    opened = next(
        it
        for it in events(half.logs, "pool-log")
        if isinstance(it, VacancyOpened) and it.vacancy_id == "v-6c7307a1a7fbd744"
    )
    other = replace(opened, min_rating="STAR")
    outcome = what_would_have_been(half.logs, Changes(added=(other,), replaces=True), 1, silent)
    (changed,) = [each for each in outcome.vacancies if not each.same_people]
    assert changed.vacancy_id == opened.vacancy_id
    assert changed.before.last_list
    assert changed.after.last_list
    ratings = {each.rating for each in changed.before.last_list.ranked}
    assert ratings - {"STAR"}
    assert not {each.rating for each in changed.after.last_list.ranked} - {"STAR"}
    assert any(rule.rule == "H2" for why in changed.why for rule in why.rules)


def test_a_rule_set_published_now_decides_open_vacancies_alone(half: WrittenHistory) -> None:
    rules = replace(
        first_rules(), event_id="rules-now", version=10, effective_from=date(2025, 1, 1)
    )
    outcome = what_happens_from_now(
        half.logs, Changes(rule_set=replace(rules, ranked_max=1)), 1, silent
    )
    changed = {each.vacancy_id: each for each in outcome.changed}
    assert {each.after.said for each in changed.values()} == {"ProposalRevised"}
    assert any(not each.same_people for each in changed.values())
    assert outcome.appended == (replace(rules, ranked_max=1),)


def test_an_event_that_only_an_exercise_reads_changes_nothing_here_and_is_refused(
    written_history: WrittenHistory,
) -> None:
    wishes = golden("PreferencesRanked")
    with pytest.raises(ChangesNothing, match="pathways rotation compare"):
        find(written_history.logs, Changes(added=(wishes,)), 1, silent)


def test_wrong_changes_are_named_before_anything_is_decided(
    written_history: WrittenHistory,
) -> None:
    logs = written_history.logs
    with pytest.raises(NothingChosen, match=r"panel-nowhere\. There are: .*panel-1"):
        find(logs, Changes(voided=(Choice("panel", "panel-nowhere"),)), 1, silent)
    with pytest.raises(NothingChosen, match="no assessment nobody-1"):
        find(logs, Changes(corrected=(Correction("nobody-1", "STAR", {}),)), 1, silent)
    standing = assessed(written_history)[0]
    with pytest.raises(AlreadyThere, match=standing.event_id):
        find(logs, Changes(added=(standing,)), 1, silent)
    late = replace(first_rules(), effective_from=date(2031, 1, 1))
    with pytest.raises(NeverInEffect, match="ends on 2025-06-01"):
        what_would_have_been(logs, Changes(rule_set=late), 1, silent)


def test_every_event_begins_with_what_is_glanced_at(written_history: WrittenHistory) -> None:
    with written_history.logs.open() as reader:
        values = [
            record.value
            for chunk in reader.read(Place("candidate-log", 0))
            for record in chunk
            if record.value
        ]
    for value in values:
        event, seen = decode(value), envelope(value)
        assert seen.event_id == event.event_id.encode()
        assert seen.recorded_us == round(event.recorded_at.timestamp() * 1_000_000)
