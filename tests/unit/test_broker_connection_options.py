"""How commands learn where Kafka is."""

from pathlib import Path

import click
from click.testing import CliRunner

from deploy.broker.properties import Credentials, server_properties
from deploy.cli.connection import kafka_options
from schemas.connection import Connection


@click.command()
@kafka_options
def show(connection: Connection, prefix: str) -> None:
    click.echo(f"{prefix} {connection!r} {connection.sasl_password == 'hidden'}")


def run(*arguments: str, **environment: str) -> tuple[int, str]:
    result = CliRunner().invoke(show, arguments, env=environment)
    return result.exit_code, result.output


def test_without_an_address_and_without_a_local_broker_the_error_says_what_to_do(
    tmp_path: Path,
) -> None:
    code, output = run(PATHWAYS_HOME=str(tmp_path))
    assert code == 1
    assert "no Kafka address: start one with `pathways broker start`" in output


def test_the_environment_gives_address_security_and_prefix_and_the_password_stays_unseen() -> None:
    code, output = run(
        PATHWAYS_BOOTSTRAP_SERVERS="kafka.example:9093",
        PATHWAYS_SECURITY_PROTOCOL="SASL_PLAINTEXT",
        PATHWAYS_SASL_MECHANISM="SCRAM-SHA-512",
        PATHWAYS_SASL_USERNAME="planner",
        PATHWAYS_SASL_PASSWORD="hidden",
        PATHWAYS_TOPIC_PREFIX="team.",
    )
    assert code == 0, output
    assert output.startswith("team. Connection(bootstrap_servers='kafka.example:9093'")
    assert "security_protocol='SASL_PLAINTEXT', sasl_mechanism='SCRAM-SHA-512'" in output
    assert output.endswith(" True\n")
    assert "hidden" not in output


def test_a_flag_wins_over_the_environment() -> None:
    _, output = run("--bootstrap", "here:1", PATHWAYS_BOOTSTRAP_SERVERS="there:2")
    assert "'here:1'" in output


def test_signing_in_without_a_password_is_refused() -> None:
    code, output = run(
        "--bootstrap", "here:1", "--security-protocol", "SASL_SSL", "--sasl-username", "planner"
    )
    assert code == 2
    assert "PATHWAYS_SASL_PASSWORD" in output


def test_there_is_no_flag_for_the_password() -> None:
    assert "--sasl-password" not in run("--help")[1]


def test_a_prefix_that_kafka_would_refuse_is_refused_first() -> None:
    code, output = run("--bootstrap", "here:1", "--prefix", "a b")
    assert code == 2
    assert "'a b'" in output


def test_credentials_ask_clients_to_sign_in_and_keep_the_password_out_of_repr() -> None:
    credentials = Credentials("planner", "hidden")
    text = server_properties(Path("/data"), 1, 2, credentials)
    assert "CLIENT:SASL_PLAINTEXT" in text
    assert 'user_planner="hidden"' in text
    assert "hidden" not in repr(credentials)
    assert "SASL" not in server_properties(Path("/data"), 1, 2)
