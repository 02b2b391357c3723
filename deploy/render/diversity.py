"""The diversity panel as a small table; what is too small to be shown is not shown."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table

from deploy.render.words import said, section
from schemas.events import DiversityCell, DiversityPanel

_HIDDEN = "·"


def diversity_sections(panel: DiversityPanel | None) -> Iterator[RenderableType]:
    if panel is None:
        return
    title = f"Balance, for information only; · hides fewer than {panel.shown_from} or their trace"
    shown = [cell for cell in panel.cells if _visible(cell)]
    if not shown:
        yield section(title, said("no group is large enough to be shown", "dim"))
        return
    yield section(title, _table(shown))


def _visible(cell: DiversityCell) -> bool:
    return any(count is not None for count in (cell.pool, cell.eligible, cell.listed))


def _table(cells: list[DiversityCell]) -> Table:
    table = Table(box=None, padding=(0, 2), pad_edge=False, header_style="dim")
    table.add_column("")
    table.add_column("")
    for heading in ("pool", "eligible", "listed"):
        table.add_column(heading, justify="right")
    before = None
    for cell in cells:
        dimension = cell.dimension.lower() if cell.dimension != before else ""
        before = cell.dimension
        counts = (cell.pool, cell.eligible, cell.listed)
        table.add_row(
            said(dimension, "dim"),
            said(cell.value.lower().replace("_", " ") if "_" in cell.value else cell.value),
            *(_HIDDEN if count is None else str(count) for count in counts),
        )
    return table
