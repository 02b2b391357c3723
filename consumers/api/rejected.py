"""What intake turned away, with its bytes."""

import base64
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query

from consumers.api.access import RejectedReader
from consumers.api.pages import known
from consumers.api.parameters import Code, Limit, PageCursor
from consumers.questions.paging import Page
from consumers.questions.rejected import DeadLetter, Sought, dead_letter, dead_letters
from consumers.web.serving import ServingNow
from schemas.events import RejectionReason

router = APIRouter(tags=["rejected"])

Reason = Annotated[RejectionReason | None, Query(description="Only those with this reason.")]
Topic = Annotated[Code, Path(description="Where it stood, without the prefix of topics.")]
Partition = Annotated[int, Path(ge=0, le=2**31 - 1, description="Where it stood.")]
Offset = Annotated[int, Path(ge=0, le=2**63 - 1, description="Where it stood.")]


@dataclass(frozen=True, kw_only=True)
class RejectedRecord:
    """One rejected record, without its bytes."""

    topic: str
    topic_partition: int
    topic_offset: int
    reason: str
    detail: str
    remedy: str
    event_type: str | None
    key: str | None
    value_size: int
    recorded_at: datetime
    event_id: str


@dataclass(frozen=True, kw_only=True)
class WholeRejectedRecord(RejectedRecord):
    """One rejected record."""

    value: str | None


@router.get("/rejected")
def rejected(
    who: RejectedReader,
    served: ServingNow,
    reason: Reason = None,
    limit: Limit = 100,
    cursor: PageCursor = None,
) -> Page[RejectedRecord]:
    """Dead letters without their bytes, the latest first."""
    with served.engine.connect() as connection:
        found = dead_letters(connection, Sought(reason=reason), limit, cursor)
    return Page([_told(one) for one in found.items], found.next)


@router.get("/rejected/{topic}/{partition}/{offset}")
def rejected_record(
    who: RejectedReader, served: ServingNow, topic: Topic, partition: Partition, offset: Offset
) -> WholeRejectedRecord:
    """One by the place where it stood, with its bytes in base64."""
    with served.engine.connect() as connection:
        found = dead_letter(connection, topic, partition, offset)
    letter, value = known(found, "rejected record", f"{topic}/{partition}/{offset}")
    return WholeRejectedRecord(**asdict(_told(letter)), value=_base64(value))


def _told(letter: DeadLetter) -> RejectedRecord:
    return RejectedRecord(**asdict(letter) | {"key": _base64(letter.key)})


def _base64(value: bytes | None) -> str | None:
    return None if value is None else base64.b64encode(value).decode()
