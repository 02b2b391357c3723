"""Sees what goes wrong in a page unnoticed: errors, and requests that leave the machine."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, WebError, WebSocket

HOME = "127.0.0.1"
# They carry their content in their name, or made it in the page: nothing is asked of anybody.
_STAYS = ("about", "blob", "data")


class Witness:
    """Keeps every complaint about the contexts it watches, but for those that a test forgives."""

    def __init__(self) -> None:
        self._complaints: list[str] = []
        self._forgiven: list[str] = []

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("page", self._page)

    def forgive(self, part: str) -> None:
        """Complaints with these words are what the test is about, such as `status of 404`."""
        self._forgiven.append(part)

    def complaints(self) -> list[str]:
        return [one for one in self._complaints if not any(part in one for part in self._forgiven)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            where = message.location.get("url", "")
            self._complaints.append(f"console error: {message.text} ({where})")

    def _error(self, error: WebError) -> None:
        self._complaints.append(f"page error: {error.error}")

    def _request(self, request: Request) -> None:
        self._visited(request.url)

    def _page(self, page: Page) -> None:
        page.on("websocket", self._socket)

    def _socket(self, socket: WebSocket) -> None:
        self._visited(socket.url)

    def _visited(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _STAYS and parts.hostname != HOME:
            self._complaints.append(f"a request left {HOME}: {url}")
