"""Who calls the API, by the token in `Authorization: Bearer`, how often, and what they may."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from consumers.api.parameters import only_known_parameters
from consumers.web.roles import PERMITTED, Permission, may
from consumers.web.serving import Serving, ServingNow
from consumers.web.tokens import Caller

_BEARER = HTTPBearer(
    scheme_name="token",
    auto_error=False,
    description="A token of this server; `pathways token` makes one.",
)
_ASK = {"WWW-Authenticate": 'Bearer realm="pathways"'}


def caller(
    request: Request,
    served: ServingNow,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)],
) -> Caller:
    """Counts the request, whoever asks; then says who it is."""
    found = served.tokens.caller(given.credentials) if given else None
    address = request.client.host if request.client else "unknown"
    # Each by its kind: no desk can be called like an address and count for it.
    _count(served, request, f"desk {found.name}" if found else f"address {address}")
    if given is None:
        raise HTTPException(401, "Send a token: `Authorization: Bearer pw_...`.", _ASK)
    if found is None:
        raise HTTPException(401, "This token is not known here, or no longer.", _ASK)
    return found


def allowed(permission: Permission) -> Callable[[Caller, None], Caller]:
    """The caller, if the role has the permission."""

    def check(
        who: Annotated[Caller, Depends(caller)],
        _: Annotated[None, Depends(only_known_parameters)],
    ) -> Caller:
        if not may(who.role, permission):
            roles = ", ".join(sorted(PERMITTED[permission]))
            raise HTTPException(403, f"This asks for the role {roles}; yours is {who.role}.")
        return who

    return check


Reader = Annotated[Caller, Depends(allowed("read"))]
PrivateReader = Annotated[Caller, Depends(allowed("read_private"))]
Decider = Annotated[Caller, Depends(allowed("decide"))]
RejectedReader = Annotated[Caller, Depends(allowed("read_rejected"))]
Operator = Annotated[Caller, Depends(allowed("read_operation"))]


def _count(served: Serving, request: Request, who: str) -> None:
    left, seconds = served.rate.hit(who, served.ports.now())
    request.state.requests_left = max(0, left)
    if left < 0:
        wait = {"Retry-After": str(seconds)}
        raise HTTPException(429, f"Wait {seconds} s before the next request.", wait)
