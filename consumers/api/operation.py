"""How it goes: the read model and the pools for everybody, units and metrics for operators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from consumers.api.access import Operator, Reader
from consumers.questions.progress import PoolProgress, day_reached, pools
from consumers.web.roles import PERMITTED, Permission, Role, may
from consumers.web.serving import ServingNow

router = APIRouter(tags=["operation"])


class MetricsText(PlainTextResponse):
    """In the form that Prometheus reads."""

    media_type = "text/plain"


@dataclass(frozen=True, kw_only=True)
class Health:
    """How far the pools are; an answer at all says that the read model can be read."""

    day: date | None
    pools: Sequence[PoolProgress]


@dataclass(frozen=True, kw_only=True)
class Me:
    """Who asks."""

    name: str
    role: Role
    permissions: Sequence[Permission]


@router.get("/me")
def me(who: Reader) -> Me:
    """The desk or system that the token belongs to, its role, and what that may do."""
    allowed = [one for one in PERMITTED if may(who.role, one)]
    return Me(name=who.name, role=who.role, permissions=allowed)


@router.get("/health")
def health(who: Reader, served: ServingNow) -> Health:
    """The day that the pools have reached, and how much each has still to decide."""
    with served.engine.connect() as connection:
        return Health(day=day_reached(connection), pools=pools(connection))


@router.get("/status")
def status(who: Operator, served: ServingNow) -> dict[str, Any]:
    """Topics, units and their lag: the fields of `pathways status --json`."""
    return dict(served.ports.status())


@router.get("/metrics", response_class=MetricsText)
def metrics(who: Operator, served: ServingNow) -> MetricsText:
    """Of this server, in Prometheus' text form."""
    return MetricsText(generate_latest(served.metrics), media_type=CONTENT_TYPE_LATEST)
