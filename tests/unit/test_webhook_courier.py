"""The courier of one endpoint, with a clock that the test moves, on both databases."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine

from consumers.errors import SenderReplaced, UnknownDelivery
from consumers.projection.database import open_database
from consumers.webhooks.courier import IDLE_S, Courier
from consumers.webhooks.dead_letters import dead, retry, standings
from consumers.webhooks.deliveries import Deliveries
from consumers.webhooks.ledger import Ledger
from consumers.webhooks.schedule import BACK_OFF
from consumers.webhooks.sending import Answer
from tests.webhook_rows import pending, position

START = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class World:
    """An endpoint that answers as it is told, and what was sent to it and when."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.now = START
        self.ledger = Ledger.take_over(engine, pending_max=3)
        self.answer = Answer(204)
        self.sent: list[tuple[str, timedelta]] = []
        self.offsets = count()
        self.courier = self.new_courier()

    def new_courier(self) -> Courier:
        deliveries = Deliveries(self.ledger, "tool")
        return Courier("tool", self.send, deliveries, lambda: self.now)

    def send(self, webhook_id: str, body: str, at: datetime) -> Answer:
        assert body == f"body of {webhook_id}"
        self.sent.append((webhook_id, at - START))
        return self.answer

    def note(self, *ids: str) -> None:
        """As the reader notes them, the first of the log first."""
        rows = [pending(one, next(self.offsets), self.now, "tool") for one in ids]
        self.ledger.note(rows, [position("tool")])

    def work(self, until: timedelta, stride: timedelta = MINUTE / 2) -> None:
        """Steps up to a time; when the courier wants to wait, that much of it passes."""
        while self.now <= START + until:
            if self.courier.step():
                self.now += stride

    def ids(self) -> list[str]:
        return [one for one, _ in self.sent]

    def standing(self) -> Sequence[object]:
        (one,) = standings(self.engine, ["tool"])
        return one.pending, one.delivered, one.dead


@pytest.fixture
def world(database_url: str) -> Iterator[World]:
    engine = open_database(database_url)
    yield World(engine)
    engine.dispose()


def test_webhooks_go_out_in_the_order_of_the_log_and_once(world: World) -> None:
    world.note("a", "b", "c")
    world.note("b", "d")
    world.work(MINUTE)
    assert world.ids() == ["a", "b", "c", "d"]
    assert world.standing() == (0, 4, 0)
    assert world.courier.step() == IDLE_S


def test_one_that_fails_holds_back_none_of_the_others(world: World) -> None:
    world.note("a", "b")
    world.answer = Answer(422, "no such job group")
    world.courier.step()
    world.answer = Answer(200)
    world.courier.step()
    assert world.ids() == ["a", "b"]
    world.work(MINUTE)
    assert world.ids() == ["a", "b", "a"]
    assert world.standing() == (0, 2, 0)


def test_after_the_last_attempt_a_webhook_is_dead_and_can_be_retried_under_its_id(
    world: World,
) -> None:
    world.note("a")
    world.answer = Answer(500, "out of order")
    world.work(timedelta(days=5), 20 * MINUTE)
    assert len(world.sent) == 1 + len(BACK_OFF)
    moments = [at for _, at in world.sent]
    for earlier, later, planned in zip(moments[:-1], moments[1:], BACK_OFF, strict=True):
        assert planned <= later - earlier <= planned * 1.1 + 20 * MINUTE
    (one,) = dead(world.engine)
    assert (one.webhook_id, one.attempts, one.last_status) == ("a", 10, 500)
    assert one.last_error == "out of order"
    assert world.standing() == (0, 0, 1)

    world.answer = Answer(204)
    assert retry(world.engine, "tool", [], world.now) == 1
    assert dead(world.engine, "tool") == ()
    world.work(timedelta(days=5, hours=1))
    assert world.ids()[-1] == "a"
    assert world.standing() == (0, 1, 0)


def test_an_id_that_is_not_dead_cannot_be_retried(world: World) -> None:
    world.note("a")
    with pytest.raises(UnknownDelivery, match="No dead webhook of tool has the id a"):
        retry(world.engine, "tool", ["a"], world.now)


def test_an_absent_endpoint_rests_and_its_webhooks_keep_their_attempts(world: World) -> None:
    world.note("a", "b", "c")
    world.answer = Answer(None, "connection refused")
    world.work(timedelta(minutes=20))
    outage = len(world.sent)
    assert outage < 12
    world.answer = Answer(204)
    world.work(timedelta(minutes=60))
    assert world.standing() == (0, 3, 0)
    assert len(world.sent) == outage + 3


def test_retry_after_is_respected_for_the_endpoint_as_a_whole(world: World) -> None:
    world.note("a", "b")
    world.answer = Answer(429, "too many", timedelta(minutes=45))
    world.courier.step()
    world.answer = Answer(204)
    world.work(timedelta(hours=2))
    assert [at >= 45 * MINUTE for _, at in world.sent] == [False, True, True]


def test_an_endpoint_that_is_gone_gets_nothing_until_it_is_enabled_again(world: World) -> None:
    world.note("a", "b")
    world.answer = Answer(410)
    world.work(timedelta(hours=3))
    assert world.ids() == ["a"]
    assert world.ledger.reading(["tool", "other"]) == {"other"}
    (standing,) = standings(world.engine, ["tool"])
    assert standing.disabled_since == START
    world.answer = Answer(204)
    assert retry(world.engine, "tool", [], world.now) == 0
    world.work(timedelta(hours=4))
    assert world.ids() == ["a", "a", "b"]


def test_an_endpoint_too_far_behind_gets_no_more_noted(world: World) -> None:
    world.note("a", "b")
    assert world.ledger.reading(["tool"]) == {"tool"}
    world.note("c")
    assert world.ledger.reading(["tool"]) == set()
    world.courier.step()
    assert world.ledger.reading(["tool"]) == {"tool"}


def test_a_sender_that_was_replaced_writes_nothing_more(world: World) -> None:
    world.note("a")
    Ledger.take_over(world.engine)
    with pytest.raises(SenderReplaced, match="taken this database over from sender 1"):
        world.courier.step()
    assert world.standing() == (1, 0, 0)


def test_what_was_delivered_is_forgotten_after_its_time_and_nothing_else(world: World) -> None:
    world.note("a", "b")
    world.courier.step()
    assert world.ledger.prune(START) == 0
    assert world.ledger.prune(START + MINUTE) == 1
    assert world.standing() == (1, 0, 0)
