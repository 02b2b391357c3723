"""Saves all logs of a system that stands still, each partition to its end, in several processes."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from schemas.topics import TOPICS, UPSTREAM
from streams import candidates, exercise, leadership, pool
from streams.history.kafka import KafkaLogs
from streams.history.logs import Extent, Place
from streams.history.logs import places as places_of
from streams.history.processes import Tell, in_processes
from streams.history.snapshot.errors import StillWritten
from streams.history.snapshot.files import write_file
from streams.history.snapshot.folder import new_folder, seal
from streams.history.snapshot.manifest import Manifest, SavedFile
from streams.history.snapshot.sharing import shared_out

DECISION_VERSIONS: Mapping[str, int] = {
    "candidates": candidates.DECISION_VERSION,
    "pool": pool.DECISION_VERSION,
    "exercise": exercise.DECISION_VERSION,
    "leadership": leadership.DECISION_VERSION,
}


class Taken(NamedTuple):
    """By what, and when: told by whoever has a clock."""

    pathways_version: str
    at: str
    """ISO 8601, UTC."""


def save(logs: KafkaLogs, folder: Path, taken: Taken, processes: int, tell: Tell) -> Manifest:
    """Writes a folder that does not exist yet, as a whole or not at all.

    Upstream topics may go on growing: what they had at the beginning is saved, and workers that
    start from the copy read the rest from wherever it is published again. Raises StillWritten
    where a log of our own has grown meanwhile, NoSuchTopic, LogUnreadable, FolderInUse or NoRoom.
    """
    extents = _extents(logs)
    with new_folder(folder) as making:
        sizes = {place: extent.end - extent.first for place, extent in extents.items()}
        tasks = [
            _Share(logs, making, {place: extents[place] for place in places})
            for places in shared_out(sizes, processes)
        ]
        files = [one for done in in_processes(_saved, tasks, processes, tell) for one in done]
        _require_stillness(extents, _extents(logs))
        order = {place: number for number, place in enumerate(extents)}
        files.sort(key=lambda one: order[one.place])
        manifest = Manifest(taken.pathways_version, taken.at, logs.prefix, DECISION_VERSIONS, files)
        seal(making, manifest)
    return manifest


class _Share(NamedTuple):
    """What one process saves, through one client."""

    logs: KafkaLogs
    folder: Path
    extents: Mapping[Place, Extent]


def _extents(logs: KafkaLogs) -> dict[Place, Extent]:
    with logs.open() as reader:
        found = [place for topic in TOPICS for place in places_of(reader, topic)]
        return {place: reader.extent(place) for place in found}


def _saved(share: _Share, tell: Tell) -> list[SavedFile]:
    prefix = share.logs.prefix
    with share.logs.open() as reader:
        return [
            write_file(share.folder, place, prefix, reader.read(place, *extent), tell)
            for place, extent in share.extents.items()
        ]


def _require_stillness(before: Mapping[Place, Extent], after: Mapping[Place, Extent]) -> None:
    """A snapshot of logs that were written meanwhile would hold effects without their causes."""
    moved: Iterable[Place] = (
        place
        for place, extent in before.items()
        if place.topic not in UPSTREAM and after[place] != extent
    )
    if grown := tuple(moved):
        raise StillWritten(grown)
