"""Expectations made false in one place at a time: what lets one of them through checks nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.scenarios.catalogue import Item
from tests.scenarios.expectations import Unmet
from tests.scenarios.outcomes import check
from tests.scenarios.performance import Performance

NOBODY = "nobody"


class Doubt(Performance):
    """Tells a story and, at each expectation, expects something else as well."""

    def expect(self, number: int, item: Item) -> None:
        seen = self.said.seen
        super().expect(number, item)
        now, self.said.seen = self.said.seen, seen
        for false in falsified(item.said):
            if self._holds(false):
                raise Unmet(f"line {number + 1}: {item.said} is met, and so is {false}")
        self.said.seen = now

    def _holds(self, expected: Mapping[str, Any]) -> bool:
        try:
            check(expected, self.said, self.vacancy)
        except Unmet:
            return False
        return True


def falsified(expected: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The expectation with one word, name or number after the other replaced by a wrong one."""
    for word, wanted in expected.items():
        if word == "nowhere":
            yield {**expected, word: expected["ranked"]}
        elif word != "vacancy":
            yield from ({**expected, word: false} for false in _false(word, wanted))


def _false(word: str, wanted: Any) -> Iterator[Any]:
    if isinstance(wanted, Mapping):
        yield from (
            {**wanted, name: it} for name, one in wanted.items() for it in _false(word, one)
        )
        if not wanted:
            yield {NOBODY: NOBODY}
    elif isinstance(wanted, list):
        yield [*wanted, NOBODY]
    elif isinstance(wanted, int):
        yield wanted + 1
    else:
        yield NOBODY
