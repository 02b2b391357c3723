"""The page about serving names what there is: each option, metric and permission."""

import re
from pathlib import Path

import click
from prometheus_client import CollectorRegistry

from consumers.web.roles import PERMITTED, ROLES
from deploy.cli.connection import kafka_settings
from deploy.cli.serve import SECRET_VARIABLE, serve
from deploy.serving.metrics import ServerMetrics, WhatItNeeds
from tests.unit.written_history import WrittenHistory
from tests.web.house import furnished

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "serve.md").read_text()


@click.command()
@kafka_settings
def only_kafka() -> None:
    """What every command has; another page names those."""


def variables(command: click.Command) -> set[str]:
    options = [one for one in command.params if isinstance(one, click.Option)]
    return {str(one.envvar) for one in options if one.envvar}


def test_every_variable_is_named() -> None:
    own = variables(serve) - variables(only_kafka) | {SECRET_VARIABLE}
    rows = [line for line in GUIDE.splitlines() if line.startswith("| `PATHWAYS_")]
    table = {name for row in rows for name in re.findall(r"PATHWAYS_\w+", row.split("|")[1])}
    assert table == own


def test_every_metric_is_named_as_prometheus_sees_it(
    written_history: WrittenHistory, tmp_path: Path
) -> None:
    registry = CollectorRegistry()
    ServerMetrics(registry)
    with furnished(written_history, tmp_path) as made:
        registry.register(WhatItNeeds(made.serving))
        families = list(registry.collect())
    exposed = {f"{one.name}_total" if one.type == "counter" else one.name for one in families}
    assert set(re.findall(r"^\| `(pathways_server_\w+)`", GUIDE, re.MULTILINE)) == exposed


def test_the_table_of_roles_says_what_the_program_does() -> None:
    heading = next(line for line in GUIDE.splitlines() if "`viewer`" in line)
    columns = re.findall(r"`(\w+)`", heading)
    assert tuple(columns) == ROLES
    told = {}
    for line in GUIDE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if named := re.search(r"\(`(\w+)`\)$", cells[0]):
            told[named[1]] = {role for role, cell in zip(ROLES, cells[1:], strict=True) if cell}
    assert told == {permission: set(roles) for permission, roles in PERMITTED.items()}
