"""What was said of the people on a vacancy's lists, for the next look at the same vacancy."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from streams.pool.basis import Basis, OfPerson
from streams.pool.content import Entry, entry_of

Say = Callable[[Sequence[int]], Iterable[Any]]
"""What is said of the people at some places of a list."""

VACANCIES_MAX = 128
"""Vacancies of a pool whose words are remembered, those that changed last: some hundred KB each."""


class Remembered:
    """Of each person on a list, what was said and what it rested on.

    A list has hardly ever news about all who stand on it: of whoever it rests on the same as
    before, the same is said, and neither put into words nor written out again.
    """

    def __init__(self) -> None:
        self._common: tuple[object, ...] = ()
        self._said: Mapping[str, Mapping[str, tuple[OfPerson, Entry]]] = {}

    def said(self, basis: Basis, say: Mapping[str, Say]) -> dict[str, list[Entry]]:
        """What is said now, by list; `say` is asked only about people of whom there is news."""
        before = self._said if basis.common == self._common else {}
        lists = {
            name: _entries(people, before.get(name, {}), say[name])
            for name, people in basis.people.items()
        }
        self._common = basis.common
        self._said = {
            name: {
                person.candidate_id: (person, entry)
                for person, entry in zip(people, lists[name], strict=True)
            }
            for name, people in basis.people.items()
        }
        return lists


def _entries(
    people: Sequence[OfPerson], before: Mapping[str, tuple[OfPerson, Entry]], say: Say
) -> list[Entry]:
    known = [before.get(person.candidate_id) for person in people]
    found = [
        it[1] if it is not None and it[0] == person else None
        for person, it in zip(people, known, strict=True)
    ]
    news = iter(say([place for place, entry in enumerate(found) if entry is None]))
    return [entry_of(next(news)) if entry is None else entry for entry in found]
