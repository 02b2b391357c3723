"""Webhooks connect to no address of the own house, however it is spelt and whenever it changes."""

from collections.abc import Iterator

import httpx
import pytest

from consumers.webhooks.addresses import refusal
from consumers.webhooks.connecting import CheckedTransport, Resolve, resolved
from tests.webhook_receiver import Receiver, receiver

PUBLIC = ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]
PRIVATE = [
    "127.0.0.1",
    "127.255.255.254",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "::1",
    "fc00::1",
    "fdff::1",
    "2001:db8::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:192.168.1.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2002:a00:1::1",
]
NEVER = [
    "0.0.0.0",
    "::",
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "224.0.0.1",
    "ff02::1",
    "240.0.0.1",
    "255.255.255.255",
    "100::1",
    "localhost",
    "2130706433",
    "",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_may_be_connected_to(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_needs_the_endpoints_leave(address: str) -> None:
    assert refusal(address) is not None
    assert refusal(address, allow_private=True) is None


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_are_never_connected_to(address: str) -> None:
    assert refusal(address) is not None
    assert refusal(address, allow_private=True) is not None


@pytest.fixture
def inside() -> Iterator[Receiver]:
    """A server in the own house, which must not be reached."""
    with receiver() as opened:
        yield opened


def post(url: str, resolve: Resolve = resolved, *, allow_private: bool = False) -> int:
    transport = CheckedTransport(allow_private=allow_private, deadline_s=5, resolve=resolve)
    with httpx.Client(transport=transport, trust_env=False) as client:
        return client.post(url, content=b"{}").status_code


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "localhost",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::1]",
    ],
)
def test_no_spelling_of_an_own_address_gets_through(inside: Receiver, host: str) -> None:
    port = inside.server.server_address[1]
    told = r"is refused|cannot be resolved|Invalid IPv4"
    with pytest.raises((httpx.TransportError, httpx.InvalidURL), match=told):
        post(f"http://{host}:{port}/")
    assert inside.received == []


def test_with_leave_an_own_address_is_reached(inside: Receiver) -> None:
    assert post(inside.url, allow_private=True) == 204


def test_a_name_that_changes_after_it_was_checked_gains_nothing(inside: Receiver) -> None:
    answers = iter([["8.8.8.8"], ["127.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    transport = CheckedTransport(allow_private=False, deadline_s=0.2, resolve=rebinding)
    url = inside.url.replace("127.0.0.1", "rebinding.example.org")
    with httpx.Client(transport=transport, trust_env=False) as client:
        # Asked once, and connected to that answer: nobody answers there.
        with pytest.raises(httpx.TransportError):
            client.post(url)
        assert asked == ["rebinding.example.org"]
        # The next attempt asks again, and checks again.
        with pytest.raises(httpx.TransportError, match=r"127\.0\.0\.1 is a loopback"):
            client.post(url)
    assert inside.received == []


def test_of_several_addresses_only_those_that_may_be_are_tried(inside: Receiver) -> None:
    url = inside.url.replace("127.0.0.1", "both.example.org")
    both = ["169.254.169.254", "127.0.0.1"]
    assert post(url, lambda *_: both, allow_private=True) == 204
    with pytest.raises(httpx.TransportError, match="has no address"):
        post(url, lambda *_: [])
