"""Which topics the read model is made from, and what of the logs it takes."""

from collections.abc import Mapping
from types import MappingProxyType

from consumers.projection.leadership_rows import LEADERSHIP_LOG_KINDS
from consumers.projection.slate_rows import EXERCISE_LOG_KINDS
from consumers.projection.vacancy_rows import POOL_LOG_KINDS
from schemas.codec import name_of

WHOLE = ("roster", "proposals", "rejected", "slates", "nominations", "horizon")
"""Topics of which every record has rows."""

LOG_KINDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "pool-log": POOL_LOG_KINDS,
        "exercise-log": EXERCISE_LOG_KINDS,
        "leadership-log": LEADERSHIP_LOG_KINDS,
    }
)
"""By log, the names of the events that are taken from it."""

TOPICS = (*WHOLE, *LOG_KINDS, "evaluations")


def takes(topic: str, value: bytes | None) -> bool:
    """Most of a log is facts about people, which are private and not even decoded here.

    What the contract does not know is an error, and decoding it says so.
    """
    kinds = LOG_KINDS.get(topic)
    name = None if kinds is None or value is None else name_of(value)
    return kinds is None or name is None or name in kinds
