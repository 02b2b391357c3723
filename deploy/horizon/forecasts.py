"""The forecasts of the pools as `horizon` has them, each put together from its parts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from deploy.horizon.errors import NoForecast, month_words
from schemas.codec import decode
from schemas.events import AnticipatedOpening, BenchStrength, HorizonForecast
from streams.history.logs import LogReader, places


@dataclass(frozen=True)
class Forecast:
    """All of one job group's forecast of one month."""

    parts: Sequence[HorizonForecast]

    @property
    def first(self) -> HorizonForecast:
        return self.parts[0]

    @property
    def job_group(self) -> str:
        return self.first.job_group

    @property
    def month(self) -> date:
        return self.first.month

    @property
    def openings(self) -> list[AnticipatedOpening]:
        return [it for part in self.parts for it in part.openings]

    @property
    def strength(self) -> list[BenchStrength]:
        return [it for part in self.parts for it in part.strength]


def forecasts(reader: LogReader) -> list[Forecast]:
    """Every whole one, by job group and month."""
    return whole_forecasts(_told(reader))


def whole_forecasts(told: Iterable[HorizonForecast]) -> list[Forecast]:
    """What lacks a part is not there yet."""
    found: dict[tuple[str, date], dict[int, HorizonForecast]] = defaultdict(dict)
    for one in told:
        found[one.job_group, one.month][one.part] = one
    parts = ([found[it][number] for number in sorted(found[it])] for it in sorted(found))
    return [Forecast(those) for those in parts if len(those) == those[0].parts]


def chosen(found: Sequence[Forecast], job_group: str | None, month: date | None) -> list[Forecast]:
    """Of each job group the last one, or that of a month; raises NoForecast."""
    fits = [it for it in found if job_group in (None, it.job_group) and month in (None, it.month)]
    if not fits:
        of = f" of {job_group}" if job_group else ""
        made_in = f" made in {month_words(month)}" if month else ""
        raise NoForecast(f"{of}{made_in}".strip() or "yet", list(_there(found, job_group)))
    return list({it.job_group: it for it in fits}.values())


def _there(found: Sequence[Forecast], job_group: str | None) -> Iterator[str]:
    groups = {it.job_group for it in found}
    for group in sorted(groups & {job_group} or groups):
        months = [month_words(it.month) for it in found if it.job_group == group]
        yield f"{group} {months[0]}" + (f" to {months[-1]}" if len(months) > 1 else "")


def _told(reader: LogReader) -> Iterator[HorizonForecast]:
    for place in places(reader, "horizon"):
        for chunk in reader.read(place):
            for record in chunk:
                yield decode(record.value or b"")
