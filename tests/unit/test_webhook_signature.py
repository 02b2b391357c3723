"""Signatures hold before the library of Standard Webhooks, and secrets are never shown."""

import base64
import runpy
from datetime import UTC, datetime
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from consumers.webhooks.signature import Secret, signature_headers
from tests.webhook_receiver import SECRET

ROOT = Path(__file__).parents[2]
OTHER = "whsec_" + base64.b64encode(bytes(range(64))).decode()
BODY = '{"type":"proposal.emitted","data":{"title":"Chef de mission, Bogotá"}}'.encode()


def headers(*secrets: str, body: bytes = BODY) -> dict[str, str]:
    now = int(datetime.now(UTC).timestamp())
    return signature_headers([Secret.parse(one) for one in secrets], "prop-1-3", now, body)


@pytest.mark.parametrize("secret", [SECRET, OTHER])
@pytest.mark.parametrize("body", [BODY, b"{}", b'{"data":"' + b"x" * 1_000_000 + b'"}'])
def test_a_signature_is_the_one_of_the_standards_own_library(secret: str, body: bytes) -> None:
    signed = headers(secret, body=body)
    Webhook(secret).verify(body, signed)
    at = datetime.fromtimestamp(int(signed["webhook-timestamp"]), UTC)
    expected = Webhook(secret).sign("prop-1-3", at, body.decode())
    assert signed["webhook-signature"] == expected


def test_while_a_secret_is_rotated_receivers_of_the_old_and_of_the_new_one_verify() -> None:
    signed = headers(SECRET, OTHER)
    assert len(signed["webhook-signature"].split(" ")) == 2
    for secret in (SECRET, OTHER):
        Webhook(secret).verify(BODY, signed)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_whatever_is_changed_on_the_way_is_noticed(name: str) -> None:
    signed = headers(SECRET)
    before = signed[name]
    signed[name] = before[:5] + ("2" if before[5] == "1" else "1") + before[6:]
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY, signed)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY + b" ", headers(SECRET))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "begins with whsec_"),
        ("whsec_not base64!", "must be base64"),
        ("whsec_c2hvcnQ=", "24 to 64 bytes, this one has 5"),
        ("whsec_" + base64.b64encode(bytes(65)).decode(), "this one has 65"),
    ],
)
def test_what_is_no_secret_is_told_without_showing_it(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as caught:
        Secret.parse(text)
    assert text.removeprefix("whsec_") not in str(caught.value)


def test_a_secret_shows_nothing_of_itself() -> None:
    assert repr(Secret.parse(SECRET)) == "Secret()"


def test_the_lines_of_the_guide_verify_what_is_sent_and_nothing_else() -> None:
    example = ROOT / "docs" / "examples" / "verify_webhook.py"
    verified = runpy.run_path(str(example))["verified"]
    now = datetime.now(UTC).timestamp()
    assert verified(SECRET, headers(OTHER, SECRET), BODY, now)
    assert not verified(SECRET, headers(OTHER), BODY, now)
    assert not verified(SECRET, headers(SECRET), BODY + b" ", now)
    assert not verified(SECRET, headers(SECRET), BODY, now + 400)
    assert example.read_text() in (ROOT / "docs" / "guides" / "webhooks.md").read_text()
