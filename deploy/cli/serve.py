"""`pathways serve`: the console for people and the HTTP API for tools, over the read model."""

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from consumers.projection.database import open_for_reading
from consumers.server import build_server
from consumers.web.live import Live
from consumers.web.rate import Rate
from consumers.web.roles import Role
from consumers.web.serving import Serving
from consumers.web.tokens import Tokens
from deploy.cli.connection import KafkaSettings, kafka_settings
from deploy.cli.database import WEBHOOKS, database_option, url_of, webhooks_database_option
from deploy.cli.results import results_told_clearly, stop_on_signal
from deploy.cli.stderr_log import log_level_option, log_to_stderr
from deploy.serving.listening import PORT, PortTaken, address_of, listening_socket
from deploy.serving.metrics import ServerMetrics, WhatItNeeds
from deploy.serving.ports import ports_over
from deploy.serving.reaching import reaching
from deploy.serving.running import serve_until_asked_to_end
from deploy.serving.tokens_of_a_run import is_this_machine, sign_in_link, tokens_of_a_run
from deploy.serving.watched import Watched

SECRET_VARIABLE = "PATHWAYS_SESSION_SECRET"
SECRET_CHARACTERS = 32
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_PORT = click.IntRange(0, 65535)


@click.command()
@kafka_settings
@database_option
@click.option(
    "--host",
    envvar="PATHWAYS_SERVE_HOST",
    show_envvar=True,
    default="127.0.0.1",
    show_default=True,
    help="Where to listen; 0.0.0.0 for every address of this machine.",
)
@click.option(
    "--port",
    envvar="PATHWAYS_SERVE_PORT",
    show_envvar=True,
    type=_PORT,
    help=f"0 for any.  [default: {PORT}, or the next one that is free]",
)
@click.option(
    "--tokens",
    "tokens_file",
    envvar="PATHWAYS_TOKENS",
    show_envvar=True,
    type=_FILE,
    help="Who may come in, as `pathways token` tells.  [default: a token for each role, "
    "for this run, told here; on this machine only]",
)
@webhooks_database_option
@click.option(
    "--reports",
    envvar="PATHWAYS_REPORTS",
    show_envvar=True,
    type=_FOLDER,
    help="The folder of backtest reports (HTML) to show.  [default: none]",
)
@click.option(
    "--requests-per-minute",
    envvar="PATHWAYS_REQUESTS_PER_MINUTE",
    show_envvar=True,
    type=click.IntRange(min=1),
    default=600,
    show_default=True,
    help="How many requests of the API each token may make.",
)
@click.option(
    "--secure-cookies",
    envvar="PATHWAYS_SECURE_COOKIES",
    show_envvar=True,
    is_flag=True,
    help="Sessions over HTTPS only: with a reverse proxy that speaks it.",
)
@click.option(
    "--trusted-proxy",
    envvar="PATHWAYS_TRUSTED_PROXY",
    show_envvar=True,
    metavar="ADDRESS[,...]",
    help="The reverse proxy whose X-Forwarded-* headers tell who "
    "asks.  [default: nobody is believed]",
)
@log_level_option
def serve(
    *,
    settings: KafkaSettings,
    database: str | None,
    host: str,
    port: int | None,
    tokens_file: Path | None,
    webhooks_database: str | None,
    reports: Path | None,
    requests_per_minute: int,
    secure_cookies: bool,
    trusted_proxy: str | None,
    log_level: str,
) -> None:
    """Show roster, vacancies and proposals, take decisions, and stream what changes.

    It reads what `pathways project` writes, and starts before that has begun. Kafka is asked for
    explanations and given decisions; while it is away, pages go on. SIGTERM or Ctrl-C ends open
    streams and the server within seconds.

    Sessions end with the process unless PATHWAYS_SESSION_SECRET is set, to 32 characters or more;
    several servers need the same one.
    """
    secret = _session_secret()
    tokens, made = _who_may_come_in(host, tokens_file)
    _log(log_level)
    _tell_of_kafka(settings)
    with results_told_clearly(), stop_on_signal():
        engine = open_for_reading(url_of(database))
        try:
            listener = listening_socket(host, port)
            webhooks, reach = url_of(webhooks_database, WEBHOOKS), reaching(settings.connect)
            with ports_over(reach, settings.prefix, engine, webhooks, reports) as ports:
                live, rate = Live(engine), Rate(requests_per_minute)
                serving = Serving(engine, tokens, ports, live, rate, secret, secure_cookies)
                serving.metrics.register(WhatItNeeds(serving))
                counted = ServerMetrics(serving.metrics)
                app = Watched(build_server(serving), tokens, counted, ports.now)
                _tell(address_of(listener), made, secure_cookies or is_this_machine(host))
                serve_until_asked_to_end(app, live, listener, trusted_proxy)
        except PortTaken as error:
            raise click.ClickException(str(error)) from error
        finally:
            engine.dispose()


def _session_secret() -> str | None:
    secret = os.environ.get(SECRET_VARIABLE)
    if secret and len(secret) < SECRET_CHARACTERS:
        raise click.UsageError(
            f"{SECRET_VARIABLE} has {len(secret)} characters; it needs {SECRET_CHARACTERS}."
        )
    return secret or None


def _who_may_come_in(host: str, file: Path | None) -> tuple[Tokens, Mapping[Role, str]]:
    if file is not None:
        with results_told_clearly():
            return Tokens.read(file), {}
    if is_this_machine(host):
        return tokens_of_a_run()
    raise click.UsageError(
        f"whoever reaches {host} must be known: make a file of tokens with `pathways token "
        "--name DESK --role ROLE --file FILE` and give it with --tokens FILE."
    )


def _log(level: str) -> None:
    log_to_stderr(level)
    if level.upper() != "DEBUG":
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    # Each line is an object by itself, for whatever collects them.
    access = logging.getLogger("pathways.access")
    access.propagate = False
    access.addHandler(logging.StreamHandler(sys.stderr))


def _tell_of_kafka(settings: KafkaSettings) -> None:
    """Settings that contradict themselves are refused; a Kafka that is not there yet is told."""
    try:
        settings.connect()
    except click.UsageError:
        raise
    except click.ClickException as error:
        click.echo(f"Served without Kafka for now: {error.message}", err=True)


def _tell(address: str, made: Mapping[Role, str], safe: bool) -> None:
    click.echo(f"Pathways is at {address}")
    for role, token in made.items():
        click.echo(f"  as {role:<10} {sign_in_link(address, token)}")
    if made:
        click.echo("Links and tokens are for this run alone; Ctrl-C ends it.")
    if not safe:
        click.echo(
            "Sessions cross the network unencrypted: put a reverse proxy that speaks HTTPS before "
            "it, and give --secure-cookies.",
            err=True,
        )
    sys.stdout.flush()


if __name__ == "__main__":
    serve()
