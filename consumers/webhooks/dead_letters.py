"""What an operator sees and does: how each endpoint stands, what is dead, and trying it again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, delete, func, select, update

from consumers.dialects import create_tables
from consumers.errors import UnknownDelivery
from consumers.webhooks.tables import DELIVERIES, DISABLED, METADATA, POSITIONS, State

_COUNTED: tuple[State, ...] = ("PENDING", "DELIVERED", "DEAD")


@dataclass(frozen=True, slots=True)
class Standing:
    """An endpoint in numbers; `delivered` covers as long as delivered webhooks are remembered."""

    endpoint: str
    pending: int
    delivered: int
    dead: int
    oldest_pending: datetime | None
    """When the event was written that waits for longest."""
    disabled_since: datetime | None
    disabled_reason: str | None


@dataclass(frozen=True, slots=True)
class Dead:
    """A webhook that is tried no more by itself."""

    endpoint: str
    webhook_id: str
    type: str
    attempts: int
    written_at: datetime
    last_attempt_at: datetime
    last_status: int | None
    last_error: str | None


def standings(engine: Engine, names: Iterable[str]) -> tuple[Standing, ...]:
    """Of these endpoints, and of others that the database knows."""
    create_tables(engine, METADATA)
    counted = select(
        DELIVERIES.c.endpoint,
        DELIVERIES.c.state,
        func.count(),
        func.min(DELIVERIES.c.written_at),
    ).group_by(DELIVERIES.c.endpoint, DELIVERIES.c.state)
    with engine.connect() as connection:
        counts = {(row[0], row[1]): (row[2], row[3]) for row in connection.execute(counted)}
        disabled = {row.endpoint: row for row in connection.execute(select(DISABLED))}
    known = dict.fromkeys([*names, *sorted({*disabled, *(name for name, _ in counts)})])
    return tuple(_standing(name, counts, disabled.get(name)) for name in known)


def dead(engine: Engine, endpoint: str | None = None) -> tuple[Dead, ...]:
    """The longest dead first."""
    create_tables(engine, METADATA)
    query = (
        select(*(DELIVERIES.c[name] for name in Dead.__dataclass_fields__))
        .where(DELIVERIES.c.state == "DEAD")
        .order_by(DELIVERIES.c.last_attempt_at, DELIVERIES.c.webhook_id)
    )
    if endpoint is not None:
        query = query.where(DELIVERIES.c.endpoint == endpoint)
    with engine.connect() as connection:
        return tuple(Dead(*row) for row in connection.execute(query))


def retry(engine: Engine, endpoint: str, webhook_ids: Sequence[str], now: datetime) -> int:
    """Sends dead webhooks again from their first attempt on, all where none is named.

    An endpoint that was gone is enabled again. Raises UnknownDelivery for an endpoint that nothing
    was ever read for, and for an id that is not dead; nothing is changed then.
    """
    create_tables(engine, METADATA)
    of_endpoint = DELIVERIES.c.endpoint == endpoint
    chosen = [of_endpoint, DELIVERIES.c.state == "DEAD"]
    if webhook_ids:
        chosen.append(DELIVERIES.c.webhook_id.in_(webhook_ids))
    again = {"state": "PENDING", "attempts": 0, "next_attempt_at": now}
    with engine.begin() as connection:
        known = select(POSITIONS.c.endpoint).where(POSITIONS.c.endpoint == endpoint).limit(1)
        if connection.execute(known).first() is None:
            raise UnknownDelivery(
                f"Nothing was ever read for an endpoint {endpoint}. "
                "`pathways webhooks list` lists those that there are."
            )
        found = set(connection.execute(select(DELIVERIES.c.webhook_id).where(*chosen)).scalars())
        if missing := [one for one in webhook_ids if one not in found]:
            raise UnknownDelivery(
                f"No dead webhook of {endpoint} has the id {missing[0]}. "
                "`pathways webhooks dead` lists those that there are."
            )
        connection.execute(update(DELIVERIES).where(*chosen).values(**again))
        connection.execute(delete(DISABLED).where(DISABLED.c.endpoint == endpoint))
    return len(found)


def _standing(
    name: str, counts: Mapping[tuple[str, str], tuple[int, datetime]], disabled: object
) -> Standing:
    pending, delivered, gone = (counts.get((name, state), (0, None))[0] for state in _COUNTED)
    return Standing(
        endpoint=name,
        pending=pending,
        delivered=delivered,
        dead=gone,
        oldest_pending=counts.get((name, "PENDING"), (0, None))[1],
        disabled_since=getattr(disabled, "since", None),
        disabled_reason=getattr(disabled, "reason", None),
    )
