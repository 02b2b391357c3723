"""Restoring a hundred thousand people: how fast, and how much memory each of them takes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.exact import WrongResult
from bench.logs import fill
from bench.people import state_records
from bench.restoring import PARTITION, unit_id
from bench.site import Site
from schemas.topics import TOPICS
from streams.engine.stage import Position
from streams.positions import positions_log

MODULE = "bench.restoring"
TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Restores:
    """One entry for each repetition."""

    people_per_s: Sequence[float]
    raw_per_s: Sequence[float]
    bytes_per_person: Sequence[float]
    record_bytes: float
    """Key and value of the average state record."""


def restores(site: Site, people: int, repetitions: int) -> Restores:
    """Alternates the unit's restore and a raw read of the same partition."""
    prefix = site.fresh_topics()
    _leave_state(site, prefix, people)
    units, raws = [], []
    for _ in range(repetitions):
        units.append(_run(site, prefix, "unit", people))
        raws.append(_run(site, prefix, "raw", people))
    return Restores(
        [people / one["seconds"] for one in units],
        [people / one["seconds"] for one in raws],
        [one["resident_bytes"] / people for one in units],
        raws[0]["record_bytes"] / people,
    )


def _leave_state(site: Site, prefix: str, people: int) -> None:
    """State, and the position without which a unit refuses state."""
    topic = TOPICS["candidates"].full_name(prefix)
    fill(site.connection, ((topic, PARTITION, *record) for record in state_records(people)))
    positions, unit = positions_log(prefix), unit_id(prefix)
    topic, partition = positions.topic, positions.partition(unit)
    value = positions.to_bytes(unit, Position(0, people))
    fill(site.connection, [(topic, partition, str(unit).encode(), value)])


def _run(site: Site, prefix: str, what: str, people: int) -> Mapping[str, float]:
    with site.process(MODULE, prefix, (what,)) as process:
        told: dict[str, float] = json.loads(process.finish(TIMEOUT_S).splitlines()[-1])
    if told["people"] != people:
        raise WrongResult(f"{what}: {told['people']} of {people} people were read")
    return told
