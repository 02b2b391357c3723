"""The state of any day is that of a history which ends with what counts on it."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from schemas.codec import decode
from schemas.events import (
    ApplicationSubmitted,
    AssessmentCompleted,
    CandidateErased,
    CandidateMerged,
    Event,
    LogPosition,
    MembershipEvent,
    ProposalEvent,
    ProposalListing,
)
from streams.history.as_of.candidate import CandidateOnDay, candidate_as_of
from streams.history.as_of.clock import AsOf, Clock
from streams.history.as_of.proposals import Proposable, proposable, said_by
from streams.history.as_of.roster import RosterEntry, Wanted, entry_of, roster_as_of
from streams.history.as_of.whole import Asked
from streams.history.logs import Logs, places
from tests.unit.written_history import AS_OF, WrittenHistory, facts
from tests.unit.written_history import written_history as written

EVERYTHING = Wanted()
MIDWAY = date(2024, 10, 20)


@lru_cache
def told() -> tuple[Event, ...]:
    """What the history was decided from."""
    return facts()


def untold(part: str, records: int) -> None:
    """Nobody looks at the progress."""


def asked(logs: Logs, day: date, clock: Clock = "recorded") -> Asked:
    return Asked(logs, AsOf(day, clock), 1, untold)


def last_said(logs: Logs, topic: str) -> dict[bytes, Any]:
    """The last record under each key."""
    with logs.open() as reader:
        records = [
            one for place in places(reader, topic) for chunk in reader.read(place) for one in chunk
        ]
    return {one.key or b"": decode(one.value) for one in records if one.value}


def live_roster(logs: Logs) -> list[RosterEntry]:
    events: Iterable[MembershipEvent] = last_said(logs, "roster").values()
    entries = (entry_of(event) for event in events)
    return sorted(entries, key=lambda it: (it.job_group, it.grade, it.candidate_id))


def assert_same_roster(found: list[RosterEntry], live: list[RosterEntry]) -> None:
    """But for those who by the facts never were members: the live roster says that they were."""
    assert all(entry in live for entry in found)
    missing = [entry for entry in live if entry not in found]
    assert {entry.reason for entry in missing} <= {"no basis is left: none counts today"}
    assert len(missing) < 5


def told_by(day: date, clock: Clock) -> list[Event]:
    as_of = AsOf(day, clock)
    return [fact for fact in told() if as_of.time_of(fact) < as_of.end]


def erased(logs: Logs) -> str:
    return next(one for one in told() if isinstance(one, CandidateErased)).candidate_id


def merge() -> CandidateMerged:
    return [one for one in told() if isinstance(one, CandidateMerged)][-1]


def late_application() -> ApplicationSubmitted:
    """One that was recorded weeks after it was handed in."""
    found = (one for one in told() if isinstance(one, ApplicationSubmitted))
    return next(one for one in found if (one.recorded_at - one.occurred_at).days > 20)


def test_on_the_last_day_the_roster_is_the_live_one(written_history: WrittenHistory) -> None:
    logs = written_history.logs
    for clock in ("recorded", "occurred"):
        found = roster_as_of(asked(logs, AS_OF, clock), EVERYTHING)
        assert_same_roster(found, live_roster(logs))
        assert len(found) > 90


@pytest.mark.parametrize("clock", ["recorded", "occurred"])
def test_on_a_day_before_it_is_that_of_a_history_with_no_other_facts(
    written_history: WrittenHistory, clock: Clock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("midway") / clock
    until_then = written(folder, told_by(MIDWAY, clock)).logs
    found = roster_as_of(asked(written_history.logs, MIDWAY, clock), EVERYTHING)
    gone = erased(written_history.logs)
    live = [one for one in live_roster(until_then) if one.candidate_id != gone]
    assert_same_roster(found, live)
    assert len(found) > 10
    then = proposable(asked(until_then, MIDWAY, clock), EVERYTHING)
    now = proposable(asked(written_history.logs, MIDWAY, clock), EVERYTHING)
    assert [(one.vacancy_id, one.say) for one in now] == [(one.vacancy_id, one.say) for one in then]
    assert [ranks(one) for one in now] == [ranks(one) for one in then]
    assert any(one.ranked or one.near_misses for one in now)


def ranks(one: Proposable) -> list[tuple[str, int]]:
    return [(who.candidate_id, who.total) for who in one.ranked]


def test_what_was_said_by_a_day_is_the_last_word_of_each_vacancy(
    written_history: WrittenHistory,
) -> None:
    said = said_by(asked(written_history.logs, MIDWAY), EVERYTHING)
    assert said
    with written_history.logs.open() as reader:
        for event in said:
            later = [
                one
                for place in places(reader, "proposals")
                for chunk in reader.read(place)
                for record in chunk
                if isinstance(one := decode(record.value or b""), ProposalEvent)
                and one.vacancy_id == event.vacancy_id
                and one.revision > event.revision
            ]
            assert event.recorded_at.date() <= MIDWAY
            assert all(one.recorded_at.date() > MIDWAY for one in later)


def test_on_the_last_day_the_facts_make_the_lists_that_were_said(
    written_history: WrittenHistory,
) -> None:
    logs, day = written_history.logs, date(2025, 2, 25)
    would = {one.vacancy_id: one for one in proposable(asked(logs, day, "occurred"), EVERYTHING)}
    lists = [
        one for one in said_by(asked(logs, day), EVERYTHING) if isinstance(one, ProposalListing)
    ]
    assert lists
    for event in lists:
        ranked = [one.candidate_id for one in would[event.vacancy_id].ranked]
        assert ranked == [one.candidate_id for one in event.ranked]
        assert would[event.vacancy_id].rule_set == event.rule_set


def person(history: WrittenHistory, who: str, day: date, clock: Clock) -> CandidateOnDay:
    with history.logs.open() as reader:
        return candidate_as_of(reader, who, AsOf(day, clock), untold)


def test_a_late_fact_was_so_before_anybody_knew(written_history: WrittenHistory) -> None:
    late = late_application()
    day = late.occurred_at.date()
    knew = person(written_history, late.candidate_id, late.recorded_at.date(), "recorded")
    before = person(written_history, late.candidate_id, day, "recorded")
    was_so = person(written_history, late.candidate_id, day, "occurred")
    names = [{part.name for part in one.parts} for one in (before, was_so, knew)]
    assert ["submissions" in one for one in names] == [False, True, True]


def test_every_statement_names_the_event_that_makes_it(written_history: WrittenHistory) -> None:
    who = next(one for one in told() if isinstance(one, AssessmentCompleted)).candidate_id
    found = person(written_history, who, AS_OF, "recorded")
    statements = [one for part in found.parts for one in part.statements]
    assert len(statements) > 8
    assert all(one.event is not None and one.event.event_id == one.event_id for one in statements)
    assert found.memberships
    assert isinstance(found.memberships[0].recorded.position, LogPosition)


def test_somebody_merged_goes_on_as_another_from_the_day_of_the_merge(
    written_history: WrittenHistory,
) -> None:
    merged = merge()
    on, before = merged.occurred_at.date(), date.fromordinal(merged.occurred_at.toordinal() - 1)
    then = person(written_history, merged.merged_candidate_id, before, "recorded")
    now = person(written_history, merged.merged_candidate_id, on, "recorded")
    assert (then.candidate_id, then.former_ids) == (merged.merged_candidate_id, ())
    assert (now.candidate_id, now.former_ids) == (
        merged.candidate_id,
        (merged.merged_candidate_id,),
    )


def test_somebody_erased_is_erased_on_every_day(written_history: WrittenHistory) -> None:
    gone = erased(written_history.logs)
    for clock in ("recorded", "occurred"):
        found = person(written_history, gone, MIDWAY, clock)
        assert (found.erased, found.parts, found.memberships) == (True, (), ())
        entries = roster_as_of(asked(written_history.logs, MIDWAY, clock), EVERYTHING)
        assert gone not in {entry.candidate_id for entry in entries}


def shown(history: WrittenHistory, day: date | str, *arguments: str) -> Result:
    first, *others = arguments
    shared = () if first == "candidate" else ("--processes", "1")
    options = [*others, *history.options, *shared]
    return CliRunner().invoke(main, ["as-of", str(day), first, *options])


def test_the_roster_is_filtered_and_printed_for_programs(written_history: WrittenHistory) -> None:
    filters = ("--job-group", "COM", "--grade", "P-5", "--status", "ACTIVE")
    result = shown(written_history, AS_OF, "roster", *filters, "--json")
    entries = [json.loads(line) for line in result.stdout.splitlines()]
    assert entries
    told = {(one["job_group"], one["grade"], one["status"]) for one in entries}
    assert told == {("COM", "P-5", "ACTIVE")}


def test_pages_are_plain_text_and_name_their_clock(written_history: WrittenHistory) -> None:
    day, who = date(2025, 2, 25), late_application().candidate_id
    pages = {
        "as it was known by then": shown(written_history, day, "proposals", "--all"),
        "as it is known today": shown(written_history, day, "proposals", "--clock", "occurred"),
        "COM/P-5": shown(written_history, day, "roster"),
        "application submitted of": shown(written_history, AS_OF, "candidate", who),
    }
    for words, result in pages.items():
        assert words in result.stdout
        assert "\x1b" not in result.stdout
        assert max(map(len, result.stdout.splitlines())) <= 100


@pytest.mark.parametrize(
    ("day", "arguments", "code", "words"),
    [
        ("2099-01-01", ("roster",), 1, "does not reach 2099-01-01: its last day is 2025-06-01"),
        ("1999-01-01", ("roster",), 1, "does not reach 1999-01-01: its first fact is of"),
        ("2099-01-01", ("proposals",), 1, "does not reach 2099-01-01"),
        ("1999-01-01", ("proposals",), 1, "does not reach 1999-01-01: its first day is"),
        ("2025-01-01", ("candidate", "c-nobody"), 1, "nothing is known of a person c-nobody"),
        ("yesterday", ("roster",), 2, "'yesterday' does not match the format"),
        ("2025-01-01", ("roster", "--status", "HAPPY"), 2, "'HAPPY' is not one of"),
    ],
)
def test_wrong_use_is_told_clearly(
    written_history: WrittenHistory, day: str, arguments: tuple[str, ...], code: int, words: str
) -> None:
    result = shown(written_history, day, *arguments)
    assert result.exit_code == code
    assert words in " ".join(result.stderr.split())


def test_a_person_not_known_yet_is_told_from_when(written_history: WrittenHistory) -> None:
    late = late_application()
    first = min(fact.recorded_at for fact in told() if _of(fact, late.candidate_id))
    result = shown(written_history, _day_before(first), "candidate", late.candidate_id)
    assert result.exit_code == 1
    assert f"the first fact about this person is of {first.date()}" in result.stderr


def _of(fact: Event, candidate_id: str) -> bool:
    return getattr(fact, "candidate_id", None) == candidate_id


def _day_before(moment: datetime) -> date:
    return date.fromordinal(moment.toordinal() - 1)
