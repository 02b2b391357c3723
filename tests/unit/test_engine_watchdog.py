"""When something is taken to stand still."""

from streams.engine.batch import ReadTo
from streams.engine.watchdog import StandStill


def test_lag_without_progress_first_reopens_and_then_ends() -> None:
    still = StandStill(looks_max=3)
    advice = [still.look(lag=10, progress=1) for _ in range(7)]
    assert advice == ["go on", "go on", "go on", "reopen", "go on", "go on", "end"]


def test_progress_or_no_lag_starts_the_count_anew() -> None:
    still = StandStill(looks_max=2)
    for progress in range(20):
        assert still.look(lag=10, progress=progress) == "go on"
    for _ in range(20):
        assert still.look(lag=0, progress=0) == "go on"


def test_what_lies_behind_the_last_record_is_no_lag_once_it_was_looked_at() -> None:
    """A log that ends in transaction markers has an end that no record reaches."""
    assert ReadTo(handed_out=90, looked_at=92).lag(position=90, end=92) == 0
    assert ReadTo(handed_out=90, looked_at=91).lag(position=90, end=92) == 2


def test_what_was_handed_out_and_got_lost_is_lag() -> None:
    assert ReadTo(handed_out=90, looked_at=92).lag(position=40, end=92) == 52
