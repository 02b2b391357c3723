"""Strings as small integers: the same string, the same code, for as long as the pool lives."""

from collections.abc import Sequence


class Codes:
    """Codes are given in the order of arrival, so that nothing may depend on their order."""

    def __init__(self) -> None:
        self._codes: dict[str, int] = {}

    def code(self, text: str) -> int:
        """The code of a string, a new one if it is new."""
        return self._codes.setdefault(text, len(self._codes))

    def known(self, text: str, absent: int) -> int:
        """The code of a string, or `absent` if it has none."""
        return self._codes.get(text, absent)

    @property
    def texts(self) -> Sequence[str]:
        """All strings, each at the place of its code."""
        return list(self._codes)
