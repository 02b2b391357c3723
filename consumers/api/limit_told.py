"""How many requests are left, told with every answer that counted as one."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class LimitTold:
    """Around an app; `consumers.api.access` has counted by the time that it answers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            left = scope.get("state", {}).get("requests_left")
            if message["type"] == "http.response.start" and left is not None:
                MutableHeaders(scope=message)["RateLimit-Remaining"] = str(left)
            await send(message)

        await self._app(scope, receive, told)
