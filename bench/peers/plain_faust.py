"""The same two stages in plain Faust: agents, a table, `send`; at least once.

Run it as `python -m bench.peers.plain_faust worker`. What decides is ours and the same as in the
exact worker: admission, routing, the fold of a person, the codec. The rest is how Faust's guide
does it, with the state of a person in the table as the bytes that its changelog holds too.
"""

import logging
import os
import sys
from typing import Any

import faust
from faust.types import StreamT

from schemas import codec
from schemas.events import LogPosition
from schemas.framing import NoIds
from schemas.headers import origin
from schemas.partitioning import partition_of
from schemas.topics import TOPICS, UPSTREAM
from streams.candidates.fold import NOBODY, fold
from streams.candidates.memberships import memberships
from streams.candidates.recorded import changed_memberships
from streams.engine.stage import Output
from streams.intake.admission import Admission
from streams.intake.dead_letters import rejected
from streams.intake.refusal import Refused
from streams.intake.routing import Router

NOISY_LOGGERS = ("faust", "aiokafka", "mode")
CANDIDATE_LOG, POOL_LOG = TOPICS["candidate-log"], TOPICS["pool-log"]


def plain_app(address: str, prefix: str) -> faust.App:
    app = faust.App(
        f"{prefix}plain",
        broker=f"kafka://{address}",
        store="memory://",
        datadir=".",
        web_enabled=False,
        key_serializer="raw",
        value_serializer="raw",
        topic_partitions=CANDIDATE_LOG.partitions,
        topic_disable_leader=True,
        table_standby_replicas=0,
    )
    topics = {
        topic.full_name(prefix): app.topic(
            topic.full_name(prefix), key_type=bytes, value_type=bytes, partitions=topic.partitions
        )
        for topic in TOPICS.values()
    }

    async def send(output: Output) -> None:
        await topics[output.topic].send(
            key=output.key,
            value=output.value,
            partition=output.partition,
            headers=list(output.headers),
        )

    _intake(app, topics, prefix, send)
    _candidates(app, topics, prefix, send)
    return app


def _intake(app: faust.App, topics: Any, prefix: str, send: Any) -> None:
    router = Router(prefix)
    for name in UPSTREAM:
        _intake_of(app, name, topics[prefix + name], Admission(name, NoIds()), router, prefix, send)


def _intake_of(
    app: faust.App,
    name: str,
    topic: Any,
    admission: Admission,
    router: Router,
    prefix: str,
    send: Any,
) -> None:
    @app.agent(topic, name=f"intake-{name}")
    async def intake(stream: StreamT[bytes]) -> None:
        async for event in stream.events():
            message: Any = event.message
            try:
                fact, value, row = admission.admit(event.value, int(message.timestamp * 1000))
            except Refused as refused:
                await send(rejected(message, name, refused, prefix))
                continue
            headers = (origin(name, message.partition, message.offset),)
            for output in router.route(fact, value, row, headers):
                await send(output)


def _candidates(app: faust.App, topics: Any, prefix: str, send: Any) -> None:
    people = app.Table(
        "people",
        key_type=bytes,
        value_type=bytes,
        partitions=CANDIDATE_LOG.partitions,
    )

    @app.agent(topics[CANDIDATE_LOG.full_name(prefix)], name="candidates")
    async def candidates(stream: StreamT[bytes]) -> None:
        async for event in stream.events():
            message = event.message
            fact = codec.decode(event.value)
            state = people.get(event.key)
            before = NOBODY if state is None else codec.decode(state)
            after = fold(before, fact)
            if after is before:
                continue
            people[event.key] = codec.encode(after)
            position = LogPosition(
                log=CANDIDATE_LOG.name, partition=message.partition, count=message.offset + 1
            )
            headers = (origin(CANDIDATE_LOG.name, message.partition, message.offset),)
            changed = changed_memberships(
                fact.candidate_id, memberships(before), memberships(after), fact, position
            )
            for recorded in changed:
                key = recorded.job_group.encode()
                partition = partition_of(key, POOL_LOG.partitions)
                topic, value = POOL_LOG.full_name(prefix), codec.encode(recorded)
                await send(Output(topic, partition, key, value, headers))


def main() -> None:
    for name in NOISY_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    address, prefix = os.environ["PATHWAYS_BOOTSTRAP_SERVERS"], os.environ["PATHWAYS_TOPIC_PREFIX"]
    app = plain_app(address, prefix)
    sys.argv = [sys.argv[0], "worker", "--without-web", "--loglevel", "warn"]
    app.main()


if __name__ == "__main__":
    main()
