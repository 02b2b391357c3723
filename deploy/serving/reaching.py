"""Where Kafka is, looked up anew whenever it is needed: it may come, go and come back."""

from collections.abc import Callable

import click

from consumers.web.ports import Away
from producers.addresses import require_listener
from producers.errors import BrokerUnreachable
from schemas.connection import Connection

Reach = Callable[[], Connection]
"""Raises Away where nothing listens."""

LISTENER_S = 2.0


def reaching(connect: Callable[[], Connection]) -> Reach:
    """`connect` tells the address, as the options of a command do.

    A client of Kafka tries for ten seconds before it says that nobody is there: people who wait
    for a page learn it at once.
    """

    def reach() -> Connection:
        try:
            connection = connect()
            require_listener(connection.bootstrap_servers, LISTENER_S)
        except BrokerUnreachable as error:
            raise Away(f"Kafka does not answer: {error}.") from error
        except click.ClickException as error:
            raise Away(f"Kafka is not there: {error.message}.") from error
        return connection

    return reach
