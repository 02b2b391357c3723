"""The server as one app: the API, the console, and what looks for news while it runs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from consumers.api.app import build_api
from consumers.console.app import build_console
from consumers.web.problems import told_as_problems
from consumers.web.safe_headers import SafeHeaders
from consumers.web.serving import Serving

API = "/api/v1"


def build_server(serving: Serving) -> FastAPI:
    """Made by `pathways serve`; everything it needs of others is in `serving`."""

    @asynccontextmanager
    async def looking(_: FastAPI) -> AsyncIterator[None]:
        task = asyncio.create_task(serving.live.run())
        try:
            yield
        finally:
            await serving.live.close()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    app = FastAPI(lifespan=looking, openapi_url=None, docs_url=None, redoc_url=None)
    told_as_problems(app)
    app.add_middleware(SafeHeaders)
    app.mount(API, build_api(serving))
    app.mount("/", build_console(serving))
    return app
