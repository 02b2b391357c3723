"""The inbox: effect and note are one transaction, so that a repeated delivery does nothing."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, create_engine, func, select, text

from consumers.delivery import Delivery
from consumers.errors import InboxForgot, WrongDatabase
from consumers.inbox import HANDLED, Inbox, identity
from tests.golden_results import proposal

DAY = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = create_engine(database_url)
    with opened.begin() as connection:
        connection.execute(text("CREATE TABLE letters (event_id VARCHAR NOT NULL)"))
    yield opened
    opened.dispose()


def delivered(revision: int, offset: int | None = None, at: datetime = DAY) -> Delivery:
    place = revision if offset is None else offset
    return Delivery(proposal("v", revision), "proposals", 0, place, b"v", at)


def write_letter(connection: Connection, delivery: Delivery) -> None:
    row = {"event_id": identity(delivery)}
    connection.execute(text("INSERT INTO letters VALUES (:event_id)"), row)


def letters(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        query = text("SELECT event_id FROM letters ORDER BY event_id")
        return list(connection.execute(query).scalars())


def test_an_event_that_comes_twice_is_handled_once(engine: Engine) -> None:
    inbox = Inbox(engine, "hr-desk")
    assert [inbox.handle(delivered(1), write_letter) for _ in range(3)] == [True, False, False]
    assert letters(engine) == ["v-1"]


def test_the_same_event_at_another_place_is_the_same_event(engine: Engine) -> None:
    inbox = Inbox(engine, "hr-desk")
    inbox.handle(delivered(1, offset=700), write_letter)
    assert not inbox.handle(delivered(1, offset=0), write_letter)
    assert Inbox(engine, "payroll").handle(delivered(1), lambda *_: None)


def test_an_effect_that_fails_leaves_no_note_and_nothing_of_itself(engine: Engine) -> None:
    inbox = Inbox(engine, "hr-desk")

    def fail(connection: Connection, delivery: Delivery) -> None:
        write_letter(connection, delivery)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        inbox.handle(delivered(1), fail)
    assert letters(engine) == []
    assert inbox.handle(delivered(1), write_letter)


def test_two_members_with_the_same_event_at_once_do_it_once(engine: Engine) -> None:
    inboxes = [Inbox(engine, "hr-desk") for _ in range(4)]
    ready, done = threading.Barrier(len(inboxes)), []

    def member(inbox: Inbox) -> None:
        ready.wait(10)
        done.append(inbox.handle(delivered(1), write_letter))

    threads = [threading.Thread(target=member, args=(inbox,)) for inbox in inboxes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(done) == [False, False, False, True]
    assert letters(engine) == ["v-1"]


def test_what_is_pruned_is_refused_when_it_comes_again_and_never_done_twice(
    engine: Engine,
) -> None:
    inbox = Inbox(engine, "hr-desk")
    for number in range(1, 5):
        inbox.handle(delivered(number, at=DAY + timedelta(days=number)), write_letter)
    assert inbox.prune(before=DAY + timedelta(days=3)) == 2
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(HANDLED)).scalar() == 2
    with pytest.raises(InboxForgot, match="offset 1 was handled cannot be told"):
        inbox.handle(delivered(1, at=DAY + timedelta(days=1)), write_letter)
    assert not inbox.handle(delivered(3, at=DAY + timedelta(days=3)), write_letter)
    assert inbox.handle(delivered(5, at=DAY + timedelta(days=5)), write_letter)
    assert letters(engine) == ["v-1", "v-2", "v-3", "v-4", "v-5"]


def test_a_subscriber_that_is_behind_is_never_refused_what_it_has_not_handled(
    engine: Engine,
) -> None:
    inbox = Inbox(engine, "hr-desk")
    for number in (1, 2):
        inbox.handle(delivered(number, at=DAY + timedelta(days=number)), write_letter)
    long_after = DAY + timedelta(days=400)
    assert inbox.prune(before=long_after) == 1
    # Written by another process, whose clock is a little behind.
    late = DAY + timedelta(days=2) - timedelta(minutes=20)
    assert inbox.handle(delivered(3, at=late), write_letter)
    assert Inbox(engine, "nobody").prune(before=long_after) == 0


def test_an_erasure_has_the_same_identity_in_every_copy_and_never_shows_the_person() -> None:
    erased = Delivery(None, "roster", 0, 7, b"c-7f3a19d2|COM|P-5", DAY)
    assert identity(erased) == identity(replace(erased, offset=0))
    assert identity(erased) != identity(replace(erased, timestamp=DAY + timedelta(days=1)))
    assert "c-7f3a19d2" not in identity(erased)


def test_another_kind_of_database_is_refused() -> None:
    class OtherDialect:
        name = "oracle"

    class OtherEngine:
        dialect = OtherDialect()

    other: object = OtherEngine()
    with pytest.raises(WrongDatabase, match="SQLite or PostgreSQL, not in oracle"):
        Inbox(other, "hr-desk")  # type: ignore[arg-type]
