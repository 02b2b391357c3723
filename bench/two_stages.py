"""A worker with intake and candidates alone: `python -m bench.two_stages`, by the environment."""

import logging
import os
import sys

from schemas.connection import Connection
from schemas.framing import NoIds
from streams.engine.app import build_app, run
from streams.positions import positions_log
from streams.topology import stages


def main() -> None:
    logging.basicConfig(stream=sys.stderr, level="INFO")
    prefix = os.environ["PATHWAYS_TOPIC_PREFIX"]
    connection = Connection(os.environ["PATHWAYS_BOOTSTRAP_SERVERS"])
    intake, candidates, *_ = stages(prefix, NoIds())
    run(build_app(connection, f"{prefix}worker", (intake, candidates), positions_log(prefix)))


if __name__ == "__main__":
    main()
