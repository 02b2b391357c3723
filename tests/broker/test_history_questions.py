"""Why, why not and as of when, asked of a real Kafka that a real worker decided on."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner

from deploy.__main__ import main
from schemas.codec import decode
from schemas.events import ProposalEvent, ProposalListing
from streams.history.as_of.clock import AsOf
from streams.history.as_of.roster import Wanted, entry_of, roster_as_of
from streams.history.as_of.whole import Asked
from streams.history.logs import places
from tests.broker.recorded_history import AS_OF, RecordedHistory

pytestmark = pytest.mark.broker


def events(history: RecordedHistory, topic: str) -> Iterator[tuple[bytes | None, Any]]:
    with history.logs.open() as reader:
        for place in places(reader, topic):
            for chunk in reader.read(place):
                yield from ((one.key, decode(one.value or b"")) for one in chunk)


def asked(history: RecordedHistory, *arguments: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(main, [*arguments, "--json", *history.options])
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


class TestHistory:
    """Each answer is compared with what stands in the topics."""

    def test_somebody_listed_is_explained_as_the_proposal_told_it(
        self, history: RecordedHistory
    ) -> None:
        listings = [it for _, it in events(history, "proposals") if isinstance(it, ProposalListing)]
        listing = [it for it in listings if it.ranked][-1]
        place = f"{listing.position.log}/{listing.position.partition}:{listing.position.count}"
        who = listing.ranked[-1]
        (found,) = asked(history, "explain", listing.vacancy_id, who.candidate_id, "--at", place)
        judged = found["then"]["judged"]
        assert (judged["standing"], judged["ranked"]["rank"]) == ("RANKED", who.rank)
        assert judged["ranked"]["total"] == who.total
        told = [(one["rule"], one["outcome"], one["held"]) for one in judged["answers"]]
        assert told == [(one.rule, one.outcome, one.held) for one in who.answers]
        assert (found["unresolved"], found["looked"]) == ([], True)

    def test_a_proposal_is_explained_with_every_cause_and_fact(
        self, history: RecordedHistory
    ) -> None:
        proposals = [it for _, it in events(history, "proposals") if isinstance(it, ProposalEvent)]
        last = proposals[-1]
        (found,) = asked(history, "explain", last.proposal_id)
        assert found["event"]["event_id"] == last.event_id
        assert all(cause["event"] for cause in found["causes"])
        assert found["unresolved"] == []

    def test_the_roster_of_the_last_day_is_the_live_one(self, history: RecordedHistory) -> None:
        live = dict(events(history, "roster")).values()
        in_two = Asked(history.logs, AsOf(AS_OF, "recorded"), 2, lambda *_: None, few=0)
        found = roster_as_of(in_two, Wanted())
        assert len(found) > 50
        told = [entry_of(event) for event in live]
        assert all(entry in told for entry in found)
        assert {entry.status for entry in told if entry not in found} <= {"REMOVED"}

    def test_the_last_word_on_each_vacancy_is_the_last_in_its_log(
        self, history: RecordedHistory
    ) -> None:
        said = {
            event.vacancy_id: event.revision
            for _, event in events(history, "proposals")
            if isinstance(event, ProposalEvent)
        }
        found = asked(history, "as-of", str(AS_OF), "proposals", "--all")
        assert {one["vacancy_id"]: one["revision"] for one in found} == said
