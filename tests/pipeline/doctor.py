"""Copies of a reading with one thing wrong, as a fault of the engine would leave it."""

from dataclasses import replace

from tests.pipeline.reading import Line, Place, Reading


def doubled(reading: Reading, place: Place, index: int) -> Reading:
    """A record stands once more, right behind itself."""
    lines = list(reading[place])
    return {**reading, place: [*lines[: index + 1], *lines[index:]]}


def dropped(reading: Reading, place: Place, index: int) -> Reading:
    lines = list(reading[place])
    return {**reading, place: [*lines[:index], *lines[index + 1 :]]}


def altered(reading: Reading, place: Place, index: int, byte: int = -1) -> Reading:
    """One bit of one byte of a value."""
    line = reading[place][index]
    value = bytearray(line.value or b"")
    value[byte] ^= 1
    return _with(reading, place, index, replace(line, value=bytes(value)))


def forged(reading: Reading, place: Place, index: int, origin: str) -> Reading:
    """A record names another origin than its own."""
    return _with(reading, place, index, replace(reading[place][index], origin=origin))


def swapped(reading: Reading, place: Place, index: int, other: int) -> Reading:
    """Two records have changed places; the offsets have not."""
    lines = list(reading[place])
    first, second = lines[index], lines[other]
    lines[index] = replace(second, offset=first.offset)
    lines[other] = replace(first, offset=second.offset)
    return {**reading, place: lines}


def two_of_one_source(reading: Reading, place: Place) -> tuple[int, int]:
    """Two neighbours along one way, with different values: their order is not free."""
    last: dict[str, int] = {}
    for index, line in enumerate(reading[place]):
        source = line.origin.rpartition("/")[0]
        before = last.get(source)
        if before is not None and reading[place][before].value != line.value:
            return before, index
        last[source] = index
    raise ValueError(f"{place} has no two records of one source")


def _with(reading: Reading, place: Place, index: int, line: Line) -> Reading:
    lines = list(reading[place])
    lines[index] = line
    return {**reading, place: lines}
