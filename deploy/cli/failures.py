"""How a command ends when something known goes wrong: one clear message, exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from kafka.errors import KafkaError

from deploy.broker.errors import BrokerError
from deploy.topics import TopicError


@contextmanager
def told_clearly() -> Iterator[None]:
    try:
        yield
    except (BrokerError, TopicError) as error:
        raise click.ClickException(str(error)) from error
    except KafkaError as error:
        raise click.ClickException(
            f"Kafka refused or did not answer: {error}. "
            "Check its address and the PATHWAYS_* settings of the connection."
        ) from error
