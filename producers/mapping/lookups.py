"""A list of codes in a file of its own: a name leads to one code, or to the reason why not."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from producers.errors import SettingsWrong
from producers.lines import Rejection
from producers.mapping.cells import Unfit
from producers.mapping.table import Form, TableRow, read_table, undecoded


@dataclass(frozen=True, slots=True)
class Lookup:
    """Codes by the exact name; one that leads to two codes is never resolved by chance."""

    name: str
    codes: Mapping[str, frozenset[str]]
    """By name, the codes of rows that are in force."""
    withdrawn: frozenset[str]
    """Names of rows that are not."""

    def code(self, given: str) -> str:
        """Raises Unfit where the name leads to none or to several."""
        found = self.codes.get(given, frozenset())
        if len(found) == 1:
            return next(iter(found))
        if found:
            what = f"{given!r} is ambiguous in {self.name}: {', '.join(sorted(found))}"
            raise Unfit(what, "write the code itself, or an alias in `values`")
        if given in self.withdrawn:
            raise Unfit(f"{given!r} is obsolete in {self.name}", "use the name now in force")
        raise Unfit(f"{given!r} is not in {self.name}", "correct it, or add an alias to `values`")


@dataclass(frozen=True, slots=True)
class LookupForm:
    """Where a list of codes stands and which of its columns count."""

    name: str
    file: Path
    form: Form
    key: str
    """The column that holds the names."""
    code: str
    live: Mapping[str, tuple[str, ...]]
    """By column, the values that a row in force has."""


def read_lookup(wanted: LookupForm) -> Lookup:
    """Raises SettingsWrong where the file or a column is missing or a row is broken."""
    codes: dict[str, set[str]] = defaultdict(set)
    withdrawn: set[str] = set()
    for row in _rows(wanted):
        name, code = row[wanted.key], row[wanted.code]
        if not name:
            continue
        if all(row[column] in values for column, values in wanted.live.items()):
            # A name without a code stays known, so that it is not told as missing.
            codes[name].update([code] if code else [])
        else:
            withdrawn.add(name)
    found = {name: frozenset(values) for name, values in codes.items() if values}
    return Lookup(wanted.name, found, frozenset(withdrawn))


def _rows(wanted: LookupForm) -> list[dict[str, str]]:
    where = f"lookup.{wanted.name}"
    try:
        with wanted.file.open("rb") as file:
            read = list(read_table(file, wanted.form))
    except OSError as error:
        raise SettingsWrong(where, str(error), "state where the list is") from error
    broken = next((each for each in read if isinstance(each, Rejection)), None)
    if broken:
        raise SettingsWrong(where, f"line {broken.line}: {broken.what}", broken.remedy)
    rows = [each for each in read if isinstance(each, TableRow)]
    header = rows[0].cells if rows else ()
    for column in (wanted.key, wanted.code, *wanted.live):
        if header.count(column) != 1:
            what = f"{header.count(column)} columns are called {column!r}"
            raise SettingsWrong(where, what, f"{wanted.file} has {', '.join(header)}")
    for row in rows:
        _check_row(row, len(header), where)
    return [dict(zip(header, row.cells, strict=True)) for row in rows[1:]]


def _check_row(row: TableRow, width: int, where: str) -> None:
    if len(row.cells) != width:
        what = f"line {row.line} has {len(row.cells)} cells, the header {width}"
        raise SettingsWrong(where, what, "quote texts that hold the delimiter")
    if any(undecoded(cell) for cell in row.cells):
        what = f"line {row.line} is not of the encoding stated"
        raise SettingsWrong(where, what, "state its `encoding`, such as latin-1")
