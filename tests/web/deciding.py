"""Decisions as a client of the API states them."""

from collections.abc import Mapping
from typing import Any

import httpx


def post(
    client: httpx.Client, decision: Mapping[str, Any], key: str, wait: int | None = None
) -> httpx.Response:
    headers = {"Idempotency-Key": key}
    if wait is not None:
        headers["Prefer"] = f"wait={wait}"
    return client.post("/api/v1/decisions", json=dict(decision), headers=headers)
