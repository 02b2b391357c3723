"""A lane tells when its reader must be woken: where it was full, and nowhere else."""

from streams.engine.batch import Lane
from streams.engine.stage import Partition


def lane_with(under_way: int, batches_max: int = 2) -> Lane:
    lane = Lane(Partition("log", 0), 0, object(), batches_max)
    for _ in range(under_way):
        lane.gap()
    return lane


def test_the_first_batch_finished_of_a_full_lane_makes_room() -> None:
    lane = lane_with(2)
    assert lane.finish()
    assert lane.under_way == 1


def test_a_lane_that_had_room_needs_no_word_of_it() -> None:
    assert not lane_with(1).finish()


def test_a_batch_fetched_just_before_the_count_is_seen_in_it() -> None:
    lane = lane_with(1)
    lane.gap()  # The reader fills the lane while its only batch is being finished.
    assert lane.finish()


def test_a_lane_of_one_batch_is_full_each_time() -> None:
    assert lane_with(1, batches_max=1).finish()
