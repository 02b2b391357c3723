"""Rows of a list by the names of their columns, with their lines."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from producers.errors import SourceUnreadable
from producers.lines import Rejection
from producers.mapping.table import Form, TableRow, read_table, undecoded


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list."""

    file: str
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def refused(self, what: str, remedy: str) -> Rejection:
        """Why it was not taken, and what to do."""
        return Rejection(self.line, self.file, what, remedy)


def read_rows(file: Path, encoding: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """Raises SourceUnreadable for a list that cannot be trusted as a whole."""
    try:
        with file.open("rb") as given:
            found = list(read_table(given, Form(encoding)))
    except (OSError, LookupError) as error:
        raise SourceUnreadable(str(file), str(error), "state where the list is") from error
    broken = next((each for each in found if isinstance(each, Rejection)), None)
    if broken:
        raise SourceUnreadable(str(file), f"line {broken.line}: {broken.what}", broken.remedy)
    rows = [each for each in found if isinstance(each, TableRow)]
    header = rows[0].cells if rows else ()
    missing = [column for column in columns if header.count(column) != 1]
    if missing:
        what = f"there is not one column {missing[0]}, but {', '.join(header)}"
        raise SourceUnreadable(str(file), what, "give the list as it is published")
    for row in rows[1:]:
        _check(row, len(header), file, encoding)
        yield Row(file.name, row.line, dict(zip(header, row.cells, strict=True)))


def _check(row: TableRow, width: int, file: Path, encoding: str) -> None:
    if len(row.cells) != width:
        what = f"line {row.line} has {len(row.cells)} cells, the header {width}"
        raise SourceUnreadable(str(file), what, "give the list as it is published")
    if any(undecoded(cell) for cell in row.cells):
        what = f"line {row.line} is not {encoding}"
        raise SourceUnreadable(str(file), what, "state its encoding in the settings")
