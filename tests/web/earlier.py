"""The written history up to a moment: vacancies are open then that are filled at its end."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.unit.written_history import Reading, WrittenHistory
from tests.web.house import House, house, project_history

AUTUMN = datetime(2024, 11, 22, 12, tzinfo=UTC)
"""Three vacancies are open."""


@dataclass(frozen=True, slots=True)
class EarlierHistory(WrittenHistory):
    """The same logs, of which a projection has read those records that were there by then."""

    end: datetime

    def reading(self) -> Reading:
        last = self.end.timestamp() * 1000
        every = WrittenHistory(self.folder).reading()
        return {
            place: [record for record in records if record.timestamp <= last]
            for place, records in every.items()
        }


@contextmanager
def furnished_earlier(
    history: WrittenHistory, folder: Path, end: datetime = AUTUMN
) -> Iterator[House]:
    """A house over SQLite, as it was at the moment."""
    earlier = EarlierHistory(history.folder, end)
    url = f"sqlite:///{folder / 'house.db'}"
    project_history(earlier, url)
    with house(earlier, url) as made:
        yield made
