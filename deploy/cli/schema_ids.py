"""What a file says of the schema ids that upstreams write in the Confluent framing."""

from pathlib import Path

import click

from schemas.errors import ContractError
from schemas.framing import IdsFromFile, NoIds, SchemaIds


def ids_of(file: Path | None) -> SchemaIds:
    """None are known without a file; raises BadParameter for one that is no such file."""
    if file is None:
        return NoIds()
    try:
        return IdsFromFile(file)
    except (ContractError, ValueError) as error:
        raise click.BadParameter(
            f'{file} is not a JSON object such as {{"1042": "VacancyOpened.v1"}}: {error}',
            param_hint="--schema-ids",
        ) from error
