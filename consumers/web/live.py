"""What changes in the read model, told to all who wait: one look for however many there are."""

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from consumers.projection.tables import GENERATIONS
from consumers.questions.published import Cursor, Published, end_of_published, published_after

log = logging.getLogger(__name__)

_CURSOR = re.compile(r"(?:[0-9]{1,6}:[0-9]{1,18},){0,999}[0-9]{1,6}:[0-9]{1,18}")
"""No number in it is more than a database can hold."""
LOOK_S = 0.1
"""How often the read model is looked at: a revision waits half as long for it on average."""
LOOK_AGAIN_S = 2.0
"""After a look that failed: a database that is away is not asked ten times a second."""
TAIL_EVENTS_MAX = 256
"""What is kept in memory for streams that are a little behind; those further behind ask the
database themselves."""


@dataclass(frozen=True, slots=True)
class Tick:
    """The state of the read model as one value: another one means that something was written."""

    generation: int
    transactions: int


class Live:
    """Looks at the read model while it runs, and wakes whoever waits."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._changed = asyncio.Condition()
        self._tail = _Tail({}, ())
        self.tick: Tick | None = None
        """None: nothing was read yet, or the database does not answer."""
        self.end: Cursor | None = None
        """After everything that was published and read so far; None: nothing was read yet."""
        self.over = False
        """The server ends: streams are to end, too."""

    async def run(self) -> None:
        """Look until cancelled; a server that begins again may do so in another event loop."""
        self._changed, self.over = asyncio.Condition(), False
        told = ""
        while True:
            try:
                changed = await asyncio.to_thread(self._look)
                told = ""
            except SQLAlchemyError as error:
                changed, self.tick = self.tick is not None, None
                if told != (told := type(error).__name__):
                    log.warning("the read model cannot be read: %s", told)
            if changed:
                async with self._changed:
                    self._changed.notify_all()
            await asyncio.sleep(LOOK_S if self.tick else LOOK_AGAIN_S)

    async def close(self) -> None:
        async with self._changed:
            self.over = True
            self._changed.notify_all()

    async def wait(self, seen: Tick | None, timeout_s: float) -> Tick | None:
        """Another tick than the one seen, or the same after `timeout_s` seconds."""
        try:
            async with asyncio.timeout(timeout_s), self._changed:
                await self._changed.wait_for(lambda: self.over or self.tick != seen)
        except TimeoutError:
            pass
        return self.tick

    async def after(self, cursor: Cursor) -> list[Published]:
        """What was published after the cursor, in order; a part of it where it is much."""
        tail = self._tail
        if tail.reaches(cursor):
            return [one for one in tail.events if one.offset >= cursor.get(one.partition, 0)]
        return await asyncio.to_thread(self._read_after, cursor)

    def _read_after(self, cursor: Cursor) -> list[Published]:
        try:
            with self._engine.connect() as connection:
                return published_after(connection, cursor, TAIL_EVENTS_MAX)
        except SQLAlchemyError as error:
            # A stream goes on where it was once the database answers again.
            log.warning("the read model cannot be read: %s", error.__class__.__name__)
            return []

    def _look(self) -> bool:
        """In a thread of its own; only here is anything of this object changed."""
        with self._engine.connect() as connection:
            query = select(GENERATIONS.c.generation, GENERATIONS.c.transactions)
            row = connection.execute(query.where(GENERATIONS.c.state == "CURRENT")).one_or_none()
            tick = None if row is None else Tick(*row)
            if tick == self.tick:
                return False
            if self.tick is None or self.end is None:
                self.end = end_of_published(connection)
                self._tail = _Tail(self.end, ())
            else:
                while new := published_after(connection, self.end, TAIL_EVENTS_MAX):
                    self._follow(self.end, new)
        self.tick = tick
        return True

    def _follow(self, end: Cursor, new: list[Published]) -> None:
        self._tail, self.end = self._tail.longer(new), advanced(end, new)


@dataclass(frozen=True, slots=True)
class _Tail:
    """The last events, and the cursor before them: one value, so that no reader ever sees the
    events of now beside the cursor of before, and passes over what was let go in between."""

    floor: Cursor
    events: Sequence[Published]

    def reaches(self, cursor: Cursor) -> bool:
        """Whether everything after the cursor is here."""
        return all(cursor.get(partition, 0) >= floor for partition, floor in self.floor.items())

    def longer(self, new: Sequence[Published]) -> "_Tail":
        events = [*self.events, *new]
        cut = max(0, len(events) - TAIL_EVENTS_MAX)
        return _Tail(advanced(self.floor, events[:cut]), events[cut:])


def advanced(cursor: Cursor, over: Sequence[Published]) -> Cursor:
    """The cursor behind these."""
    after: dict[int, int] = dict(cursor)
    for one in over:
        after[one.partition] = max(after.get(one.partition, 0), one.offset + 1)
    return after


def spelled(cursor: Mapping[int, int]) -> str:
    """As it stands in the `id` of an event: `0:12,3:7`."""
    return ",".join(f"{partition}:{offset}" for partition, offset in sorted(cursor.items()))


def cursor_of(text: str) -> Cursor:
    """Raises ValueError where the text is no cursor."""
    if not _CURSOR.fullmatch(text):
        raise ValueError(text)
    pairs = (pair.split(":") for pair in text.split(","))
    return {int(partition): int(offset) for partition, offset in pairs}
