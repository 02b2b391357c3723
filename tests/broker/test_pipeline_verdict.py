"""The recomputation of a pipeline finds each kind of fault in a copy of what was really read."""

from collections.abc import Iterator

import pytest

from deploy.broker.local import LocalBroker
from schemas import codec
from schemas.events import DayStarted
from tests.pipeline import doctor
from tests.pipeline.facts import facts
from tests.pipeline.faults import Kind
from tests.pipeline.reading import Line, Place, Reading
from tests.pipeline.scene import Scene
from tests.pipeline.verdict import Verdict, verify

pytestmark = pytest.mark.broker

PREFIX = "verdict."
LOGS_AND_RESULTS = ("candidate-log", "pool-log", "roster", "proposals", "rejected")


@pytest.fixture(scope="module")
def reading(broker: LocalBroker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reading]:
    """What a small pipeline left in Kafka, with nothing done to it."""
    scene = Scene(broker.connection(), PREFIX, tmp_path_factory.mktemp("logs"))
    try:
        fleet = scene.fleet()
        fleet.start()
        scene.publish(facts(seed=7, candidates=75, vacancies=15))
        scene.wait_until_folded()
        fleet.kill_all()
        yield scene.reader.read_all()
    finally:
        scene.close()


def place_of(reading: Reading, topic: str) -> Place:
    """The fullest partition of a topic."""
    return max((one for one in reading if one.topic == topic), key=lambda one: len(reading[one]))


def kinds_at(verdict: Verdict, place: Place) -> set[Kind]:
    return {fault.kind for fault in verdict.faults if fault.where.split(" from ")[0] == str(place)}


def test_what_was_read_is_exact_and_holds_something_of_everything(reading: Reading) -> None:
    verdict = verify(reading, PREFIX)
    assert verdict.exact, str(verdict)
    assert verdict.upstream > 1_000
    told = {topic: verdict.records[topic] for topic in (*LOGS_AND_RESULTS, "evaluations")}
    assert min(told.values()) > 10, told


@pytest.mark.parametrize("topic", LOGS_AND_RESULTS)
def test_a_doubled_record_is_found(reading: Reading, topic: str) -> None:
    place = place_of(reading, topic)
    found = verify(doctor.doubled(reading, place, 5), PREFIX)
    assert "doubled" in kinds_at(found, place), str(found)


@pytest.mark.parametrize("topic", LOGS_AND_RESULTS)
def test_a_dropped_record_is_found(reading: Reading, topic: str) -> None:
    place = place_of(reading, topic)
    found = verify(doctor.dropped(reading, place, 5), PREFIX)
    assert "missing" in kinds_at(found, place), str(found)


@pytest.mark.parametrize("topic", LOGS_AND_RESULTS)
def test_a_swapped_order_is_found(reading: Reading, topic: str) -> None:
    place = place_of(reading, topic)
    one, other = doctor.two_of_one_source(reading, place)
    found = verify(doctor.swapped(reading, place, one, other), PREFIX)
    assert "order" in kinds_at(found, place), str(found)


@pytest.mark.parametrize("topic", LOGS_AND_RESULTS)
def test_a_record_of_another_origin_is_found(reading: Reading, topic: str) -> None:
    place = place_of(reading, topic)
    found = verify(doctor.forged(reading, place, 5, "applications/1/999999"), PREFIX)
    assert {"unknown", "missing"} <= kinds_at(found, place), str(found)


@pytest.mark.parametrize("topic", ["roster", "proposals", "candidates", "pool-state"])
def test_one_altered_byte_is_found_and_nothing_else_with_it(reading: Reading, topic: str) -> None:
    place = place_of(reading, topic)
    last = len(reading[place]) - 1
    found = verify(doctor.altered(reading, place, last), PREFIX)
    assert kinds_at(found, place) == {"altered"}, str(found)
    assert {fault.where.split(" from ")[0] for fault in found.faults} == {str(place)}


def test_a_missing_evaluation_is_found_as_a_gap(reading: Reading) -> None:
    place = place_of(reading, "evaluations")
    found = verify(doctor.dropped(reading, place, 3), PREFIX)
    assert kinds_at(found, place) == {"gap"}, str(found)


def test_a_missing_last_evaluation_is_found(reading: Reading) -> None:
    place = place_of(reading, "evaluations")
    found = verify(doctor.dropped(reading, place, len(reading[place]) - 1), PREFIX)
    assert "behind" in kinds_at(found, place), str(found)


def test_an_evaluation_that_stands_twice_is_found_as_an_overlap(reading: Reading) -> None:
    place = place_of(reading, "evaluations")
    found = verify(doctor.doubled(reading, place, 3), PREFIX)
    assert "overlap" in kinds_at(found, place), str(found)


def test_an_altered_evaluation_is_found(reading: Reading) -> None:
    place = place_of(reading, "evaluations")
    found = verify(doctor.altered(reading, place, 3), PREFIX)
    assert kinds_at(found, place) == {"altered"}, str(found)


def test_a_day_that_one_pool_never_hears_of_is_found(reading: Reading) -> None:
    place = place_of(reading, "pool-log")
    days = (index for index, line in enumerate(reading[place]) if is_day(line.value))
    found = verify(doctor.dropped(reading, place, next(days)), PREFIX)
    assert any(
        fault.kind == "missing" and fault.where == f"{place} from reference/0"
        for fault in found.faults
    ), str(found)


def test_an_upstream_record_that_nobody_took_in_is_found(reading: Reading) -> None:
    """As if the unit had jumped over the last record of its input."""
    place = place_of(reading, "vacancies")
    line = reading[place][-1]
    more = Line(line.offset + 1, line.key, line.value, "", line.timestamp)
    found = verify({**reading, place: [*reading[place], more]}, PREFIX)
    assert "behind" in kinds_at(found, place), str(found)
    assert any(str(place) in fault.where and fault.kind == "missing" for fault in found.faults)


def test_a_position_that_ran_ahead_is_found(reading: Reading) -> None:
    place = place_of(reading, "candidate-log")
    short = {**reading, place: reading[place][:-1]}
    assert "behind" in kinds_at(verify(short, PREFIX), place)


@pytest.mark.parametrize("topic", ["candidate-log", "evaluations"])
def test_what_a_stranger_wrote_is_found(reading: Reading, topic: str) -> None:
    place = place_of(reading, topic)
    garbage = Line(reading[place][-1].offset + 1, b"key", b"nobody")
    found = verify({**reading, place: [*reading[place], garbage]}, PREFIX)
    assert "unknown" in kinds_at(found, place), str(found)


def is_day(value: bytes | None) -> bool:
    return isinstance(codec.decode(value or b""), DayStarted)
