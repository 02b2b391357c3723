"""The server as a process: until it is asked to end, and then within seconds."""

import os
import socket
import threading
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from consumers.web.live import Live

STREAMS_END_S = 3
"""How long answers under way may still take once the server is asked to end."""
IDLE_CONNECTION_S = 75
"""Longer than clients and proxies keep a connection that nobody uses (nginx: 60 s): were the server
first to close one, a request that is just being sent on it would be lost.
"""
ENDS_S = 8.0
"""By then the process is gone, whatever still waits for Kafka or a database: nothing that was
acknowledged hangs on it."""


def serve_until_asked_to_end(
    app: ASGIApp, live: Live, listener: socket.socket, trusted_proxy: str | None
) -> None:
    """Until SIGTERM or Ctrl-C; open streams end first, and their readers come back elsewhere.

    `trusted_proxy`: addresses whose word for who asks is taken; None: nobody's.
    """
    config = uvicorn.Config(
        app,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=trusted_proxy is not None,
        forwarded_allow_ips=trusted_proxy,
        timeout_graceful_shutdown=STREAMS_END_S,
        timeout_keep_alive=IDLE_CONNECTION_S,
        ws="none",
    )
    _Server(config, live).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Uvicorn waits for open answers before it tells the app to end: streams never would."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self._live = live

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        last = threading.Timer(ENDS_S, os._exit, (0,))
        last.daemon = True
        last.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._live.close()
        await super().shutdown(sockets)
