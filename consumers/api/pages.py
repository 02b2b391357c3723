"""What several routes answer: a whole list as one page, and that something is not known."""

from collections.abc import Iterable
from typing import TypeVar

from consumers.questions.paging import Page
from consumers.web.ports import NotKnown

T = TypeVar("T")


def everything(items: Iterable[T]) -> Page[T]:
    """A list that is never long, as a page that no other one follows."""
    return Page(list(items), None)


def known(found: T | None, what: str, by: str) -> T:
    """Raises NotKnown where nothing was found."""
    if found is None:
        raise NotKnown(f"No {what} {by} is known here.")
    return found
