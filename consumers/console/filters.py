"""What a page's list is filtered by, as it stands in the page's address and in its form."""

from typing import Annotated, ClassVar
from urllib.parse import urlencode

from pydantic import BaseModel, StringConstraints

_NO_NUL = r"^[^\x00]*$"
"""PostgreSQL keeps no text with a NUL in it, and refuses to be asked for one."""
Text = Annotated[str, StringConstraints(max_length=300, pattern=_NO_NUL)]
LongText = Annotated[str, StringConstraints(max_length=2_000, pattern=_NO_NUL)]


class Filters(BaseModel):
    """Nothing in a field: everything."""

    path: ClassVar[str]
    """Of the page."""
    cursor: LongText = ""

    @property
    def filters(self) -> dict[str, str]:
        """Those that are given, by name."""
        return {name: value for name, value in self if value and name != "cursor"}

    @property
    def first(self) -> str:
        """The first page with the same filters."""
        return self._address({})

    def after(self, cursor: str) -> str:
        """The page that begins behind the cursor, with the same filters."""
        return self._address({"cursor": cursor})

    def _address(self, more: dict[str, str]) -> str:
        query = urlencode(self.filters | more)
        return f"{self.path}?{query}" if query else self.path
