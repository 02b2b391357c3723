"""The pools as their state topic has them, made ready to be asked what they would say."""

from collections.abc import Iterator
from contextlib import closing

from deploy.log_tail import LogTail
from schemas.connection import Connection
from schemas.topics import TOPICS
from streams.engine.stage import UnitId
from streams.pool.fold import POOL_LOG, PoolFold
from streams.pool.pool import Pool

TIMEOUT_S = 300.0
"""For reading all of the state: minutes of it at a million memberships."""


def read_pools(connection: Connection, prefix: str) -> Iterator[Pool]:
    """One pool at a time, each as its last transaction left it.

    Raises Unreachable, TailTimeout, or PoolError where the state is of a newer program.
    """
    topic = TOPICS["pool-state"].full_name(prefix)
    with closing(LogTail(connection, TIMEOUT_S)) as tail:
        for place, bounds in tail.bounds(tail.partitions([topic]).get(topic, [])).items():
            values = {record.key: record.value for record in tail.read({place: bounds})}
            fold = PoolFold(UnitId("pool", POOL_LOG, place.partition), prefix)
            fold.restore((key, value) for key, value in values.items() if value is not None)
            yield fold.pool
