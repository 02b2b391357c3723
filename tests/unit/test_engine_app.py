"""What a worker leaves behind where it was started: nothing."""

import asyncio
from pathlib import Path

import pytest

from schemas.connection import Connection
from schemas.framing import NoIds
from schemas.topics import DEFAULT_PREFIX
from streams.topology import pathways_app


def test_no_folder_is_made_where_a_worker_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def started() -> None:
        connection = Connection("127.0.0.1:1")
        app = pathways_app(connection, DEFAULT_PREFIX, "nobody", NoIds(), today=None)
        await app.on_first_start()

    asyncio.run(started())
    assert list(tmp_path.iterdir()) == []
