"""Where a command that runs for long says what it does."""

import logging
import sys

import click

log_level_option = click.option(
    "--log-level",
    envvar="PATHWAYS_LOG_LEVEL",
    show_envvar=True,
    default="INFO",
    show_default=True,
    type=click.Choice(["DEBUG", "INFO", "WARNING", "ERROR"], case_sensitive=False),
    help="What is written to standard error.",
)


def log_to_stderr(level: str) -> None:
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    logging.basicConfig(stream=sys.stderr, level=level.upper(), format=form)
    if level.upper() != "DEBUG":
        # The client that looks at the topics tells of each connection that it opens and closes.
        logging.getLogger("kafka").setLevel(logging.ERROR)
