"""A worker of the three stages with short times, as a process to be killed and paused."""

import argparse
import logging
from dataclasses import dataclass, replace

from schemas.connection import Connection
from schemas.framing import NoIds
from streams.candidates import stage as candidates
from streams.engine.app import run
from streams.engine.stage import Output, Record
from streams.topology import pathways_app
from tests.chaos.sabotage import SABOTAGES
from tests.chaos.worker import SETTINGS


@dataclass(frozen=True)
class Arguments:
    bootstrap: str
    prefix: str
    sabotage: str
    records_max: int
    skip: list[str]


def _arguments() -> Arguments:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bootstrap", required=True)
    parser.add_argument("--prefix", required=True)
    parser.add_argument("--sabotage", default="none", choices=SABOTAGES)
    parser.add_argument("--records-max", type=int, default=200, help="in one transaction")
    parser.add_argument(
        "--skip", action="append", default=[], help="a record of the candidate-log to pass over"
    )
    return Arguments(**vars(parser.parse_args()))


def mend(skip: frozenset[str]) -> None:
    """Fold as ever, but pass over the records named `candidate-log/<partition>/<offset>`."""
    original = candidates.CandidatesFold._told

    def told(self: candidates.CandidatesFold, record: Record, count: int) -> "list[Output]":
        if f"candidate-log/{record.partition}/{record.offset}" in skip:
            return []
        return list(original(self, record, count))

    candidates.CandidatesFold._told = told  # type: ignore[method-assign]


def main() -> None:
    arguments = _arguments()
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level="INFO")
    SABOTAGES[arguments.sabotage]()
    if arguments.skip:
        mend(frozenset(arguments.skip))
    app = pathways_app(
        Connection(arguments.bootstrap),
        arguments.prefix,
        f"{arguments.prefix}worker",
        NoIds(),
        # The scenario has days of its own; today's would be the last of all of them.
        today=None,
        settings=replace(SETTINGS, transaction_records_max=arguments.records_max),
    )
    run(app)


if __name__ == "__main__":
    main()
