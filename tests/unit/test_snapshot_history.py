"""A history written to a snapshot folder is read back as the very records that were decided."""

from pathlib import Path

import pytest

from schemas import schema_files
from schemas.topics import TOPICS
from streams.history.cuts import marks
from streams.history.errors import NoSuchTopic
from streams.history.logs import LogReader, Place, places
from streams.history.refold import pool_fold, refold_pool
from tests.unit.written_history import WrittenHistory


def read_all(reader: LogReader, place: Place) -> list[tuple[bytes | None, bytes | None]]:
    return [(one.key, one.value) for chunk in reader.read(place) for one in chunk]


def test_folding_a_snapshot_again_says_what_stands_in_it(written_history: WrittenHistory) -> None:
    prefix = written_history.prefix
    with written_history.logs.open() as reader:
        standing = {place: read_all(reader, place) for place in places(reader, "proposals")}
        again: dict[Place, list[tuple[bytes | None, bytes | None]]] = {}
        for number in range(reader.partitions("pool-log")):
            for step in refold_pool(reader, number, pool_fold(number, prefix)):
                for one in step.outputs:
                    place = Place(one.topic.removeprefix(prefix), one.partition)
                    again.setdefault(place, []).append((one.key, one.value))
    assert sum(map(len, standing.values())) > 50
    for place, records in standing.items():
        assert sorted(again[place]) == sorted(records)


def test_records_of_the_oldest_schemas_are_among_what_is_folded_again(
    written_history: WrittenHistory,
) -> None:
    old = {
        schema_files.versions_of(name)[0].fingerprint: name
        for name in ("DutyStationClassified", "VacancyOpened", "VacancyAmended")
    }
    with written_history.logs.open() as reader:
        found = {
            old.get((value or b"")[2:10])
            for place in places(reader, "pool-log")
            for _, value in read_all(reader, place)
        }
        listed = [
            key for place in places(reader, "proposals") for key, _ in read_all(reader, place)
        ]
    assert set(old.values()) <= found
    assert listed.count(b"vac-2026-031") > 10


def test_marks_of_a_snapshot_reach_the_last_record(written_history: WrittenHistory) -> None:
    with written_history.logs.open() as reader:
        for place in places(reader, "pool-log"):
            assert marks(reader, place.partition)[-1].to_count == len(read_all(reader, place))


def test_a_saved_log_can_be_read_in_part_and_from_a_time(written_history: WrittenHistory) -> None:
    place = Place("candidate-log", 0)
    with written_history.logs.open() as reader:
        extent = reader.extent(place)
        every = [one for chunk in reader.read(place) for one in chunk]
        middle = every[len(every) // 2]
        before = [one for chunk in reader.read(place, None, middle.offset) for one in chunk]
        after = [one for chunk in reader.read(place, middle.offset) for one in chunk]
        assert [*before, *after] == every
        assert (extent.first, extent.end) == (every[0].offset, every[-1].offset + 1)
        first = next(one for one in every if one.timestamp >= middle.timestamp)
        assert reader.offset_at(place, middle.timestamp) == first.offset
        assert reader.offset_at(place, every[-1].timestamp + 1) == extent.end


def test_every_topic_is_there_and_no_other(written_history: WrittenHistory) -> None:
    with written_history.logs.open() as reader:
        counts = {name: reader.partitions(name) for name in TOPICS}
        assert counts == {name: topic.partitions for name, topic in TOPICS.items()}
        with pytest.raises(NoSuchTopic, match="payroll"):
            reader.partitions("payroll")


def test_the_guide_shows_how_any_program_reads_it(
    written_history: WrittenHistory, capsys: pytest.CaptureFixture[str]
) -> None:
    guide = Path(__file__).parents[2] / "docs" / "guides" / "snapshot.md"
    _, _, code = guide.read_text().partition("```python\n")
    shown = code.partition("```")[0].replace("/backup/2026-11-22", str(written_history.folder))
    exec(shown, {})
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1 ")
    assert len(lines) > 10
