"""What names a place in a log names the same record where the log has moved."""

from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from schemas.codec import decode, encode
from schemas.events import PoolEvaluated, UnitHealth, UnitPosition
from schemas.headers import ORIGIN
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from streams.history.audit.run import audit
from streams.history.logs import Place
from streams.history.snapshot.form import SavedRecord
from streams.history.snapshot.moving import Move, Moved
from streams.history.snapshot.renumbering import Renumbering, Renumberings
from streams.history.snapshot.verifying import verify
from streams.intake.dead_letters import dead_letter_id
from tests.unit.written_history import PREFIX, Reading, WrittenHistory, write

offsets = st.lists(st.integers(0, 40), unique=True).map(sorted)


@given(offsets, st.integers(-2, 45))
def test_a_renumbering_counts_what_stands_before(kept: list[int], asked: int) -> None:
    found = Renumbering.of(kept)
    assert found.before(asked) == sum(one < asked for one in kept)
    assert found.of_record(asked) == (kept.index(asked) if asked in kept else None)
    assert found.records == len(kept)
    assert found.extent == ((kept[0], kept[-1]) if kept else (None, None))


def renumbered(reading: Reading) -> Renumberings:
    return {place: Renumbering.of(one.offset for one in it) for place, it in reading.items()}


def moved(reading: Reading, to_prefix: str) -> dict[Place, list[Moved]]:
    """Every record where a load puts it."""
    move = Move(PREFIX, to_prefix, renumbered(reading))
    found: dict[Place, list[Moved]] = {}
    for (topic, _), records in reading.items():
        for record in records:
            it = move.moved(topic, record)
            found.setdefault(Place(topic, it.partition), []).append(it)
    return found


def origin_of(record: SavedRecord | Moved) -> tuple[Place, int] | None:
    for name, value in record.headers:
        if name == ORIGIN:
            topic, partition, offset = value.decode().split("/")
            return Place(topic, int(partition)), int(offset)
    return None


def at(records: Sequence[SavedRecord], offset: int) -> SavedRecord:
    return next(one for one in records if one.offset == offset)


def test_origins_name_the_records_they_named(written_history: WrittenHistory) -> None:
    reading = written_history.reading()
    after = moved(reading, "other.")
    looked = changed = 0
    for place in (Place("candidate-log", 0), Place("pool-log", 4), Place("roster", 2)):
        for was, now in zip(reading[place], after[place], strict=True):
            origin, there = origin_of(was), origin_of(now)
            if origin is None or there is None:
                assert origin is there
                continue
            assert at(reading[origin[0]], origin[1]).value == after[there[0]][there[1]].value
            looked, changed = looked + 1, changed + (origin != there)
    assert looked > 500
    assert changed > 300


def test_an_exercise_that_has_moved_is_what_was_decided(
    exercised: WrittenHistory, tmp_path: Path
) -> None:
    """In logs without holes, all that the stages told each other names other offsets."""
    dense: Reading = {
        place: [
            SavedRecord(PREFIX + place.topic, place.partition, offset, it.timestamp, it.key,
                        it.value, it.headers)
            for offset, it in enumerate(records)
        ]
        for place, records in moved(exercised.reading(), PREFIX).items()
    }  # fmt: skip
    report = audit(write(tmp_path / "moved", dense), 1, lambda *_: None)
    assert report.clean, report.findings
    assert min(report.compared[name] for name in ("slates", "nominations", "horizon")) > 3


def test_an_origin_that_its_log_has_not_kept_is_taken_away(
    written_history: WrittenHistory,
) -> None:
    reading = written_history.reading()
    gone = reading[Place("applications", 0)].pop(3)
    move = Move(PREFIX, PREFIX, renumbered(reading))
    told = [
        one
        for number in range(4)
        for one in reading[Place("candidate-log", number)]
        if origin_of(one) == (Place("applications", 0), gone.offset)
    ]
    assert told
    for one in told:
        assert origin_of(move.moved("candidate-log", one)) is None


def test_marks_and_positions_go_by_their_counts(written_history: WrittenHistory) -> None:
    after = moved(written_history.reading(), "other.")
    holes = 0
    for place, records in after.items():
        for one in records:
            said = decode(one.value or b"") if place.topic in ("evaluations", "positions") else None
            if isinstance(said, PoolEvaluated):
                assert (said.from_offset, said.to_offset) == (said.from_count, said.to_count)
                holes += 1
            elif isinstance(said, UnitPosition):
                assert said.offset == said.count
                assert said.unit.split("/")[1].startswith("other.")
                assert one.key == said.unit.encode()
                # Where a worker of the new prefix looks for it.
                count = TOPICS["positions"].partitions
                assert place.partition == partition_of(said.unit.encode(), count)
    assert holes > 500


def test_health_is_renamed_with_its_unit_and_stands_beside_its_position() -> None:
    unit = f"candidates/{PREFIX}candidate-log/1"
    health = UnitHealth(
        unit=unit,
        state="QUARANTINED",
        topic=f"{PREFIX}candidate-log",
        partition=1,
        offset=7,
        reason=f"{PREFIX}candidate-log/1 stands at offset 7",
    )
    record = SavedRecord("", 0, 0, 5, f"health/{unit}".encode(), encode(health), ())
    move = Move(PREFIX, "other.", {Place("candidate-log", 1): Renumbering.of([0, 3, 7])})
    found = move.moved("positions", record)
    said = decode(found.value or b"")
    renamed = "candidates/other.candidate-log/1"
    assert found.key == f"health/{renamed}".encode()
    assert found.partition == partition_of(renamed.encode(), TOPICS["positions"].partitions)
    assert (said.unit, said.topic, said.offset) == (renamed, "other.candidate-log", 2)
    assert said.reason == health.reason


def test_a_dead_letter_is_what_intake_would_write_there(written_history: WrittenHistory) -> None:
    reading = written_history.reading()
    letters = {place: it for place, it in reading.items() if place.topic == "rejected" and it}
    # The log of the rejected record has lost one before it.
    for it in letters.values():
        del reading[Place(decode(it[0].value or b"").topic, decode(it[0].value or b"").partition)][
            2
        ]
    after = moved(reading, "other.")
    for place, it in letters.items():
        was, now = decode(it[0].value or b""), decode(after[place][0].value or b"")
        assert now.offset == was.offset - 1
        assert now.event_id == dead_letter_id(was.topic, was.partition, now.offset)
        assert dict(after[place][0].headers)["ce_id"] == now.event_id.encode()
        assert origin_of(after[place][0]) == (Place(was.topic, was.partition), now.offset)
        rejected = after[Place(now.topic, now.partition)][now.offset]
        assert rejected.value == was.value
    assert len(letters) == 2


def test_what_upstream_systems_wrote_is_never_touched(written_history: WrittenHistory) -> None:
    reading = written_history.reading()
    after = moved(reading, "other.")
    for place, records in reading.items():
        if TOPICS[place.topic].writer == "upstream":
            same = [(one.timestamp, one.key, one.value, one.headers) for one in records]
            assert [tuple(one)[1:] for one in after.get(place, [])] == same


def test_a_copy_of_a_copy_changes_nothing_more(written_history: WrittenHistory) -> None:
    first = verify(written_history.folder, 1, lambda *_: None).renumberings
    once = Move(PREFIX, PREFIX, first)
    reading = written_history.reading()
    dense: Reading = {
        place: [
            record._replace(offset=number, value=it.value, headers=it.headers)
            for number, record in enumerate(records)
            for it in [once.moved(place.topic, record)]
        ]
        for place, records in reading.items()
    }
    twice = Move(PREFIX, PREFIX, renumbered(dense))
    for place, records in dense.items():
        for record in records:
            again = twice.moved(place.topic, record)
            assert (again.value, list(again.headers)) == (record.value, list(record.headers))
