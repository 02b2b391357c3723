"""The stages put together: what reads what, and where each keeps its position."""

from collections.abc import Callable
from datetime import date

from schemas.connection import Connection
from schemas.framing import SchemaIds
from schemas.topics import TOPICS
from streams import clock
from streams.candidates.stage import candidates_stage
from streams.engine.app import UnitsApp, build_app
from streams.engine.settings import EngineSettings
from streams.engine.stage import Stage
from streams.exercise.stage import exercise_stage
from streams.intake.stage import intake_stage
from streams.leadership.stage import leadership_stage
from streams.pool.stage import pool_stage
from streams.positions import positions_log


def stages(prefix: str, ids: SchemaIds) -> tuple[Stage, ...]:
    """Every stage over the topics under a prefix."""
    positions = positions_log(prefix)
    return (
        intake_stage(positions, prefix, ids),
        candidates_stage(positions, prefix),
        pool_stage(prefix),
        leadership_stage(positions, prefix),
        exercise_stage(positions, prefix),
    )


def pathways_app(
    connection: Connection,
    prefix: str,
    group: str,
    ids: SchemaIds,
    *,
    today: Callable[[], date] | None,
    settings: EngineSettings | None = None,
) -> UnitsApp:
    """The app of one worker; `today` tells it which days to publish, None leaves that to others."""
    app = build_app(
        connection,
        group,
        stages(prefix, ids),
        positions_log(prefix),
        settings=settings,
    )
    if today is not None:
        reference = TOPICS["reference"].full_name(prefix)

        async def publish_days() -> None:
            await clock.publish_days(connection, reference, today)

        app.task(publish_days)

    return app
