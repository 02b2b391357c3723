"""The sign-in page."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from consumers.console.address import own_address
from consumers.console.rendering import page
from consumers.console.session import SameOrigin, SameSession, sign_in, sign_out
from consumers.web.serving import ServingNow

router = APIRouter()


@router.get("/sign-in")
def sign_in_page(request: Request, next: str = "/") -> Response:
    return page(request, "sign_in.html", {"next": own_address(next), "wrong": False})


@router.post("/sign-in", dependencies=[SameOrigin])
def take_token(
    request: Request,
    served: ServingNow,
    token: Annotated[str, Form()],
    next: Annotated[str, Form()] = "/",
) -> Response:
    address = request.client.host if request.client else "unknown"
    left, _ = served.rate.hit(f"sign-in {address}", served.ports.now())
    if left < 0 or sign_in(request, token) is None:
        values = {"next": own_address(next), "wrong": True}
        return page(request, "sign_in.html", values, 429 if left < 0 else 403)
    return RedirectResponse(own_address(next), 303)


@router.post("/sign-out", dependencies=[SameSession])
def leave(request: Request) -> Response:
    sign_out(request)
    return RedirectResponse("/sign-in", 303)
