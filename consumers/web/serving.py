"""What every request can ask for: the read model, who may come in, the ports, what is new."""

from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from consumers.web.live import Live
from consumers.web.ports import Ports
from consumers.web.rate import Rate
from consumers.web.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Serving:
    """One server; made by `consumers.server.build`."""

    engine: Engine
    """Opened for reading: see `consumers.projection.database.open_for_reading`."""
    tokens: Tokens
    ports: Ports
    live: Live
    rate: Rate
    session_secret: str | None = field(default=None, repr=False)
    """What sessions are signed with; None: a secret of this process, so that they end with it."""
    secure_cookies: bool = False
    """Whether browsers send the session over HTTPS only."""
    metrics: CollectorRegistry = field(default_factory=CollectorRegistry, repr=False)
    """What `/api/v1/metrics` tells; whoever serves registers what it counts."""


def serving(request: Request) -> Serving:
    found: Serving = request.app.state.serving
    return found


ServingNow = Annotated[Serving, Depends(serving)]
