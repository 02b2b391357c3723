"""One attempt: a signed POST, and what the endpoint answers to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import httpx

from consumers.webhooks.connecting import CheckedTransport
from consumers.webhooks.endpoints import Endpoint
from consumers.webhooks.schedule import retry_after_of
from consumers.webhooks.signature import Secret, signature_headers

DEADLINE_S = 15.0
"""For one attempt altogether, from connecting to the answer's end."""
CONNECT_S = 5.0
ANSWER_BYTES_MAX = 16_384
"""So much of an answer is read; what comes after is left unread."""
_SAID_MAX = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt; no status: there was no answer."""

    status: int | None
    said: str = ""
    """The first words of a refusal, or why there was no answer."""
    retry_after: timedelta | None = None

    @property
    def accepted(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


class Sender:
    """Sends to one endpoint, one webhook at a time."""

    def __init__(
        self,
        endpoint: Endpoint,
        secrets: Sequence[Secret],
        *,
        deadline_s: float = DEADLINE_S,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._endpoint = endpoint
        self._secrets = secrets
        checked = CheckedTransport(allow_private=endpoint.allow_private, deadline_s=deadline_s)
        # `trust_env`: neither a proxy nor a password file of the machine has a say here.
        self._client = httpx.Client(
            transport=transport or checked,
            follow_redirects=False,
            trust_env=False,
            timeout=httpx.Timeout(deadline_s, connect=min(CONNECT_S, deadline_s)),
            headers={"content-type": "application/json", "user-agent": "pathways-webhooks"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()

    def send(self, webhook_id: str, body: str, at: datetime) -> Answer:
        content = body.encode()
        signed = signature_headers(self._secrets, webhook_id, int(at.timestamp()), content)
        try:
            with self._client.stream(
                "POST", self._endpoint.url, content=content, headers=signed
            ) as answer:
                return Answer(
                    status=answer.status_code,
                    said=_said(answer),
                    retry_after=retry_after_of(answer.headers.get("retry-after"), at),
                )
        except (httpx.HTTPError, httpx.StreamError) as error:
            return Answer(None, _printable(str(error) or type(error).__name__))


def _said(answer: httpx.Response) -> str:
    read = b""
    # Raw: what is not unpacked cannot grow.
    for chunk in answer.iter_raw(4_096):
        read += chunk
        if len(read) >= ANSWER_BYTES_MAX:
            break
    if answer.is_redirect:
        return "answers with a redirect, which is not followed: give the endpoint's own address"
    return "" if answer.is_success else _printable(read.decode(errors="replace"))


def _printable(text: str) -> str:
    return "".join(sign for sign in text[:_SAID_MAX] if sign.isprintable()).strip()
