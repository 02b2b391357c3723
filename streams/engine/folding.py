"""Folds one transaction's records: at once, or beside the event loop where that takes long."""

import asyncio
from collections.abc import Sequence

from streams.engine.errors import FoldFailed, NotYet
from streams.engine.stage import Fold, Output, Position, Record, Stage, UnitId


class Folding:
    """A unit's fold, one transaction at a time."""

    def __init__(self, unit: UnitId, stage: Stage) -> None:
        self._unit, self._stage = unit, stage
        self.fold: Fold = stage.fold(unit)
        self.beside = False
        """Whether a fold is under way beside the event loop."""

    async def outputs(
        self, records: Sequence[Record], before: Position, after: Position
    ) -> list[Output]:
        """What the transaction writes, its position included. Raises FoldFailed, NotYet.

        Folded before the transaction begins, so that this stays short. A cancelled call leaves
        its thread to end by itself: the fold is thrown away with the unit, nobody reads it again.
        """
        if not self._stage.slow_fold:
            return self._outputs(records, before, after)
        self.beside = True
        try:
            return await asyncio.to_thread(self._outputs, records, before, after)
        finally:
            self.beside = False

    def _outputs(
        self, records: Sequence[Record], before: Position, after: Position
    ) -> list[Output]:
        try:
            outputs = list(self.fold.fold(records, before))
            outputs.append(self._stage.positions.encode(self._unit, before, after, self.fold))
        except NotYet:
            raise
        except Exception as error:
            start = Position(records[0].offset, before.count)
            raise FoldFailed(self._unit.input, start, after, repr(error)) from error
        return outputs
