"""S8: where the person would like to serve; a station named counts before its region."""

from functools import partial
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from schemas.events import DutyStationKey
from streams.matching.criteria.answers import Answers
from streams.matching.criteria.criterion import FULL, Criterion, Measure, Points
from streams.matching.criteria.yardstick import Wishes, Yardstick
from streams.rules.person import Person, of_person

_STEP = 200
"""Points less for each further choice."""


def points_of(station: DutyStationKey, region: str | None, wishes: Wishes) -> int:
    """1000 for the first choice, 200 less for each after it."""
    stations, regions = wishes
    if station in stations:
        return max(FULL - _STEP * stations.index(station), 0)
    if region in regions:
        return max(FULL - _STEP * regions.index(region), 0)
    return 0


def _measure(yardstick: Yardstick) -> Measure:
    region = None if yardstick.classified is None else yardstick.classified.region
    question = ("S8", yardstick.station, region)
    answers = yardstick.sets.remembered.answers(
        question, yardstick.sets.wishes, partial(points_of, yardstick.station, region)
    )
    return Measure((attrgetter("wishes"),), partial(_points, answers), costly=True)


def _points(answers: Answers[Wishes], wishes: NDArray[np.int32]) -> Points:
    return answers.of(wishes)


def _raw(person: Person, yardstick: Yardstick) -> str:
    said = person.facts.preferences
    if said is None:
        return "no wishes declared"
    region = None if yardstick.classified is None else yardstick.classified.region
    if yardstick.station in said.preferred_stations:
        return f"choice {said.preferred_stations.index(yardstick.station) + 1} among stations"
    if region in said.preferred_regions:
        return f"choice {said.preferred_regions.index(region) + 1} among regions: {region}"
    return "neither the station nor its region is among the wishes"


@of_person
def _evidence(person: Person) -> tuple[str, ...]:
    said = person.facts.preferences
    return () if said is None else (said.event_id,)


S8 = Criterion("S8", _measure, _raw, _evidence)
