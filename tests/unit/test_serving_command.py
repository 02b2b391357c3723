"""`pathways serve` before it serves: what it refuses, and where it listens."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from consumers.web.roles import ROLES
from deploy.cli.serve import serve
from deploy.serving.listening import PORT, PortTaken, address_of, listening_socket
from deploy.serving.tokens_of_a_run import is_this_machine, sign_in_link, tokens_of_a_run


def start(*options: str, **environment: str) -> Result:
    return CliRunner(env=environment).invoke(serve, options)


def test_an_address_that_others_reach_asks_for_a_file_of_tokens() -> None:
    result = start("--host", "0.0.0.0")
    assert result.exit_code == 2
    assert "pathways token" in result.output
    assert "--tokens FILE" in result.output


def test_a_file_that_is_none_of_tokens_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text("")
    result = start("--tokens", str(file))
    assert result.exit_code == 1
    assert "it has no [[token]] table" in result.output


def test_a_secret_that_could_be_guessed_is_refused_and_not_repeated() -> None:
    result = start(PATHWAYS_SESSION_SECRET="short-secret")
    assert result.exit_code == 2
    assert "it needs 32" in result.output
    assert "short-secret" not in result.output


def test_a_security_protocol_without_its_user_is_refused() -> None:
    result = start("--bootstrap", "127.0.0.1:1", "--security-protocol", "SASL_SSL")
    assert result.exit_code == 2
    assert "PATHWAYS_SASL_PASSWORD" in result.output


def test_a_port_that_is_asked_for_and_taken_is_told(tmp_path: Path) -> None:
    with listening_socket("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match="--port"):
            listening_socket("127.0.0.1", port)
        database = f"sqlite:///{tmp_path / 'x.db'}"
        result = start("--port", str(port), "--database", database, "--bootstrap", "127.0.0.1:1")
    assert result.exit_code == 1
    assert f"cannot listen on 127.0.0.1:{port}" in result.output


def test_without_a_wish_the_next_free_port_is_taken() -> None:
    with listening_socket("127.0.0.1", None) as first, listening_socket("127.0.0.1", None) as next_:
        ports = [one.getsockname()[1] for one in (first, next_)]
        assert PORT <= ports[0] < ports[1]
        assert address_of(first) == f"http://127.0.0.1:{ports[0]}"


def test_an_address_is_told_as_a_browser_takes_it() -> None:
    with listening_socket("0.0.0.0", 0) as listener:
        assert address_of(listener).startswith("http://127.0.0.1:")
    if socket.has_ipv6:
        with listening_socket("::1", 0) as listener:
            assert address_of(listener).startswith("http://[::1]:")


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.0.0.1", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_only_what_nobody_else_can_reach_is_this_machine(host: str, alone: bool) -> None:
    assert is_this_machine(host) is alone


def test_a_run_has_a_token_for_each_role_and_its_link_keeps_it_behind_the_hash() -> None:
    tokens, made = tokens_of_a_run()
    assert set(made) == set(ROLES)
    for role, token in made.items():
        caller = tokens.caller(token)
        assert caller is not None
        assert caller.role == role
        assert sign_in_link("http://127.0.0.1:8080", token) == (
            f"http://127.0.0.1:8080/sign-in#{token}"
        )
    assert set(tokens_of_a_run()[1].values()).isdisjoint(made.values())
