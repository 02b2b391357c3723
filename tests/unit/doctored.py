"""Copies of a history in which somebody has been at single records."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from schemas.codec import decode, encode, name_of
from schemas.headers import ORIGIN
from streams.history.logs import Place
from streams.history.snapshot.form import SavedRecord
from tests.unit.written_history import Reading

Change = Callable[[SavedRecord], SavedRecord]


@dataclass(frozen=True)
class Doctor:
    """Changes a reading; the record that it answers is the one it has been at, as it was."""

    reading: Reading

    def fullest(self, topic: str, but: tuple[Place, ...] = ()) -> Place:
        """The partition with most records."""
        places = (one for one in self.reading if one.topic == topic and one not in but)
        return max(places, key=lambda one: len(self.reading[one]))

    def numbers(self, place: Place, *names: str) -> list[int]:
        """Of the records with these names."""
        records = enumerate(self.reading[place])
        return [number for number, one in records if name_of(one.value or b"") in names]

    def drop(self, place: Place, number: int) -> SavedRecord:
        return self.reading[place].pop(number)

    def change(self, place: Place, number: int, change: Change) -> SavedRecord:
        before = self.reading[place][number]
        self.reading[place][number] = change(before)
        return before

    def swap(self, place: Place, number: int, other: int) -> tuple[SavedRecord, SavedRecord]:
        """They change places; the offsets stay where they were."""
        records = self.reading[place]
        first, second = records[number], records[other]
        records[number] = second._replace(offset=first.offset)
        records[other] = first._replace(offset=second.offset)
        return first, second

    def add(self, place: Place, record: SavedRecord) -> SavedRecord:
        """Behind all others; answers it as it stands."""
        added = record._replace(offset=self.reading[place][-1].offset + 1)
        self.reading[place].append(added)
        return added


def one_byte(at: int) -> Change:
    """One bit of one byte of the value is another one."""

    def change(record: SavedRecord) -> SavedRecord:
        value = bytearray(record.value or b"")
        value[at] ^= 1
        return record._replace(value=bytes(value))

    return change


def fields(**values: Any) -> Change:
    """Some fields have other values."""
    return lambda record: record._replace(
        value=encode(replace(decode(record.value or b""), **values))
    )


def garbage(record: SavedRecord) -> SavedRecord:
    return record._replace(value=b"no Avro at all")


def origin(record: SavedRecord) -> str:
    return str(dict(record.headers).get(ORIGIN, b"").decode())
