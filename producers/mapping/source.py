"""A CSV file, row by row, as the events that its mapping makes of each."""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from producers.errors import SourceUnreadable
from producers.lines import Line, Notice, Rejection, SeenIds, judged
from producers.mapping.plan import EventPlan, Plan
from producers.mapping.readers import BadCell, BadCells
from producers.mapping.table import TableRow, read_table, undecoded


def read_csv(file: BinaryIO, plan: Plan) -> Iterator[Line]:
    """What each row is; several events of one row are judged one by one.

    Raises SourceUnreadable where the header is missing, broken or lacks a column of the mapping.
    """
    rows = read_table(file, plan.form)
    header: tuple[str, ...] | None = None
    seen = SeenIds()
    for row in rows:
        if isinstance(row, Notice):
            yield row
        elif header is None:
            header = _header(row, plan)
        elif isinstance(row, Rejection):
            yield row
        else:
            yield from _row(row, header, plan, seen)


def _header(row: TableRow | Rejection, plan: Plan) -> tuple[str, ...]:
    if isinstance(row, Rejection):
        raise SourceUnreadable(f"line {row.line}", row.what, row.remedy)
    if any(undecoded(cell) for cell in row.cells):
        what = f"the header is not {plan.form.encoding}"
        raise SourceUnreadable(f"line {row.line}", what, "state the `encoding` of the mapping")
    for column in sorted(plan.columns):
        if (count := row.cells.count(column)) != 1:
            what = f"{count or 'no'} columns are called {column!r}"
            remedy = f"correct the mapping; the file has {', '.join(row.cells)}"
            raise SourceUnreadable(f"line {row.line}", what, remedy)
    return row.cells


def _row(row: TableRow, header: tuple[str, ...], plan: Plan, seen: SeenIds) -> Iterator[Line]:
    problem = _broken(row, header, plan)
    if problem:
        yield problem
        return
    cells = dict(zip(header, row.cells, strict=False))
    wanted = [each for each in plan.events if each.when is None or each.when.holds(cells)]
    if not wanted:
        yield Notice(row.line, "no event of the mapping is for this row")
    for event in wanted:
        yield from _event(row.line, cells, event, seen)


def _broken(row: TableRow, header: tuple[str, ...], plan: Plan) -> Rejection | None:
    if len(row.cells) < len(header) or any(row.cells[len(header) :]):
        what = f"has {len(row.cells)} cells, the header has {len(header)}"
        return Rejection(row.line, "", what, f"quote texts that hold {plan.form.delimiter!r}")
    for column, cell in zip(header, row.cells, strict=False):
        if (byte := undecoded(cell)) is not None:
            what = f"the byte 0x{byte:02x} is not {plan.form.encoding}"
            remedy = "save the file in that encoding, or state its own in the mapping"
            return Rejection(row.line, f"column {column}", what, remedy)
    return None


def _event(line: int, cells: Mapping[str, str], plan: EventPlan, seen: SeenIds) -> Iterator[Line]:
    try:
        event: Any = plan.record.read(cells)
    except BadCells as error:
        yield _rejection(line, error.cells)
        return
    for judgement in judged(line, event, seen):
        yield _placed(judgement, plan) if isinstance(judgement, Rejection) else judgement


def _rejection(line: int, bad: tuple[BadCell, ...]) -> Rejection:
    first, *others = bad
    more = "".join(f" (and {_where(each.columns, each.field)}: {each.what})" for each in others)
    where = _where(first.columns, first.field)
    return Rejection(line, where, first.what + more, first.remedy)


def _placed(rejection: Rejection, plan: EventPlan) -> Rejection:
    """Names the columns of the field that the contract refuses."""
    name = rejection.where.split(".")[0].split("[")[0]
    reader = plan.record.fields.get(name)
    where = _where(reader.columns if reader else (), rejection.where)
    return Rejection(rejection.line, where, rejection.what, rejection.remedy)


def _where(columns: tuple[str, ...], field: str) -> str:
    if not columns:
        return field
    word = "column" if len(columns) == 1 else "columns"
    return f"{word} {', '.join(dict.fromkeys(columns))} ({field})"
