"""An audit of a history finds nothing, and of a doctored one it names what was done to it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from schemas.codec import decode
from schemas.events import DayStarted
from streams.engine.stage import Record
from streams.history.audit.findings import Report
from streams.history.audit.run import audit
from streams.history.logs import Extent, LogReader, Logs, Place
from tests.unit.doctored import Doctor, fields, garbage, one_byte, origin
from tests.unit.written_history import WrittenHistory, facts, write
from tests.unit.written_history import written_history as decided_and_written


def audited(logs: Logs, processes: int = 1) -> Report:
    return audit(logs, processes, lambda *_: None)


def named(report: Report) -> set[tuple[str, Place, int | None]]:
    return {(one.kind, one.place, one.offset) for one in report.findings}


def only(report: Report, kind: str) -> Any:
    (found,) = [one for one in report.findings if one.kind == kind]
    return found


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> WrittenHistory:
    """With three days of each month, for each day is folded by each pool."""
    told = (it for it in facts() if not isinstance(it, DayStarted) or it.day.day in (1, 11, 21))
    return decided_and_written(tmp_path_factory.mktemp("decided") / "history", told)


@pytest.fixture
def doctor(decided: WrittenHistory) -> Doctor:
    return Doctor(decided.reading())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "doctored"


def test_of_a_history_everything_is_compared_and_nothing_found(decided: WrittenHistory) -> None:
    report = audited(decided.logs)
    assert report.clean, report.findings
    assert (report.findings, report.stretches) == ((), ())
    reading = decided.reading()
    sizes = Counter[str]()
    for place, records in reading.items():
        sizes[place.topic] += len(records)
    whole = ("roster", "proposals", "evaluations", "candidates", "pool-state")
    assert {name: report.compared[name] for name in whole} == {name: sizes[name] for name in whole}
    logs = ("candidate-log", "pool-log", "exercise-log", "leadership-log")
    assert report.decided == {name: sizes[name] for name in logs}
    assert report.compared["pool-log"] > 400
    assert report.compared["candidate-log"] > 0
    assert not any(report.waiting.values())


def test_each_of_many_changes_is_named_and_nothing_else_whatever_the_processes(
    doctor: Doctor, folder: Path
) -> None:
    proposals, roster = doctor.fullest("proposals"), doctor.fullest("roster")
    marks = doctor.fullest("evaluations")
    others = doctor.fullest("evaluations", but=(marks,))
    states, people = doctor.fullest("pool-state"), doctor.fullest("candidates")
    kept = {record.key for record in doctor.reading[states][:-1]}
    assert doctor.reading[states][-1].key in kept

    forged = doctor.add(proposals, fields(revision=99)(doctor.reading[proposals][-1]))
    nameless = doctor.add(proposals, doctor.reading[proposals][-2]._replace(headers=()))
    twice = doctor.add(proposals, doctor.reading[proposals][3])
    altered = doctor.change(proposals, 5, one_byte(200))
    first, second = doctor.swap(proposals, 8, 12)
    dropped = doctor.drop(proposals, 20)
    entry = doctor.change(roster, 3, one_byte(-1))
    lost = doctor.drop(marks, 30)
    wrong = doctor.change(others, 7, fields(roster_changes=77))
    state = doctor.change(states, -1, one_byte(-1))
    person = doctor.change(people, -1, one_byte(-1))

    logs = write(folder, doctor.reading)
    report = audited(logs)
    assert named(report) == {
        ("extra", proposals, forged.offset),
        ("extra", proposals, nameless.offset),
        ("extra", proposals, twice.offset),
        ("altered", proposals, altered.offset),
        ("order", proposals, first.offset),
        ("order", proposals, second.offset),
        ("missing", proposals, None),
        ("altered", roster, entry.offset),
        ("missing", marks, None),
        ("altered", others, wrong.offset),
        ("altered", states, state.offset),
        ("altered", people, person.offset),
    }
    assert report.counts == {"missing": 2, "extra": 3, "altered": 5, "order": 2}
    assert report.stretches == ()
    missing = {one.place: one for one in report.findings if one.kind == "missing"}
    gone = missing[proposals]
    assert gone.source is not None
    assert f"{gone.source.place}/{gone.source.offset}" == origin(dropped)
    assert gone.about == decode(dropped.value or b"").vacancy_id
    mark = decode(lost.value or b"")
    assert missing[marks].about == (
        f"records {mark.from_count + 1} to {mark.to_count} of pool-log/{mark.partition}"
    )
    (difference,) = next(one.fields for one in report.findings if one.place == others)
    assert (difference.field, difference.found) == ("roster_changes", "77")
    assert audited(logs, processes=2) == report


def test_an_altered_membership_is_named_and_what_may_follow_is_said_to_be_undecided(
    doctor: Doctor, folder: Path
) -> None:
    log = doctor.fullest("pool-log")
    at = doctor.numbers(log, "MembershipRecorded")[20]
    before = doctor.change(log, at, fields(gender=None))
    membership = decode(before.value or b"")
    report = audited(write(folder, doctor.reading))
    found = only(report, "altered")
    assert (found.place, found.offset) == (log, before.offset)
    assert found.about.startswith(membership.candidate_id)
    assert f"{found.source.place}/{found.source.offset}" == origin(before)
    assert found.source.count == membership.position.count
    assert found.fields[0].field == "gender"
    assert set(report.counts) == {"altered", "undecided"}
    (stretch,) = report.stretches
    assert (stretch.place, stretch.offset, stretch.count) == (log, before.offset, at + 1)
    assert stretch.differences == report.counts["undecided"] < 20


@pytest.mark.parametrize("name", ["MembershipRecorded", "CandidatesListed", "PersonAbsorbed"])
def test_a_record_of_ours_that_is_gone_from_a_log_is_named_and_shifts_no_number(
    doctor: Doctor, folder: Path, name: str
) -> None:
    topic = "candidate-log" if name == "PersonAbsorbed" else "pool-log"
    log = next(one for one in doctor.reading if one.topic == topic and doctor.numbers(one, name))
    at = doctor.numbers(log, name)[len(doctor.numbers(log, name)) // 2]
    before = doctor.drop(log, at)
    report = audited(write(folder, doctor.reading))
    found, count = only(report, "missing"), only(report, "count")
    assert (found.place, found.record, found.key) == (log, name, (before.key or b"").decode())
    assert f"{found.source.place}/{found.source.offset}" == origin(before)
    assert count.place == log
    assert count.offset <= before.offset
    assert set(report.counts) <= {"missing", "count", "undecided"}
    assert report.counts.get("undecided", 0) < 60


def test_a_fact_that_was_taken_out_of_a_log_is_counted_out(doctor: Doctor, folder: Path) -> None:
    """Nobody decided that it should be there: only the numbers of what followed tell of it."""
    people, pool = doctor.fullest("candidate-log"), doctor.fullest("pool-log")
    gone = doctor.drop(people, 100)
    days = doctor.numbers(pool, "DayStarted")
    also = doctor.drop(pool, days[len(days) // 2])
    report = audited(write(folder, doctor.reading))
    counts = {one.place: one for one in report.findings if one.kind == "count"}
    assert set(counts) == {people, pool}
    for place, record in ((people, gone), (pool, also)):
        assert (counts[place].offset or 0) <= record.offset
        assert "1 record fewer" in counts[place].words
    assert set(report.counts) <= {"count", "undecided"}


def test_what_cannot_be_read_ends_what_can_be_decided_and_what_came_before_is_decided(
    doctor: Doctor, folder: Path
) -> None:
    people, pool = doctor.fullest("candidate-log"), doctor.fullest("pool-log")
    facts = doctor.numbers(people, "ApplicationSubmitted")
    fact = doctor.change(people, facts[-10], garbage)
    day = doctor.change(pool, doctor.numbers(pool, "DayStarted")[-20], garbage)
    report = audited(write(folder, doctor.reading))
    unreadable = {one.place: one for one in report.findings if one.kind == "unreadable"}
    assert {place: one.offset for place, one in unreadable.items()} == {
        people: fact.offset,
        pool: day.offset,
    }
    assert set(report.counts) == {"unreadable", "undecided"}
    assert {(one.place, one.offset) for one in report.stretches} <= {
        (people, fact.offset),
        (pool, day.offset),
    }


def test_what_another_version_decided_is_named_with_its_version_and_not_as_altered(
    doctor: Doctor, folder: Path
) -> None:
    pool = doctor.fullest("evaluations").partition
    marks, states = Place("evaluations", pool), Place("pool-state", pool)
    half = len(doctor.reading[marks]) // 2
    end = decode(doctor.reading[marks][half - 1].value or b"").to_offset
    for number in range(half):
        doctor.change(marks, number, fields(decision_version=1))
    told = 0
    for place in (one for one in doctor.reading if one.topic == "proposals"):
        for number in doctor.numbers(place, "ProposalEmitted", "ProposalRevised"):
            source, _, offset = origin(doctor.reading[place][number]).rpartition("/")
            if source == f"pool-log/{pool}" and int(offset) < end:
                doctor.change(place, number, fields(decision_version=1))
                told += 1
    for number in range(50):
        doctor.change(states, number, fields(decision_version=1))
    report = audited(write(folder, doctor.reading))
    assert report.counts == {"other version": half + told + 50}
    assert told > 3
    (stretch,) = report.stretches
    assert (stretch.place, stretch.count) == (Place("pool-log", pool), 1)
    assert stretch.decision_version == 1
    assert {one.decision_version for one in report.findings} == {1}


def test_of_compacted_topics_only_the_last_record_of_each_key_must_be_there(
    doctor: Doctor, folder: Path
) -> None:
    for place, records in doctor.reading.items():
        if place.topic in ("roster", "candidates", "pool-state", "positions"):
            last = {record.key: record for record in records}
            doctor.reading[place] = [it for it in records if last[it.key] is it or it.offset % 3]
    roster, states = doctor.fullest("roster"), doctor.fullest("pool-state")
    assert audited(write(folder, doctor.reading)).clean
    entry, state = doctor.drop(roster, -1), doctor.drop(states, -1)
    report = audited(write(folder.with_name("more"), doctor.reading))
    assert {one.key for one in report.findings} == {
        (one.key or b"").decode() for one in (entry, state)
    }
    assert {one.place for one in report.findings} == {roster, states}
    assert set(report.counts) <= {"missing", "altered"}


def test_positions_that_are_gone_hide_nothing(doctor: Doctor, folder: Path) -> None:
    for place in [one for one in doctor.reading if one.topic == "positions"]:
        doctor.reading[place] = []
    roster = doctor.fullest("roster")
    entry = doctor.change(roster, 3, one_byte(-1))
    report = audited(write(folder, doctor.reading))
    assert report.counts == {"altered": 1, "count": 6}
    assert ("altered", roster, entry.offset) in named(report)


def test_only_so_many_findings_are_looked_at_closely_and_all_are_counted(
    doctor: Doctor, folder: Path
) -> None:
    place = doctor.fullest("proposals")
    for number in range(12):
        doctor.change(place, number, one_byte(-1))
    report = audit(write(folder, doctor.reading), 1, lambda *_: None, limit=5)
    assert len(report.findings) == 5
    assert report.counts == {"altered": 12}


@dataclass
class AtWork:
    """Logs that had half of their marks and positions when they were opened first."""

    logs: Logs
    opened: int = 0

    @contextmanager
    def open(self) -> Iterator[LogReader]:
        self.opened += 1
        with self.logs.open() as reader:
            yield Earlier(reader) if self.opened == 1 else reader


@dataclass(frozen=True)
class Earlier:
    """A reader of half of the marks and positions."""

    reader: LogReader

    def partitions(self, topic: str) -> int:
        return self.reader.partitions(topic)

    def extent(self, place: Place) -> Extent:
        return self.reader.extent(place)

    def offset_at(self, place: Place, milliseconds: int) -> int:
        return self.reader.offset_at(place, milliseconds)

    def read(
        self, place: Place, start: int | None = None, end: int | None = None
    ) -> Iterator[Sequence[Record]]:
        middle = self.reader.extent(place).end // 2
        return self.reader.read(place, start, middle if end is None else end)


def test_what_was_decided_while_the_audit_ran_may_be_there_or_not_and_must_be_right(
    doctor: Doctor, folder: Path
) -> None:
    assert audited(AtWork(write(folder, doctor.reading))).clean
    proposals, roster = doctor.fullest("proposals"), doctor.fullest("roster")
    doctor.drop(proposals, -1)
    early = doctor.drop(proposals, 2)
    late = doctor.change(roster, -1, one_byte(-1))
    report = audited(AtWork(write(folder.with_name("more"), doctor.reading)))
    assert report.counts == {"missing": 1, "altered": 1}
    keys = {(one.kind, one.place, one.key.encode()) for one in report.findings}
    assert keys == {("missing", proposals, early.key), ("altered", roster, late.key)}
