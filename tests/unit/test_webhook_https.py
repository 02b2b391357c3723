"""Webhooks over TLS: the certificate is that of the name, whatever address is connected to."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from consumers.webhooks.connecting import CheckedTransport
from tests.webhook_receiver import Receiver, receiver

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="makes its own certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for tool.example.org, with its key in the same file."""
    file = tmp_path_factory.mktemp("tls") / "tool.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=tool.example.org", "-addext", "subjectAltName=DNS:tool.example.org"),
            *("-keyout", str(file), "-out", str(file.with_suffix(".crt"))),
        ],
        check=True,
        capture_output=True,
    )
    file.write_text(file.read_text() + file.with_suffix(".crt").read_text())
    return file


@pytest.fixture
def tool(certificate: Path) -> Iterator[Receiver]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with receiver(tls=context) as opened:
        yield opened


def post(tool: Receiver, host: str) -> int:
    transport = CheckedTransport(allow_private=True, deadline_s=5, resolve=lambda *_: ["127.0.0.1"])
    port = tool.server.server_address[1]
    with httpx.Client(transport=transport, trust_env=False) as client:
        return client.post(f"https://{host}:{port}/hook", content=b"{}").status_code


def test_the_name_is_asked_for_and_its_certificate_checked(
    tool: Receiver, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
    assert post(tool, "tool.example.org") == 204
    with pytest.raises(httpx.TransportError, match=r"(?i)hostname mismatch"):
        post(tool, "other.example.org")
    assert len(tool.received) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(tool: Receiver) -> None:
    with pytest.raises(httpx.TransportError, match=r"(?i)certificate verify failed"):
        post(tool, "tool.example.org")
    assert tool.received == []
