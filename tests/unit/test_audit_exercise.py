"""An audit decides exercises, seats and forecasts again, and names what was done to them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from schemas.codec import decode, encode, name_of
from schemas.events import PostsJudged, SlateProposed
from streams.history.audit.findings import Finding, Report
from streams.history.audit.run import audit
from streams.history.logs import Logs, Place
from streams.history.snapshot.form import SavedRecord
from tests.unit.doctored import Doctor, fields, one_byte, origin
from tests.unit.exercised_history import CYCLE
from tests.unit.written_history import WrittenHistory, write

SLATES, NOMINATIONS, HORIZON = (Place(it, 0) for it in ("slates", "nominations", "horizon"))
EXERCISE, LEADERSHIP = Place("exercise-log", 0), Place("leadership-log", 0)


def audited(logs: Logs) -> Report:
    return audit(logs, 1, lambda *_: None)


@pytest.fixture
def doctor(exercised: WrittenHistory) -> Doctor:
    return Doctor(exercised.reading())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "doctored"


def of_stage(doctor: Doctor, topic: str, name: str, came_from: str) -> tuple[Place, int]:
    """The last record of a log that a stage wrote there."""
    found = [
        (place, number)
        for place in doctor.reading
        if place.topic == topic
        for number in doctor.numbers(place, name)
        if origin(doctor.reading[place][number]).startswith(came_from)
    ]
    return found[-1]


def test_of_an_exercise_everything_is_compared_and_nothing_found(
    exercised: WrittenHistory,
) -> None:
    report = audited(exercised.logs)
    assert report.clean, report.findings
    reading = exercised.reading()
    sizes = Counter({place.topic: 0 for place in reading})
    for place, records in reading.items():
        sizes[place.topic] += len(records)
    whole = ("slates", "nominations", "horizon", "exercise-state", "leadership-state")
    assert {name: report.compared[name] for name in whole} == {name: sizes[name] for name in whole}
    assert min(sizes[name] for name in whole) >= 4
    logs = ("candidate-log", "pool-log", "exercise-log", "leadership-log")
    assert report.decided == {name: sizes[name] for name in logs}
    assert report.waiting == dict.fromkeys(logs, 0)
    told = Counter(
        (place.topic, name_of(one.value or b""))
        for place, records in reading.items()
        for one in records
        if origin(one).startswith("exercise-log")
    )
    assert told["candidate-log", "OfferAccepted"] == told["pool-log", "PlacementConfirmed"] > 1
    assert told["pool-log", "VacancyOpened"] > told["slates", "SlateSettled"] == 1


def test_each_change_of_what_the_stages_publish_is_named_and_nothing_else(
    doctor: Doctor, folder: Path
) -> None:
    numbers = doctor.numbers(NOMINATIONS, "NominationProposed")
    needs = doctor.numbers(NOMINATIONS, "DevelopmentNeedIdentified")
    forecasts = doctor.numbers(HORIZON, "HorizonForecast")
    forged = doctor.add(SLATES, another_slate(doctor.reading[SLATES][0]))
    kept = doctor.change(SLATES, 1, without_anybody)
    nominated = doctor.change(NOMINATIONS, numbers[0], fields(place=99))
    copied = doctor.add(NOMINATIONS, doctor.reading[NOMINATIONS][numbers[1]])
    one, other = doctor.swap(NOMINATIONS, needs[3], needs[9])
    foreseen = doctor.change(HORIZON, forecasts[4], fields(strength=()))
    held = doctor.change(Place("exercise-state", 0), -1, one_byte(-1))
    known = doctor.change(Place("leadership-state", 0), -1, one_byte(-1))
    gone = doctor.drop(HORIZON, forecasts[-2])
    report = audited(write(folder, doctor.reading))
    assert {(it.kind, it.place, it.offset) for it in report.findings} == {
        ("extra", SLATES, forged.offset),
        ("altered", SLATES, kept.offset),
        ("altered", NOMINATIONS, nominated.offset),
        ("extra", NOMINATIONS, copied.offset),
        ("order", NOMINATIONS, one.offset),
        ("order", NOMINATIONS, other.offset),
        ("altered", HORIZON, foreseen.offset),
        ("missing", HORIZON, None),
        ("altered", Place("exercise-state", 0), held.offset),
        ("altered", Place("leadership-state", 0), known.offset),
    }
    assert report.stretches == ()
    (missing,) = [it for it in report.findings if it.kind == "missing"]
    assert missing.record == "HorizonForecast"
    assert missing.about == decode(gone.value or b"").job_group
    words = {it.place: it.words for it in report.findings if it.kind in ("extra", "altered")}
    assert f"SlateProposed about {CYCLE}/1" in words[SLATES]


def test_of_whoever_was_erased_nothing_need_be_left_and_no_erasure_may_be_undone(
    doctor: Doctor, folder: Path
) -> None:
    state = Place("exercise-state", 0)
    records = doctor.reading[state]
    removed = {one.key for one in records if one.value is None}
    assert removed
    doctor.reading[state] = [one for one in records if one.key not in removed]
    undone = Place("leadership-state", 0)
    at = next(n for n, one in enumerate(doctor.reading[undone]) if one.value is None)
    gone = doctor.drop(undone, at)
    report = audited(write(folder, doctor.reading))
    (found,) = report.findings
    assert (found.place, found.key) == (undone, (gone.key or b"").decode())
    assert "a later one was taken away" in found.words


def without_anybody(record: SavedRecord) -> SavedRecord:
    slate: SlateProposed = decode(record.value or b"")
    return record._replace(value=encode(replace(slate, placements=slate.placements[1:])))


def another_slate(record: SavedRecord) -> SavedRecord:
    """It names a record that a slate came of."""
    return fields(event_id=f"{CYCLE}/1/9/1", revision=9)(record)


@pytest.mark.parametrize(
    "dropped",
    [
        [
            ("exercise-log", "PostsJudged", "pool-log"),
            ("leadership-log", "LeadershipStanding", "candidate-log"),
        ],
        [
            ("pool-log", "PostsToJudge", "exercise-log"),
            ("pool-log", "VacancyOpened", "exercise-log"),
            ("candidate-log", "PlacementConfirmed", "exercise-log"),
        ],
    ],
)
def test_what_a_stage_told_another_is_named_where_it_is_gone(
    doctor: Doctor, folder: Path, dropped: list[tuple[str, str, str]]
) -> None:
    gone = set()
    for what in dropped:
        place, number = of_stage(doctor, *what)
        gone.add((place, what[1], origin(doctor.drop(place, number))))
    report = audited(write(folder, doctor.reading))
    missing = [it for it in report.findings if it.kind == "missing"]
    assert {(it.place, it.record, came_from(it)) for it in missing} == gone
    assert len(missing) == len(gone)
    counted = {it.place for it in report.findings if it.kind == "count"}
    assert counted == {place for place, _, _ in gone}
    assert set(report.counts) <= {"missing", "count", "undecided"}


def came_from(finding: Finding) -> str:
    assert finding.source is not None
    return f"{finding.source.place}/{finding.source.offset}"


def test_what_a_stage_told_another_is_named_where_it_was_altered_or_forged(
    doctor: Doctor, folder: Path
) -> None:
    changes: dict[tuple[str, str, str], Callable[[SavedRecord], SavedRecord]] = {
        ("exercise-log", "PostsJudged", "pool-log"): nobody_judged,
        ("candidate-log", "OfferAccepted", "exercise-log"): fields(offer_id="another offer"),
        ("pool-log", "VacancyOpened", "exercise-log"): fields(title="Another post"),
        ("leadership-log", "LeadershipStanding", "candidate-log"): fields(departed=True),
    }
    altered = set()
    for what, change in changes.items():
        place, number = of_stage(doctor, *what)
        altered.add((place, doctor.change(place, number, change).offset))
    place, number = of_stage(doctor, "pool-log", "PostsToJudge", "exercise-log")
    forged = doctor.add(place, fields(run=7)(doctor.reading[place][number]))
    report = audited(write(folder, doctor.reading))
    # What an exercise told after an answer was altered may follow from that alone: it says so.
    named = {(it.place, it.offset): it.kind for it in report.findings}
    assert altered <= named.keys()
    assert {named[one] for one in altered} == {"altered", "undecided"}
    assert {place for (place, _), kind in named.items() if kind == "altered"} == {
        EXERCISE,
        LEADERSHIP,
    }
    assert {(it.place, it.offset) for it in report.findings if it.kind == "extra"} == {
        (place, forged.offset)
    }
    assert set(report.counts) <= {"altered", "extra", "count", "undecided"}


def nobody_judged(record: SavedRecord) -> SavedRecord:
    answer: PostsJudged = decode(record.value or b"")
    return record._replace(value=encode(replace(answer, people=())))


def test_a_position_that_does_not_fit_its_log_is_named(doctor: Doctor, folder: Path) -> None:
    stages = ("exercise", "leadership")
    for stage in stages:
        place, number = last_position(doctor, stage)
        said = decode(doctor.reading[place][number].value or b"")
        doctor.change(place, number, fields(count=said.count - 1))
    report = audited(write(folder, doctor.reading))
    wrong = {it.place: it for it in report.findings}
    assert report.counts == {"count": 2}
    for stage in stages:
        assert f"The {stage} stage says" in wrong[Place(f"{stage}-log", 0)].words


def last_position(doctor: Doctor, stage: str) -> tuple[Place, int]:
    found = [
        (place, number)
        for place, records in doctor.reading.items()
        if place.topic == "positions"
        for number, one in enumerate(records)
        if (one.key or b"").startswith(stage.encode())
    ]
    return found[-1]
