"""The intake stage: an upstream's partition in; candidate-log, pool-log and dead letters out."""

from collections.abc import Iterable, Sequence

from schemas.errors import RegistryUnavailable
from schemas.framing import NoIds, SchemaIds
from schemas.headers import origin
from schemas.topics import DEFAULT_PREFIX, TOPICS, UPSTREAM
from streams.engine.errors import NotYet
from streams.engine.stage import Fold, Output, Position, PositionLog, Record, Stage, UnitId
from streams.intake.admission import Admission
from streams.intake.dead_letters import rejected
from streams.intake.refusal import Refused
from streams.intake.routing import Router


class IntakeFold:
    """One partition of an upstream's topic; it remembers nothing from record to record."""

    def __init__(self, topic: str, admission: Admission, router: Router, prefix: str) -> None:
        """`topic` is the name without the prefix."""
        self._topic = topic
        self._admission = admission
        self._router = router
        self._prefix = prefix

    def restore(self, records: Iterable[tuple[bytes, bytes]]) -> None:
        for key, _ in records:
            raise ValueError(f"intake has no state, but was given the state of {key!r}")

    def fold(self, records: Sequence[Record], start: Position) -> Sequence[Output]:
        outputs: list[Output] = []
        for record in records:
            outputs.extend(self._outputs(record))
        return outputs

    def _outputs(self, record: Record) -> Iterable[Output]:
        try:
            event, value, row = self._admission.admit(record.value, record.timestamp)
        except Refused as refused:
            return (rejected(record, self._topic, refused, self._prefix),)
        except RegistryUnavailable as error:
            raise NotYet(str(error)) from error
        headers = (origin(self._topic, record.partition, record.offset),)
        return self._router.route(event, value, row, headers)


def intake_stage(
    positions: PositionLog, prefix: str = DEFAULT_PREFIX, ids: SchemaIds | None = None
) -> Stage:
    """The stage over every upstream topic; `ids` resolves schema ids of the Confluent framing."""
    router, schema_ids = Router(prefix), ids or NoIds()

    def fold(unit: UnitId) -> Fold:
        topic = unit.topic.removeprefix(prefix)
        return IntakeFold(topic, Admission(topic, schema_ids), router, prefix)

    inputs = tuple(TOPICS[name].full_name(prefix) for name in UPSTREAM)
    return Stage("intake", inputs, fold, _no_state, positions)


def _no_state(unit: UnitId) -> None:
    return None
