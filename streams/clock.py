"""Time as an event: each worker publishes the day, so that decisions need no clock."""

import asyncio
import logging
from collections.abc import Callable
from datetime import date

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from schemas.codec import encode
from schemas.connection import Connection
from schemas.days import day_started
from schemas.headers import cloud_event

log = logging.getLogger(__name__)

LOOK_AGAIN_S = 30.0
"""How often the date is looked at: a machine that slept notices the new day this late at most."""


async def publish_days(connection: Connection, topic: str, today: Callable[[], date]) -> None:
    """Publish today and then each new UTC day to the full name of the reference topic, for ever.

    Days on which no worker ran need no event of their own: every rule compares dates, none
    counts days, and the pool takes up the day it is told.
    """
    published: date | None = None
    while True:
        day = today()
        if day != published:
            published = await _published(connection, topic, day)
        await asyncio.sleep(LOOK_AGAIN_S)


async def _published(connection: Connection, topic: str, day: date) -> date | None:
    """The day, or None where Kafka could not be reached: the next look tries again."""
    event = day_started(day)
    try:
        async with AIOKafkaProducer(**connection.client_options()) as producer:
            await producer.send_and_wait(
                topic,
                key=event.event_id.encode(),
                value=encode(event),
                headers=cloud_event(event),
            )
    except KafkaError as error:
        log.warning("could not publish the day %s, will try again: %r", day, error)
        return None
    return day
