"""The rows of a CSV file with their lines; a broken one costs no more than its own line."""

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from producers.json_lines import raw_lines
from producers.lines import Notice, Rejection

_MARK = b"\xef\xbb\xbf"
_LONE = re.compile(r"[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written."""

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    skip_lines: int = 0
    """Lines above the header, such as a title."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row, without the blanks around them.

    A byte that is not of the encoding stands in its cell as a lone surrogate.
    """

    line: int
    cells: tuple[str, ...]


def undecoded(cell: str) -> int | None:
    """The first byte of a cell that is not of the encoding."""
    found = _LONE.search(cell)
    return ord(found.group()) - 0xDC00 if found else None


class _TooLong(Exception):
    pass


def read_table(file: BinaryIO, form: Form) -> Iterator[TableRow | Rejection | Notice]:
    """Every row in order, the header as the first of them."""
    lines = _Lines(file, form.encoding)
    lines.skip(form.skip_lines)
    while lines.more():
        line = lines.number
        if line == 1 and lines.marked:
            yield Notice(1, "a byte order mark was left out")
        yield _row(lines, line, form)


def _row(lines: "_Lines", line: int, form: Form) -> TableRow | Rejection | Notice:
    reader = csv.reader(lines, delimiter=form.delimiter, quotechar=form.quote, strict=True)
    try:
        cells = tuple(cell.strip() for cell in next(reader))
    except csv.Error as error:
        # A quote that is not closed would swallow the lines that follow: they are read again.
        lines.keep_all_but_the_first()
        remedy = f"close the quote {form.quote}, or double one that stands inside a quoted text"
        return Rejection(line, "", f"not a row: {error}", remedy)
    except _TooLong:
        lines.keep_all_but_the_first()
        return Rejection(line, "", "the line is too long", "end each row by a line feed")
    return TableRow(line, cells) if any(cells) else Notice(line, "blank")


class _Lines:
    """Decoded lines, of which some can be read again."""

    def __init__(self, file: BinaryIO, encoding: str) -> None:
        self._raw = raw_lines(file)
        self._encoding = encoding
        self._kept: deque[tuple[int, bytes | None]] = deque()
        self._taken: list[tuple[int, bytes | None]] = []
        self.marked = False

    @property
    def number(self) -> int:
        """Of the line that comes next."""
        return self._kept[0][0]

    def skip(self, count: int) -> None:
        for _ in range(count):
            next(self._raw, None)

    def more(self) -> bool:
        """Whether a row can begin; forgets the lines of the one before."""
        self._taken.clear()
        if not self._kept:
            self._kept.extend(self._next())
        return bool(self._kept)

    def keep_all_but_the_first(self) -> None:
        self._kept.extendleft(reversed(self._taken[1:]))

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        found = self._kept.popleft() if self._kept else next(self._raw)
        self._taken.append(found)
        if found[1] is None:
            raise _TooLong
        return found[1].decode(self._encoding, "surrogateescape")

    def _next(self) -> Iterator[tuple[int, bytes | None]]:
        for number, raw in self._raw:
            if number == 1 and raw and raw.startswith(_MARK) and self._encoding == "utf-8":
                self.marked = True
                raw = raw.removeprefix(_MARK)  # noqa: PLW2901 - the mark is no part of the line
            yield number, raw
            return
