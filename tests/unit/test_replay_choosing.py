"""What a replay takes: between which bounds, and which records there."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from schemas.codec import encode
from streams.history.errors import NoSuchPosition
from streams.history.logs import LogReader, Place
from streams.history.replay.bounds import bound
from streams.history.replay.errors import NothingThere, NotReplayed, UnreadableBound
from streams.history.replay.pace import joined, paced
from streams.history.replay.records import Group, Replayed
from streams.history.replay.selection import Selection, Untold, job_groups_of
from streams.history.replay.stretches import stretches
from tests.golden_results import golden, proposal
from tests.unit.written_history import WrittenHistory

THIRD = Place("candidate-log", 3)


@pytest.fixture
def reader(written_history: WrittenHistory) -> Iterator[LogReader]:
    with written_history.logs.open() as reader:
        yield reader


def taken(reader: LogReader, start: list[str], until: list[str]) -> dict[Place, list[int]]:
    """The numbers of the records of the candidate-log that lie between the bounds."""
    found = {}
    for stretch in stretches(reader, ["candidate-log"], bound(start), bound(until)):
        every = [one.offset for chunk in reader.read(stretch.place) for one in chunk]
        found[stretch.place] = [
            number
            for number, offset in enumerate(every, 1)
            if stretch.first <= offset < stretch.end
        ]
    return found


def test_a_bound_is_a_time_a_position_or_a_number() -> None:
    assert bound([]) is bound(["beginning"]) is None
    assert bound(["17"]) == 17
    assert bound(["candidate-log/3:17", "pool-log/0:1"]) == {THIRD: 17, Place("pool-log", 0): 1}
    assert bound(["2026-03-14"]) == datetime(2026, 3, 14, tzinfo=UTC)
    assert bound(["2026-03-14T10:00+01:00"]) == datetime(2026, 3, 14, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (["yesterday"], "neither a time nor a position"),
        (["0"], "the first record is number 1"),
        (["candidate-log/3:0"], "the first record is number 1"),
        (["candidats/3:1"], "there is no topic candidats"),
        (["17", "18"], "only positions can be given together"),
    ],
)
def test_any_other_bound_is_explained(texts: list[str], says: str) -> None:
    with pytest.raises(UnreadableBound, match=says):
        bound(texts)


def test_both_positions_are_taken_and_other_partitions_are_not_read(reader: LogReader) -> None:
    assert taken(reader, ["candidate-log/3:5"], ["candidate-log/3:7"]) == {THIRD: [5, 6, 7]}
    alone = taken(reader, [], ["candidate-log/3:2"])
    assert alone == {THIRD: [1, 2]}


def test_one_number_holds_for_every_partition_that_reaches_it(reader: LogReader) -> None:
    whole = taken(reader, [], [])
    longest = max(len(numbers) for numbers in whole.values())
    late = taken(reader, [str(longest)], [])
    assert list(late.values()) == [[longest]]
    assert all(numbers == [1] for numbers in taken(reader, [], ["1"]).values())


def test_a_time_parts_what_was_written_before_from_the_rest(reader: LogReader) -> None:
    times = sorted(one.timestamp for chunk in reader.read(THIRD) for one in chunk)
    middle = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=times[len(times) // 2])
    whole = taken(reader, [], [])
    before = taken(reader, [], [middle.isoformat()])
    after = taken(reader, [middle.isoformat()], [])
    assert {place: before[place] + after[place] for place in whole} == whole
    assert before[THIRD]
    assert after[THIRD]


def test_a_position_past_the_end_says_how_much_there_is(reader: LogReader) -> None:
    held = len(taken(reader, [], [])[THIRD])
    past = [f"candidate-log/3:{held + 1}"]
    with pytest.raises(NoSuchPosition, match=f"it holds {held} records"):
        taken(reader, past, [])
    with pytest.raises(NoSuchPosition, match=f"it holds {held} records"):
        taken(reader, [], past)
    with pytest.raises(NothingThere, match="no partition has a record 99999"):
        taken(reader, ["99999"], [])
    with pytest.raises(NoSuchPosition, match="candidate-log has 4 partitions"):
        taken(reader, ["candidate-log/4:1"], [])


def test_a_time_that_no_log_reaches_says_where_they_begin_or_that_nothing_follows(
    reader: LogReader,
) -> None:
    with pytest.raises(NothingThere, match="first record was written at 2024-06-01"):
        taken(reader, ["2019-01-01"], [])
    with pytest.raises(NothingThere, match="first record was written at 2024-06-01"):
        taken(reader, [], ["2019-01-01"])
    with pytest.raises(NothingThere, match="nothing was written at 2031"):
        taken(reader, ["2031-01-01"], [])


def test_a_position_needs_its_topic_and_one_whose_records_keep_their_number(
    reader: LogReader,
) -> None:
    with pytest.raises(NotReplayed, match="name pool-log too"):
        taken(reader, ["pool-log/0:1"], [])
    with pytest.raises(NotReplayed, match="roster is compacted"):
        stretches(reader, ["roster"], bound(["roster/0:1"]), None)


def test_a_person_is_about_the_job_groups_that_an_application_names() -> None:
    opened, submitted = golden("VacancyOpened"), golden("ApplicationSubmitted")
    assert job_groups_of(opened) == {opened.job_group}
    assert job_groups_of(submitted) == {one.job_group for one in submitted.profiles}
    assert job_groups_of(golden("RotationCyclePublished")) == set(
        golden("RotationCyclePublished").job_groups
    )
    assert job_groups_of(golden("PerformanceRated")) == frozenset()


def test_what_a_proposal_says_of_other_job_groups_does_not_make_it_theirs() -> None:
    listed = proposal("v-1")
    assert job_groups_of(listed) == {listed.job_group}


def test_every_choice_has_to_hold() -> None:
    value = encode(golden("VacancyOpened"))
    group = golden("VacancyOpened").job_group
    chosen = Selection(frozenset({b"v"}), frozenset({group}), frozenset({"VacancyOpened"}))
    assert chosen.takes(b"v", value)
    assert not chosen.takes(b"w", value)
    assert not chosen.takes(b"v", encode(golden("VacancyFilled")))
    assert not Selection(job_groups=frozenset({"XYZ"})).takes(b"v", value)
    assert Selection().takes(None, b"anything at all")


@pytest.mark.parametrize(
    "selection",
    [Selection(types=frozenset({"OfferMade"})), Selection(job_groups=frozenset({"COM"}))],
)
def test_what_cannot_be_read_is_neither_taken_nor_passed_over(selection: Selection) -> None:
    with pytest.raises(Untold):
        selection.takes(b"k", b"no Avro")
    assert not selection.takes(b"k", None)


def record(number: int) -> Replayed:
    place = Place("proposals", 0)
    return Replayed(place, number, 0, place, number, 0, None, b"", ())


def test_a_rate_holds_over_any_stretch_of_time() -> None:
    now, released = 0.0, 0

    def wait(seconds: float) -> None:
        nonlocal now
        now += seconds

    groups: list[Group] = [[record(n) for n in range(90)], [record(90)], [record(91)] * 9]
    for group in paced(groups, 20, lambda: now, wait, divisible=True):
        assert released <= now * 20
        released += len(group)
        assert len(group) <= 5
    assert released == 100
    assert now == pytest.approx(99 / 20, abs=0.5)


def test_small_groups_are_joined_and_none_is_cut() -> None:
    groups = [[record(n)] * 3 for n in range(5)] + [[record(9)] * 50]
    sizes = [len(group) for group in joined(groups, 40)]
    assert sizes == [9, 6, 50]
