"""Rejected events: which there are, what is wrong with each, and how to try it again."""

from typing import Annotated

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from consumers.console.rejected_bytes import dump, retry_commands
from consumers.console.rejected_filters import Asked
from consumers.console.rendering import page
from consumers.console.session import RejectedVisitor
from consumers.questions import rejected
from consumers.questions.rejected import DeadLetter
from consumers.web.serving import Serving, ServingNow

router = APIRouter()

PAGE = 50
Partition = Annotated[int, Path(ge=0, le=2**31 - 1)]
Offset = Annotated[int, Path(ge=0, le=2**63 - 1)]


@router.get("/rejected")
def rejected_page(
    request: Request, who: RejectedVisitor, served: ServingNow, asked: Annotated[Asked, Query()]
) -> Response:
    sought = asked.sought()
    with served.engine.connect() as connection:
        kinds = rejected.letter_kinds(connection)
        values = {
            "page": rejected.dead_letters(connection, sought, PAGE, asked.cursor or None),
            "count": rejected.dead_letters_count(connection, sought),
        }
    choices = {
        "reason": sorted({one.reason for one in kinds}),
        "topic": sorted({one.topic for one in kinds}),
        "event_type": sorted({one.event_type for one in kinds if one.event_type}),
        "remedy": sorted({one.remedy for one in kinds}),
    }
    return page(request, "rejected.html", values | {"asked": asked, "choices": choices})


@router.get("/rejected/{topic:path}/{partition}/{offset}/bytes")
def letter_bytes(
    who: RejectedVisitor, served: ServingNow, topic: str, partition: Partition, offset: Offset
) -> Response:
    """As they were: to save, never for a browser to make anything of."""
    _, value = _letter(served, topic, partition, offset)
    if value is None:
        raise HTTPException(404)
    headers = {"Content-Disposition": f'attachment; filename="rejected-{partition}-{offset}.bin"'}
    return Response(value, media_type="application/octet-stream", headers=headers)


@router.get("/rejected/{topic:path}/{partition}/{offset}")
def letter_page(
    request: Request,
    who: RejectedVisitor,
    served: ServingNow,
    topic: str,
    partition: Partition,
    offset: Offset,
) -> Response:
    letter, value = _letter(served, topic, partition, offset)
    values = {
        "letter": letter,
        "key": None if letter.key is None else dump(letter.key),
        "value": None if value is None else dump(value),
        "kept": 0 if value is None else len(value),
        "commands": retry_commands(letter),
    }
    return page(request, "letter.html", values)


def _letter(
    served: Serving, topic: str, partition: int, offset: int
) -> tuple[DeadLetter, bytes | None]:
    if "\x00" in topic:
        raise HTTPException(404)
    with served.engine.connect() as connection:
        found = rejected.dead_letter(connection, topic, partition, offset)
    if found is None:
        raise HTTPException(404)
    return found
