"""What a function says of coded sets: asked once for each code that is met, and kept."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Entry = TypeVar("Entry")

_NOT_ASKED = np.int16(-1)
_QUESTIONS_MAX = 256
"""Questions remembered, two bytes for each entry: some for every duty station with open posts."""


class Answers(Generic[Entry]):
    """For sets of which few are met: a list needs the wishes of some hundred people, not of all."""

    def __init__(self, entries: Sequence[Entry], answer: Callable[[Entry], int]) -> None:
        """`entries` may grow; answers lie between 0 and 32 767."""
        self._entries, self._answer = entries, answer
        self._known = np.empty(0, np.int16)

    def of(self, codes: NDArray[np.signedinteger[Any]]) -> NDArray[np.int32]:
        """The answer for each code."""
        if len(self._known) < len(self._entries):
            fresh = np.full(len(self._entries) - len(self._known), _NOT_ASKED, np.int16)
            self._known = np.append(self._known, fresh)
        codes = codes.astype(np.intp)
        answers = self._known[codes]
        unasked = codes[answers == _NOT_ASKED]
        if len(unasked):
            for code in set(unasked.tolist()):
                self._known[code] = self._answer(self._entries[code])
            answers = self._known[codes]
        found: NDArray[np.int32] = answers.astype(np.int32)
        return found


class Remembered:
    """Answers given before, by question: the next look at the same vacancy asks nothing again."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, Answers[Any]] = {}

    def answers(
        self, question: Hashable, entries: Sequence[Entry], answer: Callable[[Entry], int]
    ) -> Answers[Entry]:
        """Equal questions must stand for equal answers, about the same entries."""
        answers = self._kept.pop(question, None)
        if answers is None:
            answers = Answers(entries, answer)
            if len(self._kept) >= _QUESTIONS_MAX:
                del self._kept[next(iter(self._kept))]
        self._kept[question] = answers
        return answers
