"""The engine's Prometheus metrics, each by its documented name."""

from typing import Final, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from streams.engine.stage import UnitId

UnitState = Literal["opening", "restoring", "running", "waiting", "quarantined", "closed"]
STATES: Final[tuple[UnitState, ...]] = (
    "opening",
    "restoring",
    "running",
    "waiting",
    "quarantined",
    "closed",
)

LAG: Final = "pathways_unit_lag_offsets"
"""Offsets between a unit's own position and the stable end of its input; 0 if it read all."""
RECORDS: Final = "pathways_unit_records"
"""Input records folded and committed."""
OUTPUTS: Final = "pathways_unit_outputs"
"""Records written, state and positions included."""
TRANSACTIONS: Final = "pathways_unit_transactions"
"""Transactions committed."""
STATE: Final = "pathways_unit_state"
"""1 for the state in which a unit is, 0 for all others."""
FOLD_SECONDS: Final = "pathways_unit_fold_seconds"
"""Seconds to fold one transaction's records."""
COMMIT_SECONDS: Final = "pathways_unit_commit_seconds"
"""Seconds to write and commit one transaction."""
RESTORE_SECONDS: Final = "pathways_unit_restore_seconds"
"""Seconds that the last restore of a unit's state took."""
REOPENED: Final = "pathways_unit_reopened"
"""Openings after a failure, by what failed."""
FENCED: Final = "pathways_unit_fenced"
"""Transactions refused because the producer was fenced, or had outlived its time-out."""
CHAIN_BROKEN: Final = "pathways_unit_chain_broken"
"""Batches dropped because one before them was lost on the way; each is read again."""

_UNIT = ("stage", "topic", "partition")
_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """One registry's metrics; each app has its own, so that tests do not share counts."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.lag = Gauge(LAG, "Offsets not read yet", _UNIT, registry=registry)
        self.records = Counter(RECORDS, "Records folded", _UNIT, registry=registry)
        self.outputs = Counter(OUTPUTS, "Records written", _UNIT, registry=registry)
        self.transactions = Counter(TRANSACTIONS, "Committed", _UNIT, registry=registry)
        self.state = Gauge(STATE, "State of a unit", (*_UNIT, "state"), registry=registry)
        self.fold_seconds = Histogram(
            FOLD_SECONDS, "Seconds to fold", ("stage",), registry=registry, buckets=_SECONDS
        )
        self.commit_seconds = Histogram(
            COMMIT_SECONDS, "Seconds to commit", ("stage",), registry=registry, buckets=_SECONDS
        )
        self.restore_seconds = Gauge(RESTORE_SECONDS, "Seconds", _UNIT, registry=registry)
        self.reopened = Counter(REOPENED, "Reopened", (*_UNIT, "error"), registry=registry)
        self.fenced = Counter(FENCED, "Fenced", _UNIT, registry=registry)
        self.chain_broken = Counter(CHAIN_BROKEN, "Chain broken", _UNIT, registry=registry)

    def of(self, unit: UnitId) -> "UnitMetrics":
        return UnitMetrics(self, unit)


class UnitMetrics:
    """The metrics of one unit, with their labels looked up once."""

    def __init__(self, metrics: Metrics, unit: UnitId) -> None:
        labels = (unit.stage, unit.topic, str(unit.partition))
        self._metrics, self._labels = metrics, labels
        self.lag = metrics.lag.labels(*labels)
        self.records = metrics.records.labels(*labels)
        self.outputs = metrics.outputs.labels(*labels)
        self.transactions = metrics.transactions.labels(*labels)
        self.fold_seconds = metrics.fold_seconds.labels(unit.stage)
        self.commit_seconds = metrics.commit_seconds.labels(unit.stage)
        self.restore_seconds = metrics.restore_seconds.labels(*labels)
        self.fenced = metrics.fenced.labels(*labels)
        self.chain_broken = metrics.chain_broken.labels(*labels)

    def enter(self, state: UnitState) -> None:
        for other in STATES:
            self._metrics.state.labels(*self._labels, other).set(other == state)

    def closed(self) -> None:
        """Another worker's unit tells the lag from now on."""
        self.enter("closed")
        self.lag.set(0)

    def reopened(self, error: BaseException) -> None:
        self._metrics.reopened.labels(*self._labels, type(error).__name__).inc()

    def committed(self, records: int, outputs: int) -> None:
        self.records.inc(records)
        self.outputs.inc(outputs)
        self.transactions.inc()
