"""The options by which every command reaches Kafka, given as one `Connection`."""

import functools
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, get_args

import click

from deploy.broker.layout import home_from
from deploy.broker.local import LocalBroker
from schemas.connection import Connection, SecurityProtocol
from schemas.topics import DEFAULT_PREFIX

PASSWORD_VARIABLE = "PATHWAYS_SASL_PASSWORD"
_PREFIX = re.compile(r"[A-Za-z0-9._-]{0,200}")
_FILE = click.Path(exists=True, dir_okay=False)
_SETTINGS = (
    click.option("--bootstrap", envvar="PATHWAYS_BOOTSTRAP_SERVERS", show_envvar=True,
                 metavar="HOST:PORT[,...]", help="Kafka's address.  [default: the local broker]"),
    click.option("--prefix", envvar="PATHWAYS_TOPIC_PREFIX", show_envvar=True,
                 default=DEFAULT_PREFIX, show_default=True, help="What topic names begin with."),
    click.option("--security-protocol", envvar="PATHWAYS_SECURITY_PROTOCOL", show_envvar=True,
                 default="PLAINTEXT", show_default=True,
                 type=click.Choice(get_args(SecurityProtocol), case_sensitive=False),
                 help="How Kafka is spoken to: SSL encrypts, SASL asks who we are."),
    click.option("--sasl-mechanism", envvar="PATHWAYS_SASL_MECHANISM", show_envvar=True,
                 metavar="NAME", help="PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.  [default: PLAIN]"),
    click.option("--sasl-username", envvar="PATHWAYS_SASL_USERNAME", show_envvar=True,
                 metavar="NAME", help=f"The password comes from {PASSWORD_VARIABLE} alone."),
    click.option("--ssl-cafile", envvar="PATHWAYS_SSL_CAFILE", show_envvar=True, type=_FILE,
                 help="Authorities that may vouch for Kafka, as PEM."),
    click.option("--ssl-certfile", envvar="PATHWAYS_SSL_CERTFILE", show_envvar=True, type=_FILE,
                 help="Our certificate, as PEM."),
    click.option("--ssl-keyfile", envvar="PATHWAYS_SSL_KEYFILE", show_envvar=True, type=_FILE,
                 help="The key of our certificate, as PEM."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KafkaSettings:
    """What the options and the environment say about Kafka, before anything is reached."""

    bootstrap: str | None
    prefix: str
    security: Mapping[str, Any]

    def connect(self) -> Connection:
        """The given Kafka, or the local broker when no address is given and one runs."""
        return connect(self.bootstrap, **self.security)


def kafka_settings(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command `settings: KafkaSettings` from options or environment."""

    @functools.wraps(command)
    def informed(*args: Any, bootstrap: str | None, prefix: str, **kwargs: Any) -> Any:
        security = {name: kwargs.pop(name) for name in _SECURITY}
        settings = KafkaSettings(bootstrap, _checked(prefix), security)
        return command(*args, settings=settings, **kwargs)

    for setting in reversed(_SETTINGS):
        informed = setting(informed)
    return informed


def kafka_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Gives a command `connection: Connection` and `prefix: str` from options or environment."""

    @kafka_settings
    @functools.wraps(command)
    def connected(*args: Any, settings: KafkaSettings, **kwargs: Any) -> Any:
        return command(*args, connection=settings.connect(), prefix=settings.prefix, **kwargs)

    return connected


def settings_given(context: click.Context) -> KafkaSettings:
    """What a command's options said of Kafka, for one that may also do without."""
    given = context.params
    security = {name: given[name] for name in _SECURITY}
    return KafkaSettings(given["bootstrap"], _checked(given["prefix"]), security)


def environment_of(connection: Connection, prefix: str) -> dict[str, str]:
    """The variables that lead another `pathways` process to the same Kafka."""
    values = {
        "BOOTSTRAP_SERVERS": connection.bootstrap_servers,
        "TOPIC_PREFIX": prefix,
        "SECURITY_PROTOCOL": connection.security_protocol,
        "SASL_MECHANISM": connection.sasl_mechanism,
        "SASL_USERNAME": connection.sasl_username,
        "SASL_PASSWORD": connection.sasl_password,
        "SSL_CAFILE": connection.ssl_cafile,
        "SSL_CERTFILE": connection.ssl_certfile,
        "SSL_KEYFILE": connection.ssl_keyfile,
    }
    return {f"PATHWAYS_{name}": value for name, value in values.items() if value is not None}


_SECURITY = (
    "security_protocol",
    "sasl_mechanism",
    "sasl_username",
    "ssl_cafile",
    "ssl_certfile",
    "ssl_keyfile",
)


def connect(bootstrap: str | None, **security: Any) -> Connection:
    """The given Kafka, or the local broker when no address is given and one runs."""
    if not bootstrap:
        return _local()
    password = os.environ.get(PASSWORD_VARIABLE)
    protocol = str(security["security_protocol"])
    if protocol.startswith("SASL") and not (security.get("sasl_username") and password):
        raise click.UsageError(
            f"{protocol} needs a user: set PATHWAYS_SASL_USERNAME and {PASSWORD_VARIABLE}."
        )
    return Connection(bootstrap, sasl_password=password, **security)


def _local() -> Connection:
    home = home_from()
    local = LocalBroker(home.default_broker, home=home)
    if local.status().state != "running":
        raise click.ClickException(
            "no Kafka address: start one with `pathways broker start` "
            "or set PATHWAYS_BOOTSTRAP_SERVERS"
        )
    return local.connection()


def _checked(prefix: str) -> str:
    if not _PREFIX.fullmatch(prefix):
        raise click.BadParameter(
            f"{prefix!r}: Kafka takes letters, digits, dots, dashes and underscores",
            param_hint="--prefix",
        )
    return prefix
