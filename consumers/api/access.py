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


def allowed(*permissions: Permission) -> Callable[[Caller, None], Caller]:
    """The caller, if the role has one of the permissions."""

    def check(
        who: Annotated[Caller, Depends(caller)],
        _: Annotated[None, Depends(only_known_parameters)],
    ) -> Caller:
        require(who, *permissions)
        return who

    return check


def require(who: Caller, *permissions: Permission) -> None:
    """Raises HTTPException where the role has none of them."""
    if not any(may(who.role, one) for one in permissions):
        roles = ", ".join(sorted({role for one in permissions for role in PERMITTED[one]}))
        raise HTTPException(403, f"This asks for the role {roles}; yours is {who.role}.")


Reader = Annotated[Caller, Depends(allowed("read"))]
PrivateReader = Annotated[Caller, Depends(allowed("read_private"))]
Decider = Annotated[Caller, Depends(allowed("decide"))]
Actor = Annotated[Caller, Depends(allowed("decide", "sign_off"))]
RejectedReader = Annotated[Caller, Depends(allowed("read_rejected"))]
Operator = Annotated[Caller, Depends(allowed("read_operation"))]


def _count(served: Serving, request: Request, who: str) -> None:
    left, seconds = served.rate.hit(who, served.ports.now())
    request.state.requests_left = max(0, left)
    if left < 0:
        wait = {"Retry-After": str(seconds)}
        raise HTTPException(429, f"Wait {seconds} s before the next request.", wait)
