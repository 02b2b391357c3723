"""What a vacancy notice asks for, in the forms that notices of the organisation have had."""

from typing import Any

from producers.scenario.dice import Dice
from producers.scenario.world import World

NAMED_TYPES_PERCENT = 10


def terms_of_notice(world: World, dice: Dice) -> dict[str, Any]:
    """The fields of an opening beside the post itself."""
    manner = world.organisation.manner.notices
    return {
        "scope": "INTERNAL" if dice.chance(manner.internal_percent) else "BOTH",
        "appointment_types": manner.appointment_types if dice.chance(NAMED_TYPES_PERCENT) else (),
        "languages": dice.pick(world.chances.notice_languages),
        "tier_rule": dice.pick(world.chances.tier_rules),
    }
