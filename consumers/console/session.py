"""Who sits before the browser: a signed cookie names the token, and the token names the role."""

import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Request

from consumers.web.roles import Permission, may
from consumers.web.serving import Serving
from consumers.web.tokens import Caller, token_hash

COOKIE = "pathways_session"
HOURS = 12
"""A working day; then the token is asked for again, however busy the session was."""


class SignInFirst(Exception):
    """Nobody is signed in: the sign-in page comes first, and then what was asked for."""


class EndedSessions:
    """Sessions that were signed out of: their cookies may still lie somewhere.

    Kept in memory: another process, or the next one, does not know them if it shares the secret.
    """

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}

    def end(self, session: str, now: datetime) -> None:
        """Forgets those whose cookies are too old by now anyhow."""
        self._until = {one: until for one, until in self._until.items() if until > now}
        self._until[session] = now + timedelta(hours=HOURS)

    def __contains__(self, session: str) -> bool:
        return session in self._until


def sign_in(request: Request, token: str) -> Caller | None:
    """A new session for the holder of the token; None: nobody holds it."""
    hashed = token_hash(token.strip())
    caller = _serving(request).tokens.of_hash(hashed)
    if caller is not None:
        # What was in the session before is not carried on: it may be somebody else's.
        request.session.clear()
        request.session.update(
            token=hashed,
            id=secrets.token_urlsafe(16),
            csrf=secrets.token_urlsafe(32),
            since=_serving(request).ports.now().isoformat(),
        )
    return caller


def sign_out(request: Request) -> None:
    _ended(request).end(str(request.session.get("id", "")), _serving(request).ports.now())
    request.session.clear()


def signed_in(request: Request) -> Caller | None:
    """Asked of the tokens at every request: a token that was taken back ends its sessions."""
    session = request.session
    hashed, since, id_ = (session.get(name) for name in ("token", "since", "id"))
    if not (isinstance(hashed, str) and isinstance(since, str) and isinstance(id_, str)):
        return None
    over = datetime.fromisoformat(since) + timedelta(hours=HOURS)
    if id_ in _ended(request) or _serving(request).ports.now() >= over:
        return None
    return _serving(request).tokens.of_hash(hashed)


def csrf_token(request: Request) -> str:
    """What each form of this session carries."""
    return str(request.session.get("csrf", ""))


def visitor(permission: Permission) -> Callable[[Request], Caller]:
    """The one who is signed in, if the role has the permission. Raises SignInFirst."""

    def check(request: Request) -> Caller:
        caller = signed_in(request)
        if caller is None:
            raise SignInFirst
        if not may(caller.role, permission):
            raise HTTPException(403)
        # Before the page asks the read model: news that come meanwhile are told once more.
        request.state.tick = _serving(request).live.tick
        return caller

    return check


def same_origin(request: Request) -> None:
    """For every form: no other site's page sent it. Browsers say so; other clients need not."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise HTTPException(403, "csrf")


def same_session(
    request: Request,
    origin: Annotated[None, Depends(same_origin)],
    csrf: Annotated[str, Form()] = "",
) -> None:
    """For every form that changes anything: it was made for this very session."""
    expected = csrf_token(request)
    if not expected or not hmac.compare_digest(expected.encode(), csrf.encode()):
        raise HTTPException(403, "csrf")


Visitor = Annotated[Caller, Depends(visitor("read"))]
PrivateVisitor = Annotated[Caller, Depends(visitor("read_private"))]
DecidingVisitor = Annotated[Caller, Depends(visitor("decide"))]
RejectedVisitor = Annotated[Caller, Depends(visitor("read_rejected"))]
OperatingVisitor = Annotated[Caller, Depends(visitor("read_operation"))]
SameOrigin = Depends(same_origin)
SameSession = Depends(same_session)


def _serving(request: Request) -> Serving:
    found: Serving = request.app.state.serving
    return found


def _ended(request: Request) -> EndedSessions:
    found: EndedSessions = request.app.state.ended_sessions
    return found
