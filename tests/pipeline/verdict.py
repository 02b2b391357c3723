"""Whether a pipeline was exact: all that stands in Kafka against one plain recomputation."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from schemas.topics import UPSTREAM
from tests.pipeline.faults import Fault
from tests.pipeline.people import candidates_faults
from tests.pipeline.pools import pool_faults
from tests.pipeline.reading import Reading
from tests.pipeline.routes import intake_faults
from tests.pipeline.single_logs import single_log_faults
from tests.pipeline.standing import standing_faults

FAULTS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was compared, by topic, and what was found wrong."""

    records: Counter[str]
    faults: tuple[Fault, ...]

    @property
    def exact(self) -> bool:
        return not self.faults

    @property
    def upstream(self) -> int:
        return sum(self.records[topic] for topic in UPSTREAM)

    def __str__(self) -> str:
        if self.faults:
            kinds = Counter(fault.kind for fault in self.faults)
            shown = "; ".join(map(str, self.faults[:FAULTS_SHOWN]))
            return f"WRONG: {dict(kinds)} in {self.upstream} upstream records, such as: {shown}"
        own = (f"{name} {self.records[name]}" for name in _TOLD)
        return f"EXACT: {self.upstream} upstream records; {', '.join(own)}"


_TOLD = (
    "candidate-log",
    "rejected",
    "pool-log",
    "evaluations",
    "roster",
    "proposals",
    "exercise-log",
    "slates",
    "leadership-log",
    "nominations",
)


def verify(reading: Reading, prefix: str, skipped: Collection[str] = ()) -> Verdict:
    """`skipped` are records of our logs (`candidate-log/1/17`) that a mended fold passed over."""
    records: Counter[str] = Counter()
    for place, lines in reading.items():
        records[place.topic] += len(lines)
    faults = (
        *intake_faults(reading, skipped),
        *candidates_faults(reading, skipped),
        *pool_faults(reading, skipped),
        *single_log_faults(reading),
        *standing_faults(reading, prefix),
    )
    return Verdict(records, faults)
