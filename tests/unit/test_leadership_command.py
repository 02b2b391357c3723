"""`pathways leadership`: cohorts, needs and nominations as they stand, and answers to them."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from deploy.__main__ import main
from deploy.acting import NotPossible, TurnedDown, first_answer
from deploy.leadership.acts import ForNomination, declined, endorsed
from deploy.leadership.errors import UnknownNomination
from deploy.leadership.now import editions, nomination_of
from deploy.leadership.now import nominations as all_nominations
from deploy.render.leadership import funnels_page, nominations_page
from schemas.codec import decode
from schemas.events import (
    DevelopmentNeedClosed,
    DevelopmentNeedIdentified,
    Event,
    NominationProposed,
    NominationWithdrawn,
)
from streams.history.logs import places
from tests.unit import leadership_facts as world
from tests.unit.exercised_history import EDITION
from tests.unit.leadership_facts import Log, edition, gap, part, policy, standing
from tests.unit.written_history import WrittenHistory


def run(history: WrittenHistory, *asked: str) -> Result:
    return CliRunner().invoke(main, ["leadership", *asked, *history.options])


def lines(history: WrittenHistory, *asked: str) -> list[dict[str, Any]]:
    result = run(history, *asked, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def told(history: WrittenHistory) -> list[Event]:
    with history.logs.open() as reader:
        return [
            decode(record.value or b"")
            for place in places(reader, "nominations")
            for chunk in reader.read(place)
            for record in chunk
        ]


def proposed(*about: Event) -> Log:
    """One person with a need and one edition with seats."""
    return Log(world.day(), policy(), edition(), standing("c-1", gap()), *about)


def test_the_needs_that_are_open_are_those_told_and_not_closed(exercised: WrittenHistory) -> None:
    stands: dict[tuple[str, str], str] = {}
    for event in told(exercised):
        if isinstance(event, DevelopmentNeedIdentified):
            stands[event.candidate_id, event.need_id] = event.event_id
        elif isinstance(event, DevelopmentNeedClosed):
            del stands[event.candidate_id, event.need_id]
    found = lines(exercised, "needs")
    assert sorted(it["event_id"] for it in found) == sorted(stands.values())
    who = found[0]["candidate_id"]
    ours = lines(exercised, "needs", who)
    assert {it["candidate_id"] for it in ours} == {who}
    assert f"{len(ours)} open needs of 1 person" in run(exercised, "needs", who).output


def test_nominations_are_shown_with_what_became_of_them(exercised: WrittenHistory) -> None:
    last: dict[str, str] = {}
    for event in told(exercised):
        if isinstance(event, NominationProposed):
            last[event.nomination_id] = "PROPOSED"
        elif isinstance(event, NominationWithdrawn):
            last[event.nomination_id] = "WITHDRAWN"
    found = lines(exercised, "nominations", EDITION, "--all")
    assert {it["nomination"]["nomination_id"]: it["status"] for it in found} == last
    stand = [it for it in last.values() if it == "PROPOSED"]
    assert len(lines(exercised, "nominations")) == len(stand)


def test_an_edition_is_shown_with_its_seats_and_its_funnel(exercised: WrittenHistory) -> None:
    (found,) = lines(exercised, "funnel")
    assert (found["edition"]["edition_id"], found["seats_reserved"]) == (EDITION, 3)
    assert [it["group"] for it in found["funnel"]["groups"]] == [
        "APPLICANTS",
        "ATTENDED",
        "NOT_SELECTED",
    ]
    page = " ".join(run(exercised, "funnel", EDITION).output.split())
    assert "0 of 3 used" in page
    assert found["funnel"]["note"] in page


def test_what_nobody_knows_is_told_with_what_there_is(exercised: WrittenHistory) -> None:
    for asked in (["funnel", "x"], ["nominations", "x"]):
        result = run(exercised, *asked)
        assert (result.exit_code, EDITION in result.output) == (1, True)
    result = run(exercised, "needs", "x")
    assert result.exit_code == 1
    assert "nothing of x reached the leadership stage" in " ".join(result.output.split())


def test_a_snapshot_takes_no_answers(exercised: WrittenHistory) -> None:
    answers: Iterable[list[str]] = (["endorse", "x"], ["decline", "x", "--reason", "y"])
    for asked in answers:
        assert run(exercised, *asked, "--as", "supervisor").exit_code == 2


def test_an_endorsement_is_answered_by_a_new_revision() -> None:
    log = proposed()
    act = endorsed(nomination_of(log.fold.pipeline.known, "e-1/c-1"), "supervisor", None)
    answer = first_answer(log.add(act), act, ForNomination(act))
    assert isinstance(answer, NominationProposed)
    assert answer.revision == 2
    now = nomination_of(log.fold.pipeline.known, "e-1/c-1")
    assert (now.status, now.stands) == ("ENDORSED", True)


def test_a_declined_nomination_is_withdrawn_and_stays_so() -> None:
    log = proposed()
    known = log.fold.pipeline.known
    act = declined(nomination_of(known, "e-1/c-1"), "supervisor", "no time")
    answer = first_answer(log.add(act), act, ForNomination(act))
    assert isinstance(answer, NominationWithdrawn)
    now = nomination_of(known, "e-1/c-1")
    assert (now.status, now.stands) == ("DECLINED", False)
    with pytest.raises(NotPossible, match="declined by supervisor already"):
        endorsed(now, "hr-partner", None)


def test_of_a_nomination_that_ended_nothing_is_published() -> None:
    log = proposed(world.seats(0))
    found = nomination_of(log.fold.pipeline.known, "e-1/c-1")
    assert found.status == "WITHDRAWN"
    with pytest.raises(NotPossible, match="nothing to endorse"):
        endorsed(found, "supervisor", None)
    with pytest.raises(UnknownNomination, match="e-1/c-9"):
        nomination_of(log.fold.pipeline.known, "e-1/c-9")


def test_an_answer_to_what_was_never_proposed_is_told_with_its_remedy() -> None:
    elsewhere, log = proposed(), Log(world.day(), policy(), edition())
    act = endorsed(nomination_of(elsewhere.fold.pipeline.known, "e-1/c-1"), "supervisor", None)
    with pytest.raises(TurnedDown, match="never proposed to this person"):
        first_answer(log.add(act), act, ForNomination(act))


def test_those_that_stand_come_first_in_their_order() -> None:
    log = Log(
        world.day(), policy(), edition(), standing("c-1", gap()), standing("c-2", gap(missing=2))
    )
    known = log.fold.pipeline.known
    first, second = log.live()
    log.add(world.declined(first))
    found = all_nominations(known, "e-1")
    assert [(it.proposed.candidate_id, it.stands) for it in found] == [
        (second, True),
        (first, False),
    ]
    page = shown(nominations_page(found))
    assert "1 nomination stands" in page
    assert "withdrawn: declined by supervisor" in page


def test_groups_that_are_too_small_are_told_as_such_and_never_counted() -> None:
    people = [standing(f"c-{number}", part("COMPLETED", seat_on=world.TODAY)) for number in "12"]
    log = Log(world.day(), policy(), edition(seats=9), *people)
    log.add(world.day(date(2026, 3, 2)))
    known = log.fold.pipeline.known
    page = shown(funnels_page(editions(known, "e-1"), ()))
    assert "2 of 9 used" in page
    assert "all who applied too few too few too few" in page


def shown(page: Any) -> str:
    console = Console(width=140)
    with console.capture() as captured:
        console.print(page)
    return " ".join(captured.get().split())
