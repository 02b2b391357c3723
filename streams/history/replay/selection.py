"""Which records of a stretch are replayed: by key, by the job group they are about, by type."""

from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass
from typing import Any

from schemas.codec import decode, name_of
from schemas.errors import ContractError


class Untold(Exception):
    """The record cannot be read, so that nobody can say whether it was meant."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Nothing in a field: it does not choose."""

    keys: frozenset[bytes] = frozenset()
    """As they stand in the topic."""
    job_groups: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()

    def takes(self, key: bytes | None, value: bytes | None) -> bool:
        """Raises Untold."""
        if self.keys and key not in self.keys:
            return False
        if self.types and self._type(value) not in self.types:
            return False
        return not self.job_groups or not self.job_groups.isdisjoint(_job_groups(value))

    def _type(self, value: bytes | None) -> str | None:
        if value is None:
            return None
        if (name := name_of(value)) is None:
            raise Untold
        return name


def _job_groups(value: bytes | None) -> frozenset[str]:
    if value is None:
        return frozenset()
    try:
        return job_groups_of(decode(value))
    except ContractError as error:
        raise Untold from error


def job_groups_of(event: Any) -> frozenset[str]:
    """The job group that an event is about; for one that has none of its own, those it names."""
    own = getattr(event, "job_group", None)
    return frozenset(_named(event)) if own is None else frozenset((own,))


def _named(value: Any) -> Iterator[str]:
    if is_dataclass(value):
        for name, inner in vars(value).items():
            if name == "job_group" and inner is not None:
                yield inner
            elif name == "job_groups":
                yield from inner
            else:
                yield from _named(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _named(inner)
