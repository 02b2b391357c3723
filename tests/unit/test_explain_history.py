"""What is explained from the logs is what was said, and every event behind it is found."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deploy.__main__ import main
from schemas.codec import decode
from schemas.events import (
    AssessmentCompleted,
    CandidateErased,
    CandidateMerged,
    CannotConfirm,
    NearMiss,
    ProposalEvent,
    ProposalListing,
    RankedCandidate,
)
from streams.history.cuts import marks
from streams.history.explain.differences import differences
from streams.history.explain.explained import PersonExplained, explain_person
from streams.history.explain.judged import Judged, board_of
from streams.history.explain.moment import AtRecord
from streams.history.explain.pool_then import pool_along
from streams.history.explain.proposal_explained import explain_proposal, people_named
from streams.history.logs import LogReader, Place, places
from streams.pool.identity import proposal_id
from tests.unit.written_history import WrittenHistory, write

STORY = "vac-2026-031"
"""The vacancy of the story, which every made-up history holds."""


def untold(part: str, records: int) -> None:
    """Nobody looks at the progress."""


def proposals(reader: LogReader) -> Iterator[ProposalEvent]:
    for place in places(reader, "proposals"):
        for chunk in reader.read(place):
            for record in chunk:
                event = decode(record.value or b"")
                if isinstance(event, ProposalEvent):
                    yield event


def listings(reader: LogReader) -> list[ProposalListing]:
    return [event for event in proposals(reader) if isinstance(event, ProposalListing)]


def assert_as_said(who: RankedCandidate | NearMiss | CannotConfirm, judged: Judged | None) -> None:
    assert judged is not None
    assert judged.listed
    assert judged.answers == who.answers
    match who:
        case RankedCandidate():
            assert judged.ranked == who
        case NearMiss():
            assert (judged.standing, judged.helps) == ("NEAR_MISS", (who.waiver,))
        case CannotConfirm():
            assert (judged.standing, judged.missing) == ("CANNOT_CONFIRM", who.missing)


def test_everybody_ever_listed_is_explained_as_the_proposal_told_it(
    written_history: WrittenHistory,
) -> None:
    told: Counter[str] = Counter()
    with written_history.logs.open() as reader:
        said = defaultdict(list)
        for event in listings(reader):
            said[event.position.partition, event.position.count].append(event)
        for place in places(reader, "pool-log"):
            counts = [look.to_count for look in marks(reader, place.partition)]
            for pool in pool_along(reader, counts, place.partition, untold):
                for event in said[place.partition, pool.position.count]:
                    board = board_of(pool.holdings, pool.holdings.cases[event.vacancy_id])
                    assert board is not None
                    assert board.lineup.policy.used == event.rule_set
                    for who in people_named(event):
                        assert_as_said(who, board.judged(who.candidate_id))
                        told[type(who).__name__] += 1
    assert min(told.values()) > 20
    assert len(told) == 3


def explained(
    history: WrittenHistory, candidate_id: str, at: AtRecord | None = None
) -> PersonExplained:
    with history.logs.open() as reader:
        return explain_person(reader, STORY, candidate_id, at, untold)


@pytest.fixture(scope="module")
def listing(written_history: WrittenHistory) -> ProposalListing:
    """The last list of the story's vacancy."""
    with written_history.logs.open() as reader:
        return [event for event in listings(reader) if event.vacancy_id == STORY][-1]


def test_every_event_behind_an_answer_is_found_where_it_stands(
    written_history: WrittenHistory, listing: ProposalListing
) -> None:
    who, at = listing.ranked[0], AtRecord(listing.position.count)
    found = explained(written_history, who.candidate_id, at)
    named = {one for answer in who.answers for one in answer.evidence}
    assert named <= {one.event_id for one in found.evidence}
    assert (found.unresolved, found.looked) == ((), True)
    with written_history.logs.open() as reader:
        for event in found.evidence:
            place = Place(event.position.log, event.position.partition)
            records = [one for chunk in reader.read(place) for one in chunk]
            stands = decode(records[event.position.count - 1].value or b"")
            assert (stands.event_id, type(stands).__name__) == (event.event_id, event.event_type)
            assert stands.recorded_at == event.recorded_at


def test_an_event_that_is_gone_from_the_log_is_named(
    written_history: WrittenHistory, listing: ProposalListing, tmp_path: Path
) -> None:
    who = listing.ranked[0]
    lost = who.answers[0].evidence[0]
    reading = written_history.reading()
    for place, records in reading.items():
        if place.topic == "candidate-log":
            reading[place] = [one for one in records if lost.encode() not in (one.value or b"")]
    doctored = write(tmp_path / "doctored", reading)
    with doctored.open() as reader:
        at = AtRecord(listing.position.count)
        found = explain_person(reader, STORY, who.candidate_id, at, untold)
    assert found.unresolved == (lost,)


def test_a_point_where_the_pool_did_not_stop_is_answered_and_called_so(
    written_history: WrittenHistory,
) -> None:
    with written_history.logs.open() as reader:
        looks = [look for look in marks(reader, 0) if look.day is not None]
    wide = next(look for look in looks if look.to_count - look.from_count > 2)
    at = AtRecord(wide.to_count - 1)
    found = explained(written_history, "c-03d2cfc2d8558107", at)
    assert (found.looked, found.position.count) == (False, at.number)


def test_an_id_that_was_merged_or_erased_says_so(written_history: WrittenHistory) -> None:
    merged, erased = merged_and_erased(written_history)
    for at in ("2025-02-01", "2025-06-01"):
        answer = asked(written_history, "explain", STORY, erased, "--at", at).stdout
        assert "Everything about this person was erased" in answer
        assert "candidate-log" not in answer
    with written_history.logs.open() as reader:
        groups = {event.job_group: event.vacancy_id for event in proposals(reader)}
    vacancy = groups[profile_of(written_history, merged.merged_candidate_id)]
    answer = asked(written_history, "explain", vacancy, merged.merged_candidate_id).stdout
    assert f"goes on as {merged.candidate_id}" in answer


def profile_of(history: WrittenHistory, candidate_id: str) -> str:
    """The job group of an assessment of somebody."""
    with history.logs.open() as reader:
        events = [event for event in people(reader) if event.candidate_id == candidate_id]
    return next(one.job_group for one in events if isinstance(one, AssessmentCompleted))


def people(reader: LogReader) -> Iterator[Any]:
    for place in places(reader, "candidate-log"):
        for chunk in reader.read(place):
            for record in chunk:
                yield decode(record.value or b"")


def merged_and_erased(history: WrittenHistory) -> tuple[CandidateMerged, str]:
    with history.logs.open() as reader:
        events = list(people(reader))
    merges = [one for one in events if isinstance(one, CandidateMerged)]
    erased = [one.candidate_id for one in events if isinstance(one, CandidateErased)]
    return merges[-1], erased[-1]


def test_a_proposal_is_explained_with_its_causes_its_policy_and_its_facts(
    written_history: WrittenHistory, listing: ProposalListing
) -> None:
    with written_history.logs.open() as reader:
        by_vacancy = explain_proposal(reader, STORY, listing.revision, untold)
        by_proposal = explain_proposal(reader, proposal_id(STORY), listing.revision, untold)
        last = explain_proposal(reader, STORY, None, untold)
    assert by_vacancy == by_proposal
    assert by_vacancy.event == listing
    assert all(cause.event is not None for cause in by_vacancy.causes)
    assert by_vacancy.policy is not None
    assert (by_vacancy.unresolved, len(by_vacancy.evidence) > 20) == ((), True)
    assert last.event.revision == len([one for one in last.story if one.revision])


def test_what_changed_from_one_revision_to_the_next_is_told(
    written_history: WrittenHistory,
) -> None:
    with written_history.logs.open() as reader:
        of_story = [event for event in listings(reader) if event.vacancy_id == STORY]
    for before, after in pairwise(of_story):
        told = differences(before, after)
        assert told, f"revision {after.revision} says nothing new"
        for who in after.changes.entered:
            assert f"{who} entered the list" in told
    assert differences(of_story[0], replace(of_story[0], revision=9)) == ()


def asked(history: WrittenHistory, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, *history.options])


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("v-nowhere",), 1, "nothing is known of a vacancy or a proposal v-nowhere"),
        ((STORY, "c-nobody"), 1, "nothing is known of a person c-nobody: looked through candidate"),
        ((STORY, "c-1", "--at", "2099-01-01"), 1, "does not reach 2099-01-01: its days are 2024"),
        ((STORY, "c-1", "--at", "1999-01-01"), 1, "does not reach 1999-01-01: its days are 2024"),
        ((STORY, "c-1", "--at", "pool-log/0:999999"), 1, "pool-log/0 has no record 999999"),
        ((STORY, "c-1", "--at", "0"), 1, "pool-log/0 has no record 0: it holds records 1 to"),
        ((STORY, "c-1", "--at", "pool-log/3:9"), 1, f"pool-log/3 does not decide of {STORY}"),
        ((STORY, "c-1", "--at", "yesterday"), 2, "neither a day such as 2026-03-14"),
        ((STORY, "--revision", "999"), 1, "has no revision 999: it has revisions 1 to"),
        ((STORY, "--at", "7"), 2, "use --revision, not --at"),
        ((STORY, "c-1", "--revision", "7"), 2, "use --at, not --revision"),
    ],
)
def test_wrong_use_is_told_clearly(
    written_history: WrittenHistory, arguments: tuple[str, ...], code: int, words: str
) -> None:
    result = asked(written_history, "explain", *arguments)
    assert result.exit_code == code
    assert words in " ".join(result.stderr.split())


def test_a_page_is_plain_text_of_a_hundred_columns(
    written_history: WrittenHistory, listing: ProposalListing
) -> None:
    who, at = listing.ranked[1].candidate_id, f"pool-log/0:{listing.position.count}"
    pages = [
        asked(written_history, "explain", STORY, who, "--at", at).stdout,
        asked(written_history, "explain", STORY, "--revision", str(listing.revision)).stdout,
    ]
    for page in pages:
        assert "\x1b" not in page
        assert max(map(len, page.splitlines())) <= 100
    for words in (
        f"Proposed: 2nd of {len(listing.ranked)} on the list.",
        "Is the person a member of the Pool for this job group and grade?",
        "1st with",
        "took effect",
        "candidate-log/",
    ):
        assert words in pages[0]
    for words in ("What was said of this vacancy", "Why it was said", "events in all"):
        assert words in pages[1]


def test_programs_get_everything_as_one_document(
    written_history: WrittenHistory, listing: ProposalListing
) -> None:
    who = listing.near_misses[0].candidate_id
    at = str(listing.as_of)
    document = json.loads(
        asked(written_history, "explain", STORY, who, "--at", at, "--json").stdout
    )
    assert document["then"]["judged"]["standing"] == "NEAR_MISS"
    assert document["day"] == at
    proposal = json.loads(asked(written_history, "explain", STORY, "--json").stdout)
    assert proposal["event"]["vacancy_id"] == STORY
