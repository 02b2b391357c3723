"""Dead letters made ready to be published again: looked at as intake will look at them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deploy.rejected.correction import Correction, corrected
from deploy.rejected.errors import CannotRetry
from deploy.rejected.letters import Letter
from deploy.rejected.reading import original
from producers.errors import Refused as NotPrepared
from producers.prepared import prepare
from schemas.framing import NoIds, SchemaIds
from streams.intake.admission import Admission
from streams.intake.refusal import Refused


@dataclass(frozen=True, slots=True)
class Retry:
    letter: Letter
    event: Any
    topic: str
    """Where it belongs, without the prefix."""
    changed: bool


def retry(letter: Letter, correction: Correction, ids: SchemaIds, now: datetime) -> Retry:
    """Raises CannotRetry where intake would refuse the event again, written now."""
    before = original(letter.event, ids)
    event = corrected(letter.event, before, correction)
    try:
        record = prepare(event)
        Admission(record.topic, NoIds()).admit(record.value, int(now.timestamp() * 1000))
    except NotPrepared as error:
        raise CannotRetry(f"it would be refused again: {error}") from error
    except Refused as error:
        raise CannotRetry(f"it would be refused again: {error.detail}") from error
    return Retry(letter, event, record.topic, event != before)


def retries(
    found: Iterable[Letter], correction: Correction, ids: SchemaIds, now: datetime
) -> tuple[list[Retry], list[tuple[Letter, str]]]:
    """What can be published, and what cannot and why."""
    ready, refused = [], []
    for letter in found:
        try:
            ready.append(retry(letter, correction, ids, now))
        except CannotRetry as error:
            refused.append((letter, str(error)))
    return ready, refused
