"""When a failed webhook is tried again: the standard's schedule, a known jitter, what is asked."""

from datetime import UTC, datetime, timedelta

import pytest

from consumers.webhooks.schedule import BACK_OFF, JITTER, next_attempt, retry_after_of

NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)


def test_ten_attempts_stretch_over_three_days_and_then_it_is_dead() -> None:
    moments = [next_attempt(number, NOW, "w") for number in range(1, 11)]
    assert moments[-1] is None
    pauses = [moment - NOW for moment in moments if moment]
    for pause, planned in zip(pauses, BACK_OFF, strict=True):
        assert planned <= pause <= planned * (1 + JITTER)
    assert timedelta(hours=75) < sum(pauses, timedelta()) < timedelta(hours=84)


def test_the_jitter_depends_on_the_webhook_and_the_attempt_alone() -> None:
    assert next_attempt(2, NOW, "w") == next_attempt(2, NOW, "w")
    moments = {next_attempt(2, NOW, f"w-{number}") for number in range(20)}
    assert len(moments) == 20


def test_an_endpoint_may_ask_for_more_time_but_not_for_less() -> None:
    hour, second = timedelta(hours=1), timedelta(seconds=1)
    assert next_attempt(1, NOW, "w", retry_after=hour) == NOW + hour
    assert next_attempt(1, NOW, "w", retry_after=second) == next_attempt(1, NOW, "w")


@pytest.mark.parametrize(
    ("header", "pause"),
    [
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta(0)),
        ("Sat, 14 Mar 2026 09:40:00 GMT", timedelta(minutes=10)),
        ("Sat, 14 Mar 2026 09:00:00 GMT", timedelta(0)),
        ("Sat, 14 Mar 2126 09:00:00 GMT", timedelta(days=1)),
        ("9" * 5_000, timedelta(days=1)),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_a_day_at_most(
    header: str | None, pause: timedelta | None
) -> None:
    assert retry_after_of(header, NOW) == pause
