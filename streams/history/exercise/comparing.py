"""Two slates that the log has: two runs, or what people made of one of them."""

from streams.history.exercise.difference import SlateDifference, difference
from streams.history.exercise.slates import SlateNumber, chosen
from streams.history.logs import Logs


def compared(logs: Logs, cycle_id: str, before: SlateNumber, after: SlateNumber) -> SlateDifference:
    """Raises NoSlate or NoSuchSlate."""
    return difference(*chosen(logs, cycle_id, (before, after)))
