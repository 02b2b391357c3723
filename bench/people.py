"""State records of a hundred thousand people, as the candidates stage would have left them."""

from collections.abc import Iterator

from bench.backlog import backlog
from schemas.codec import encode

DISTINCT_PEOPLE = 10_000
_SPARE = "abcdefghjkmnpqrstuvwxyz"
"""No hexadecimal digits beyond f: a copied person is nobody of the history, but as long."""


def state_records(count: int) -> Iterator[tuple[bytes, bytes]]:
    """Key and value of each of `count` people.

    Ten thousand histories are folded; further people have the same history under ids of their
    own of the same length, so that no two records are equal and the sizes are those of real ones.
    """
    folded = backlog(min(count, DISTINCT_PEOPLE), 200).states()
    originals = [(key.encode(), encode(state)) for key, state in folded.items()]
    for number in range(count):
        key, value = originals[number % len(originals)]
        copy = _SPARE[number // len(originals)].encode()
        other = key[:2] + copy + key[3:]
        yield other, value.replace(key, other)
