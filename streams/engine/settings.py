"""Every time-out and cap of the engine, each with its reason."""

from dataclasses import dataclass

KIBIBYTE = 1 << 10
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Defaults are for production; tests shorten the times."""

    session_timeout_s: float = 10.0
    """A worker silent for this long loses its partitions."""
    heartbeat_interval_s: float = 2.0
    """Five heartbeats fit in a session, so that one lost packet does not end it."""
    request_timeout_s: float = 20.0
    """One request to a broker; Kafka wants it above the session timeout."""

    partition_fetch_bytes: int = 256 * KIBIBYTE
    """A fetched batch of one partition: some 2 000 small records, about one transaction."""
    poll_records_max: int = 10_000
    """Records handed over in one round of all partitions."""
    batches_in_flight_max: int = 2
    """Per unit: one being worked on, one waiting. Bounds memory in bytes, unit by unit."""
    slow_batches_in_flight_max: int = 32
    """Waiting for a unit whose folds are slow, and which takes all that waits at once: 8 MiB, some
    five thousand memberships. Larger transactions would save a pool little: by then taking them
    in costs as much as evaluating some hundred vacancies."""
    fetch_wait_ms: int = 50
    """How long an empty fetch waits at the broker. A partition that was just drained waits for
    the fetch of the others to return, so this bounds what an idle neighbour can cost."""

    transaction_records_max: int = 2_000
    """Larger transactions gain little throughput and delay every reader behind them."""
    transaction_bytes_max: int = MEBIBYTE
    """Input bytes folded in one transaction, where folds are not slow."""
    transaction_records_min: int = 100
    """No pace cuts below this: each transaction has a price of its own, however small it is."""
    transaction_target_s: float = 0.25
    """Transactions that take longer to fold are cut smaller, quicker ones grow again. Their commit
    does not count: in it a unit waits for its neighbours' folds too, and to cut for that would
    make all of them pay for more transactions, and wait longer still. Slow folds hold nobody up
    and are not cut: a pool evaluates each open vacancy once per transaction, so that cutting
    would multiply its work."""
    thread_switch_s: float = 0.001
    """How long a fold beside the event loop may keep the interpreter while the loop waits for it.
    Python's own 5 ms, at each of the dozen turns that a transaction takes, would be felt."""
    transaction_timeout_ms: int = 10_000
    """When the broker aborts a dead writer's transaction: its readers wait at most this long."""
    transaction_deadline_s: float = 12.0
    """Past the broker's own time-out the outcome is decided: drop the producer and reopen."""
    produce_batch_bytes: int = 512 * KIBIBYTE
    """One batch on the wire; must stay below each topic's `max.message.bytes`."""
    record_bytes_max: int = 3 * MEBIBYTE
    """Above every topic's own limit. A broker answers a record over the topic's limit, but drops
    the connection of a request over the socket's, which would look like an outage."""
    commit_poll_s: float = 0.002
    """How often to ask whether the last commit's markers are written. aiokafka waits a fixed
    20 ms, which would be most of a small transaction's time."""
    retry_s: float = 0.1
    """Between retries of a request that the broker could not serve yet."""

    open_deadline_s: float = 25.0
    """Fencing and reading the position; waits out a dead neighbour's open transaction."""
    restore_stalled_s: float = 25.0
    """A restore that reads nothing new for this long has failed; see `transaction_timeout_ms`."""
    reopen_after_s: float = 0.2
    """First back-off before a failed unit reopens; doubles up to the next line."""
    reopen_after_s_max: float = 5.0

    commit_hint_interval_s: float = 5.0
    """How often positions are shown to lag tools as committed offsets; nothing reads them back."""

    poison_failures: int = 3
    """Same failure at the same record this often: the unit is quarantined."""

    watch_interval_s: float = 1.0
    """How often lag and progress are looked at."""
    stalled_s: float = 15.0
    """Lag without progress for this long reopens the unit; as long again ends the process.
    Above `transaction_deadline_s`, so that a slow transaction is not taken for a stall."""
    hung_s: float = 30.0
    """An event loop that turns no more for this long (a fold that never returns) ends the
    process, and so does a shutdown that takes longer."""
    slow_fold_s_max: float = 300.0
    """So does a fold beside the event loop. Long: a day that thousands of open vacancies are
    evaluated for is one transaction."""

    def __post_init__(self) -> None:
        if self.session_timeout_s >= self.request_timeout_s:
            raise ValueError("request_timeout_s must be greater than session_timeout_s")
        if self.transaction_deadline_s * 1000 <= self.transaction_timeout_ms:
            raise ValueError("transaction_deadline_s must be greater than transaction_timeout_ms")
