"""Things as small integers: the same thing, the same code, for as long as the pool lives."""

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from streams.pool.errors import TooManyCodes

Entry = TypeVar("Entry", bound=Hashable)

_LOOKUPS_MAX = 2048
"""Lookups kept: far more than the vacancies open at a time have different requirements."""


class Codes(Generic[Entry]):
    """Codes are given in the order of arrival, so that nothing may depend on their order."""

    def __init__(self, *first: Entry, codes_max: int = np.iinfo(np.int32).max) -> None:
        """`first` have the first codes; `codes_max` is what the column can hold."""
        self.entries: list[Entry] = []
        """Each at the place of its code."""
        self._codes: dict[Entry, int] = {}
        self._codes_max = codes_max
        for entry in first:
            self.code(entry)

    def __len__(self) -> int:
        return len(self.entries)

    def code(self, entry: Entry) -> int:
        """The code of an entry, a new one if it is new."""
        code = self._codes.get(entry)
        if code is None:
            code = len(self.entries)
            if code > self._codes_max:
                raise TooManyCodes(repr(entry), self._codes_max)
            self._codes[entry] = code
            self.entries.append(entry)
        return code

    def known(self, entry: Entry, absent: int) -> int:
        """The code of an entry, or `absent` if it has none."""
        return self._codes.get(entry, absent)


class Lookup(Generic[Entry]):
    """An answer for each entry of a code list, found once for each and kept."""

    def __init__(
        self, codes: Codes[Entry], answer: Callable[[Entry], int], absent: int, kind: str
    ) -> None:
        self._codes, self._answer = codes, answer
        self._answers: NDArray[Any] = np.array([absent], kind)

    def answers(self) -> NDArray[Any]:
        """By code; the last element is for -1, who has no code."""
        found = len(self._answers) - 1
        if found < len(self._codes):
            fresh = [self._answer(entry) for entry in self._codes.entries[found:]]
            parts = (self._answers[:-1], np.array(fresh), self._answers[-1:])
            self._answers = np.concatenate(parts).astype(self._answers.dtype)
        return self._answers


class Lookups:
    """Answers found before, each under what it depends on: a requirement and a policy."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Lookup[Any]] = {}

    def over(
        self,
        codes: Codes[Entry],
        key: Hashable,
        answer: Callable[[Entry], int],
        absent: int,
        kind: str = "i1",
    ) -> NDArray[Any]:
        """What `answer` says of each entry; equal keys must stand for equal answers."""
        lookup = self._kept.pop(key, None)
        if lookup is None:
            lookup = Lookup(codes, answer, absent, kind)
            if len(self._kept) >= _LOOKUPS_MAX:
                del self._kept[next(iter(self._kept))]
        self._kept[key] = lookup
        return lookup.answers()
