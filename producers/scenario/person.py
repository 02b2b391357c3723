"""Who somebody is, drawn apart from what happens, so that a vacancy can find them cheaply."""

from dataclasses import dataclass

from producers.reference import Profile
from producers.scenario.world import World
from schemas.events import Origin

SECOND_PROFILE_PERCENT = 25


@dataclass(frozen=True, slots=True)
class Person:
    """What does not change about somebody."""

    candidate_id: str
    origin: Origin
    profiles: tuple[Profile, ...]


def person(world: World, number: int) -> Person:
    """The person of this number, from 0."""
    dice, chances = world.dice("p", number), world.chances
    first = dice.pick(chances.profiles)
    second = dice.pick(chances.profiles) if dice.chance(SECOND_PROFILE_PERCENT) else first
    profiles = (first,) if second == first else (first, second)
    return Person(world.identity("c", number), dice.pick(chances.origins), profiles)
