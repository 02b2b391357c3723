"""Costly files that the processes of a run share: the first that asks makes them, others wait."""

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest


def shared_folder(pytestconfig: pytest.Config, factory: pytest.TempPathFactory) -> Path:
    """The same for all processes of a run, and for no other run."""
    own = factory.getbasetemp()
    return own.parent if hasattr(pytestconfig, "workerinput") else own


def made_once(place: Path, make: Callable[[Path], object]) -> Path:
    """A file or folder, whole, whoever made it; from then on it is only read."""
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            making = place.with_name(f"making-{place.name}")
            make(making)
            making.rename(place)
    return place
