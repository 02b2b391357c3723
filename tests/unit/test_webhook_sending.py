"""One attempt at a real HTTP server: signed, bounded in time and bytes, never led elsewhere."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from consumers.webhooks.endpoints import Endpoint
from consumers.webhooks.sending import ANSWER_BYTES_MAX, Answer, Sender
from consumers.webhooks.signature import Secret
from tests.webhook_receiver import SECRET, Receiver, Reply, receiver


@pytest.fixture
def tool() -> Iterator[Receiver]:
    with receiver() as opened:
        yield opened


def sent(url: str, *, deadline_s: float = 5.0, allow_private: bool = True) -> Answer:
    endpoint = Endpoint("tool", url, ("A",), allow_private=allow_private)
    with Sender(endpoint, [Secret.parse(SECRET)], deadline_s=deadline_s) as sender:
        return sender.send("w-1", '{"type":"x","data":"é"}', datetime.now(UTC))


def test_what_arrives_is_verified_by_the_standards_own_library(tool: Receiver) -> None:
    assert sent(tool.url) == Answer(204)
    (one,) = tool.received
    assert one.verified() == {"type": "x", "data": "é"}
    assert one.path == "/hook"
    assert one.headers["content-type"] == "application/json"


@pytest.mark.parametrize("status", [200, 202, 204, 299])
def test_any_good_answer_accepts(tool: Receiver, status: int) -> None:
    tool.reply = lambda _: Reply(status)
    assert sent(tool.url).accepted


def test_a_redirect_is_not_followed(tool: Receiver) -> None:
    tool.reply = lambda _: Reply(307, {"location": tool.url + "/elsewhere"})
    answer = sent(tool.url)
    assert not answer.accepted
    assert "redirect, which is not followed" in answer.said
    assert len(tool.received) == 1


def test_a_refusal_is_told_in_its_first_words_without_control_signs(tool: Receiver) -> None:
    tool.reply = lambda _: Reply(422, {"retry-after": "60"}, b"\x1b[2Jno such job group " * 50)
    answer = sent(tool.url)
    assert answer.said.startswith("[2Jno such job group")
    assert len(answer.said) <= 200
    assert answer.retry_after == timedelta(minutes=1)


def test_of_a_long_answer_only_the_beginning_is_read(tool: Receiver) -> None:
    tool.reply = lambda _: Reply(500, body=b"x" * ANSWER_BYTES_MAX * 500)
    begun = time.monotonic()
    assert sent(tool.url).status == 500
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize("reply", [Reply(hangs=True), Reply(500, drips=True)])
def test_an_endpoint_that_hangs_or_drips_costs_no_more_than_the_deadline(
    tool: Receiver, reply: Reply
) -> None:
    tool.reply = lambda _: reply
    begun = time.monotonic()
    assert sent(tool.url, deadline_s=0.4).status is None
    assert time.monotonic() - begun < 2


def test_nobody_at_home_is_no_answer() -> None:
    with receiver() as gone:
        url = gone.url
    answer = sent(url)
    assert answer.status is None
    assert "refused" in answer.said.lower()


def test_an_own_address_is_refused_before_anything_is_sent(tool: Receiver) -> None:
    answer = sent(tool.url, allow_private=False)
    assert answer.status is None
    assert "is a loopback address" in answer.said
    assert tool.received == []
