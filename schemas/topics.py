"""THE topic table: every topic is declared here once, and nowhere else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

DEFAULT_PREFIX = "pathways."
MEBIBYTE = 1 << 20
MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS

RECORD_BYTES_MAX = MEBIBYTE
"""The largest record (value) that Pathways writes or accepts, in bytes."""

Kept = Literal["forever", "compacted"]

_FOREVER = {"cleanup.policy": "delete", "retention.ms": "-1"}
# Removals are records with a reason. A tombstone stands for an erasure only, and stays readable
# for a month so that a subscriber who was away learns of it.
_COMPACTED = {"cleanup.policy": "compact", "delete.retention.ms": str(30 * DAY_MS)}
# A unit reads these topics whole when it opens: small segments let compaction keep them short.
_SMALL_SEGMENTS = {
    "segment.ms": str(10 * MINUTE_MS),
    "segment.bytes": str(32 * MEBIBYTE),
    "min.cleanable.dirty.ratio": "0.2",
}
# A dead letter carries a rejected record whole, beside the reason: room for both.
_LARGE_RECORDS = {"max.message.bytes": str(3 * MEBIBYTE)}


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: who writes it, what its key is, how it is kept and over how many partitions."""

    name: str
    """Without the prefix: `applications`; see `full_name`."""
    writer: str
    key: str
    kept: Kept
    partitions: int
    fixed: bool
    """A log of our own, whose partition count must never change: a key may not move."""
    extra: Mapping[str, str] = field(default_factory=dict)

    def full_name(self, prefix: str = DEFAULT_PREFIX) -> str:
        return prefix + self.name

    def config(self) -> dict[str, str]:
        """The topic's settings as Kafka spells them."""
        kept = _FOREVER if self.kept == "forever" else _COMPACTED
        return {**kept, "max.message.bytes": str(2 * MEBIBYTE), **self.extra}


POOLS = 5
"""Partitions of the pool-log and what belongs to it: with five, COM, RMO and SCO each have a pool
of their own; four or eight would put all three into the same one."""


def _upstream(name: str, key: str, partitions: int = 2) -> Topic:
    """An upstream's topic: any partition count will do there, except for `reference`."""
    return Topic(name, "upstream", key, "forever", partitions, fixed=name == "reference")


_TABLE = (
    _upstream("applications", "candidate_id"),
    _upstream("assessments", "candidate_id"),
    _upstream("staffing", "candidate_id"),
    _upstream("availability", "candidate_id"),
    _upstream("learning", "candidate_id"),
    _upstream("vacancies", "vacancy_id"),
    _upstream("decisions", "vacancy_id"),
    _upstream("reference", "code", partitions=1),
    _upstream("exercises", "cycle_id"),
    Topic(
        "candidate-log", "intake, candidates, exercise", "candidate_id", "forever", 4, fixed=True
    ),
    Topic(
        "pool-log", "intake, candidates, pool, exercise", "job group", "forever", POOLS, fixed=True
    ),
    # An exercise spans job groups, and seats are shared by all people: each needs one order of all.
    Topic("exercise-log", "intake, pool", "what it is about", "forever", 1, fixed=True),
    Topic("leadership-log", "intake, candidates", "what it is about", "forever", 1, fixed=True),
    Topic("candidates", "candidates", "candidate_id", "compacted", 4, True, _SMALL_SEGMENTS),
    Topic("pool-state", "pool", "kind and key", "compacted", POOLS, True, _SMALL_SEGMENTS),
    Topic("evaluations", "pool", "partition", "forever", POOLS, fixed=True),
    Topic("roster", "pool", "candidate|job group|grade", "compacted", 4, fixed=True),
    Topic("proposals", "pool", "vacancy_id", "forever", 4, fixed=True),
    Topic("horizon", "pool", "job group", "forever", 1, fixed=True),
    Topic("exercise-state", "exercise", "what it is about", "compacted", 1, True, _SMALL_SEGMENTS),
    Topic("slates", "exercise", "cycle_id", "forever", 1, fixed=True),
    Topic(
        "leadership-state", "leadership", "what it is about", "compacted", 1, True, _SMALL_SEGMENTS
    ),
    Topic("nominations", "leadership", "candidate or edition", "forever", 1, fixed=True),
    Topic("rejected", "intake", "original key", "forever", 2, False, _LARGE_RECORDS),
    Topic("positions", "units", "unit", "compacted", 4, True, _SMALL_SEGMENTS),
)

TOPICS: Mapping[str, Topic] = MappingProxyType({topic.name: topic for topic in _TABLE})
"""Every topic by its name without the prefix."""

UPSTREAM = tuple(topic.name for topic in _TABLE if topic.writer == "upstream")
"""The topics that upstream systems write and intake reads."""
