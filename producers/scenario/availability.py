"""What a person says of their time: at first, again later, and the odd hold."""

from datetime import date, timedelta

from producers.scenario.dice import Dice
from producers.scenario.world import Ledger
from schemas import events

AVAILABILITY = "hr.availability"
_HOLDS = ("medical leave", "parental leave", "special leave", "emergency deployment")


def availability(ledger: Ledger, dice: Dice, applied: date) -> None:
    day = applied + timedelta(days=dice.between(0, 20))
    for _ in range(dice.between(1, 3)):
        ledger.add(
            events.AvailabilityConfirmed,
            AVAILABILITY,
            day,
            candidate_id=ledger.owner,
            available_from=day + timedelta(days=dice.between(0, 150)),
            notice_days=dice.one_of((0, 30, 30, 60, 90)),
        )
        day += timedelta(days=dice.between(60, 240))
    if dice.chance(10):
        _hold(ledger, dice, applied + timedelta(days=dice.between(30, 400)))


def _hold(ledger: Ledger, dice: Dice, day: date) -> None:
    hold_id, length = f"{ledger.owner}-hold", timedelta(days=dice.between(20, 200))
    ledger.add(
        events.AvailabilityHeld,
        AVAILABILITY,
        day,
        candidate_id=ledger.owner,
        hold_id=hold_id,
        held_from=day,
        held_until=day + length if dice.chance(50) else None,
        reason=dice.one_of(_HOLDS),
    )
    if dice.chance(50):
        released = day + length // 2
        ledger.add(
            events.AvailabilityReleased,
            AVAILABILITY,
            released,
            candidate_id=ledger.owner,
            hold_id=hold_id,
            released_on=released,
        )
