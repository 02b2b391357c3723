"""Avro's binary forms of single values, made to be called from compiled writers and readers."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = EPOCH.toordinal()
_DAYS_REMEMBERED_MAX = 16_384
_VARINT_BYTES_MAX = 10
_EIGHT_BYTES_FROM, _EIGHT_BYTES_BELOW = 1 << 49, 1 << 56


def varint(number: int) -> bytes:
    """An unsigned number in groups of seven bits, the lowest first."""
    written = bytearray()
    while number > 0x7F:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    written.append(number)
    return bytes(written)


SMALL = [varint(number) for number in range(8192)]
"""The varints of small unsigned numbers."""
SIZES = SMALL[::2]
"""The sizes of short texts, by their number of bytes: a size is a long, doubled as zigzag wants."""


def size_bytes(size: int) -> bytes:
    return SIZES[size] if size < len(SIZES) else varint(size << 1)


def long_bytes(number: int) -> bytes:
    if not -(1 << 63) <= number < 1 << 63:
        raise OverflowError(f"{number} does not fit into 64 bits")
    zigzag = (number << 1) ^ (number >> 63)
    return SMALL[zigzag] if zigzag < len(SMALL) else varint(zigzag)


@lru_cache(_DAYS_REMEMBERED_MAX)
def day_bytes(day: date) -> bytes:
    return long_bytes(day.toordinal() - _EPOCH_DAY)


def time_bytes(time: datetime) -> bytes:
    """Microseconds since 1970; a time without a zone raises TypeError."""
    since = time - EPOCH
    number = ((since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds) << 1
    if not _EIGHT_BYTES_FROM <= number < _EIGHT_BYTES_BELOW:
        return long_bytes(number >> 1)
    # The years 1979 to 3111, written out: the loop costs three times as much.
    return bytes(
        (
            number & 0x7F | 0x80,
            number >> 7 & 0x7F | 0x80,
            number >> 14 & 0x7F | 0x80,
            number >> 21 & 0x7F | 0x80,
            number >> 28 & 0x7F | 0x80,
            number >> 35 & 0x7F | 0x80,
            number >> 42 & 0x7F | 0x80,
            number >> 49,
        )
    )


def long_at(value: bytes, place: int) -> tuple[int, int]:
    """The long that begins at a place, and where the next value begins.

    Raises IndexError past the end, and ValueError for what no 64 bits hold.
    """
    first = value[place]
    if first < 0x80:
        return (first >> 1) ^ -(first & 1), place + 1
    number, shift = first & 0x7F, 7
    for byte in value[place + 1 : place + _VARINT_BYTES_MAX]:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            if number >> 64:
                break
            return (number >> 1) ^ -(number & 1), place + shift // 7
    raise ValueError("a number that does not end, or not within 64 bits")


def size_at(value: bytes, place: int) -> tuple[int, int]:
    """As `long_at`; a size is never negative."""
    size, place = long_at(value, place)
    if size < 0:
        raise ValueError("a negative size")
    return size, place


_days: dict[bytes, date] = {}


def day_at(value: bytes, place: int) -> tuple[date, int]:
    # Three bytes are a day from 1992 on. What is remembered are whole varints of that length, and
    # none is the beginning of another value.
    known = _days.get(value[place : place + 3])
    if known is not None:
        return known, place + 3
    number, end = long_at(value, place)
    day = date.fromordinal(number + _EPOCH_DAY)
    if end - place == 3 and len(_days) < _DAYS_REMEMBERED_MAX:
        _days[value[place:end]] = day
    return day, end


def time_at(value: bytes, place: int) -> tuple[datetime, int]:
    number, place = long_at(value, place)
    seconds, microseconds = divmod(number, 1_000_000)
    return EPOCH + timedelta(0, seconds, microseconds), place
