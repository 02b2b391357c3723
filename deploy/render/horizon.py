"""What the pools foresee as pages: openings, the bench behind them, and what became of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rich.console import Group, RenderableType
from rich.text import Text

from deploy.horizon.errors import month_words
from deploy.horizon.forecasts import Forecast
from deploy.render.plain_words import counted
from deploy.render.tables import beneath, plain_table
from deploy.render.words import said, section
from schemas.events import AnticipatedOpening, BenchStrength
from streams.pool.horizon.looking_back import MonthCompared

QUARTER = 3
Line = tuple[str, str, str]
"""Grade, dimension and value."""


def horizon_page(found: Sequence[Forecast]) -> RenderableType:
    blocks = [block for one in found for block in _forecast(one)]
    note = "A forecast from what is known today; no promise, and no decision about anybody."
    return Group(*blocks, Text(note, style="dim"))


def looking_back_page(made: Sequence[Forecast], months: Sequence[MonthCompared]) -> RenderableType:
    said_in = ", ".join(f"{it.job_group} {month_words(it.month)}" for it in made)
    title = said(f"What was foreseen ({said_in}) beside what came", "bold")
    if not months:
        return Group(title, Text("No month of it is over yet: there is nothing to compare."))
    headings = ("month", "profile", "foreseen", "opened", "members", "there", "nobody foresaw")
    rows = [_compared(it) for it in months if _worth_a_line(it)]
    quiet = len(months) - len(rows)
    blocks: list[RenderableType] = [title, plain_table(headings, rows), said(_sums(months))]
    if quiet:
        words = (
            f"{counted(quiet, 'line')} where nothing was foreseen, opened or miscounted: left out"
        )
        blocks.append(said(words, "dim"))
    return Group(*blocks)


def _forecast(one: Forecast) -> Iterator[RenderableType]:
    rules = one.first.rule_set
    yield said(f"{one.job_group}: made in {month_words(one.month)}", "bold")
    yield said(
        f"As of {one.first.as_of}, by {rules.rule_set_id} version {rules.version}; "
        f"{counted(len(one.openings), 'opening')} in twelve months.",
        "dim",
    )
    if one.openings:
        headings = ("on", "post", "place", "why", "eligible then")
        yield section("Openings to come", plain_table(headings, map(_opening, one.openings)))
    lines = _lines(one.strength)
    gaps = [row for line, months in lines.items() for row in _gaps(line, months)]
    if gaps:
        columns = ("grade", "of", "first month", "missing", "most", "in")
        yield section("Gaps: more openings so far than members", plain_table(columns, gaps))
    months = sorted({it.month for it in one.strength})
    if months:
        yield section("The bench, and openings of three months from then", _bench(lines, months))
    yield Text("")


def _opening(it: AnticipatedOpening) -> tuple[object, ...]:
    unsure = f"; {it.cannot_confirm} not confirmed" if it.cannot_confirm else ""
    expiring = f"; {it.expiring} more but for their end" if it.expiring else ""
    return (
        it.expected_on,
        beneath(it.post_id, it.grade),
        f"{it.duty_station.country} {it.duty_station.city_code}, {it.hardship_class or 'no class'}",
        it.reason.lower().replace("_", " "),
        f"{it.eligible}{unsure}{expiring}",
    )


def _lines(strength: Iterable[BenchStrength]) -> Mapping[Line, list[BenchStrength]]:
    found: dict[Line, list[BenchStrength]] = {}
    for it in sorted(strength, key=lambda it: (it.grade, it.dimension, it.value, it.month)):
        found.setdefault((it.grade, it.dimension, it.value), []).append(it)
    return found


def _gaps(line: Line, months: Sequence[BenchStrength]) -> Iterator[tuple[object, ...]]:
    short = [it for it in months if it.gap]
    if short:
        most = max(short, key=lambda it: it.gap)
        first = short[0]
        lack = said(first.gap, "bold red")
        yield (
            line[0], _of(line), month_words(first.month), lack, most.gap, month_words(most.month),
        )  # fmt: skip


def _bench(lines: Mapping[Line, Sequence[BenchStrength]], months: Sequence[date]) -> RenderableType:
    """Every third month: twelve columns fit no terminal; --json has each."""
    shown = [months[first : first + QUARTER] for first in range(0, len(months), QUARTER)]
    rows = (
        (line[0], _of(line), *(_cell(strength, some) for some in shown), "")
        for line, strength in lines.items()
    )
    return plain_table(("grade", "members", *(month_words(some[0]) for some in shown), ""), rows)


def _cell(strength: Sequence[BenchStrength], months: Sequence[date]) -> str:
    of_quarter = [it for it in strength if it.month in months]
    if not of_quarter:
        return ""
    openings = sum(it.openings for it in of_quarter)
    return f"{of_quarter[0].members}" + (f", {counted(openings, 'opening')}" if openings else "")


def _of(line: Line) -> str:
    _, dimension, value = line
    if dimension == "ALL":
        return "all"
    return f"with {value}" if dimension == "LANGUAGE" else f"for class {value}"


def _compared(it: MonthCompared) -> tuple[object, ...]:
    return (
        month_words(it.month),
        f"{it.job_group}/{it.grade}",
        len(it.foreseen),
        len(it.opened),
        it.members_foreseen,
        "not told" if it.members_there is None else it.members_there,
        ", ".join(it.missed),
    )


def _worth_a_line(it: MonthCompared) -> bool:
    return bool(it.foreseen or it.opened or it.members_error)


def _sums(months: Sequence[MonthCompared]) -> str:
    """A post that opened in another month than foreseen is foreseen and missed: both are told."""
    foreseen = sum(len(it.foreseen) for it in months)
    came = sum(len({*it.foreseen} & {*it.opened}) for it in months)
    opened = sum(len(it.opened) for it in months)
    return (
        f"Of {counted(foreseen, 'opening')} foreseen {came} came in their month; "
        f"{opened - came} came that nobody foresaw for that month."
    )
