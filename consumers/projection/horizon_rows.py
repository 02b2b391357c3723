"""From a forecast to the rows that say the same: pure."""

from collections.abc import Callable, Mapping
from typing import Any

from consumers.delivery import Delivery
from consumers.projection.horizon_tables import HORIZON_OPENINGS, HORIZON_PARTS, HORIZON_STRENGTH
from consumers.projection.placed import Told, picked, published_row
from consumers.projection.rows import log_place
from schemas.events import Event, HorizonForecast


def forecast(event: HorizonForecast, delivery: Delivery) -> Told:
    made = {"job_group": event.job_group, "made_in": event.month}
    part = {
        **made,
        **log_place(event.position),
        "openings": len(event.openings),
        "rule_set_id": event.rule_set.rule_set_id,
        "rule_set_version": event.rule_set.version,
    }
    return {
        HORIZON_PARTS.name: [published_row(HORIZON_PARTS, event, delivery, **part)],
        HORIZON_OPENINGS.name: [
            picked(HORIZON_OPENINGS, one)
            | made
            | {"country": one.duty_station.country, "city_code": one.duty_station.city_code}
            for one in event.openings
        ],
        HORIZON_STRENGTH.name: [picked(HORIZON_STRENGTH, one) | made for one in event.strength],
    }


HORIZON_ROWS: Mapping[type[Event], Callable[[Any, Delivery], Told]] = {HorizonForecast: forecast}
"""How each event is written."""
