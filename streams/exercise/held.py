"""What the exercise stage holds one of: an event of its state, a run, and the keys of the two."""

from dataclasses import dataclass

from schemas.events import Event, SlateRequested

KEPT = "kept|"


@dataclass(frozen=True, slots=True)
class Held:
    """An event of the state, and which record of the log brought it."""

    count: int
    framed: bytes
    event: Event | None
    """None for an answer of a pool: they are many, and kept as columns."""


@dataclass(frozen=True, slots=True)
class Run:
    """The last run of a cycle."""

    number: int
    count: int
    """It sees what was read up to here."""
    request: SlateRequested

    @property
    def name(self) -> str:
        return f"{self.request.cycle_id}/{self.number}"


def kept_key(of_run: str, key: str) -> str:
    """Of a statement that was replaced since a run began, kept for that run."""
    return f"{KEPT}{of_run}|{key}"


def kept_for(key: str) -> tuple[str, str] | None:
    """The run and the statement's own key; None for what is not kept for a run."""
    if not key.startswith(KEPT):
        return None
    of_run, original = key.removeprefix(KEPT).split("|", 1)
    return of_run, original


def seen_by(cycle_id: str, event: Event) -> bool:
    """Whether a run of the cycle could look at it: not at what another cycle is about."""
    return getattr(event, "cycle_id", cycle_id) == cycle_id
