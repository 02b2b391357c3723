"""What stands in a partition against what should stand there, each difference named."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from schemas import codec

Kind = Literal[
    "missing", "doubled", "altered", "unknown", "order", "gap", "overlap", "behind", "audit"
]
"""`audit` is what the product's own audit names; the others are found by what stands here."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: what kind, in which partition, which record."""

    kind: Kind
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind} in {self.where}: {self.what}"


class Item(NamedTuple):
    """A record as far as it must be right."""

    origin: str
    key: bytes | None
    value: bytes | None

    def __str__(self) -> str:
        name = codec.name_of(self.value) if self.value else None
        return f"{name or 'a record'} of {self.origin or 'no origin'}, key {self.key!r}"


def compare(where: str, expected: Sequence[Item], found: Sequence[Item]) -> list[Fault]:
    """Every difference between two sequences; nothing if they are the same, in order too."""
    if list(expected) == list(found):
        return []
    want, have = Counter(expected), Counter(found)
    lacking, surplus = want - have, have - want
    faults = []
    for item in surplus.elements():
        if item in want:
            faults.append(Fault("doubled", where, str(item)))
        elif twin := _twin(item, lacking):
            lacking[twin] -= 1
            faults.append(Fault("altered", where, str(item)))
        else:
            faults.append(Fault("unknown", where, str(item)))
    faults.extend(Fault("missing", where, str(item)) for item in (+lacking).elements())
    return faults + _disorder(where, expected, found)


def _twin(item: Item, lacking: Counter[Item]) -> Item | None:
    """What `item` should have been: a record of the same origin, of the same key if there is."""
    kin = [one for one in +lacking if one.origin == item.origin]
    return next((one for one in kin if one.key == item.key), kin[0] if kin else None)


def _disorder(where: str, expected: Sequence[Item], found: Sequence[Item]) -> list[Fault]:
    """The first place at which what stands on both sides stands in another order."""
    both = Counter(expected) & Counter(found)
    for right, wrong in zip(_among(expected, both), _among(found, both), strict=True):
        if right != wrong:
            return [Fault("order", where, f"{wrong} stands before {right}")]
    return []


def _among(items: Iterable[Item], both: Counter[Item]) -> list[Item]:
    left, kept = Counter(both), []
    for item in items:
        if left[item] > 0:
            left[item] -= 1
            kept.append(item)
    return kept
