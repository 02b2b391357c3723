"""A file, or the standard output, as a destination."""

import sys
from pathlib import Path

from streams.history.logs import LogReader, Logs
from streams.history.processes import Tell
from streams.history.replay.carrying import into_sink
from streams.history.replay.errors import NotReplayed
from streams.history.replay.lines import Lines
from streams.history.replay.order import Replay
from streams.history.replay.part_file import Form, LinesOut, PartFile
from streams.history.replay.stretches import Stretch
from streams.history.replay.tally import Tally


class FileRoute:
    """Under another name until all is written."""

    def __init__(self, path: Path, form: Form, order: Replay, *, resume: bool) -> None:
        self._path, self._order, self._resume = path, order, resume
        self._file = PartFile(path, order.digest, form)

    def __str__(self) -> str:
        return str(self._path)

    def check(self, reader: LogReader, *, append: bool) -> None:
        _require_no_append(append)
        self._file.require_free(resume=self._resume)

    def carry(
        self, logs: Logs, parts: list[Stretch], rate: int | None, processes: int, tell: Tell
    ) -> Tally:
        with logs.open() as reader, self._file as file:
            left, done = file.remaining(parts)
            tally = into_sink(reader, self._order, left, done, file, rate, tell)
            if tally.records or done:
                file.finish()
            else:
                file.drop()
        return tally


class StdoutRoute:
    def __init__(self, order: Replay) -> None:
        self._order = order

    def __str__(self) -> str:
        return "the standard output"

    def check(self, reader: LogReader, *, append: bool) -> None:
        _require_no_append(append)

    def carry(
        self, logs: Logs, parts: list[Stretch], rate: int | None, processes: int, tell: Tell
    ) -> Tally:
        with logs.open() as reader:
            out = LinesOut(Lines(), sys.stdout.buffer)
            return into_sink(reader, self._order, parts, {}, out, rate, tell)


def _require_no_append(append: bool) -> None:
    if append:
        raise NotReplayed("--append is for topics: a file is written once, as a whole")
