"""`pathways token`: a token for a desk or a system; only its hash is ever written anywhere."""

import os
import re
from pathlib import Path

import click

from consumers.errors import WrongTokenFile
from consumers.web.roles import ROLES, Role
from consumers.web.tokens import Tokens, new_token
from deploy.serving.token_table import token_table

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}")


@click.command()
@click.option("--name", required=True, help="Of the desk or system that gets it, never a person's.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What its holder may do.")
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file of tokens, to which it is added; made where there is none.",
)
def token(*, name: str, role: Role, file: Path | None) -> None:
    """Print a new token, once, and its table for the file that `pathways serve --tokens` reads.

    The token goes to standard output, everything else to standard error. It can be told by nobody
    afterwards: give it to its holder now. To take one back, delete its table and restart the
    server.
    """
    if not _NAME.fullmatch(name):
        raise click.BadParameter(
            "letters, digits, spaces, dots, dashes and underscores, 64 at most", param_hint="--name"
        )
    made = new_token()
    table = token_table(name, role, made)
    if file is None:
        click.echo(f"Add this to the file of tokens, then restart the server:\n\n{table}", err=True)
    else:
        try:
            added(file, table)
        except WrongTokenFile as error:
            raise click.ClickException(str(error)) from error
        except OSError as error:
            raise click.ClickException(f"cannot write {file}: {error.strerror}") from error
        click.echo(f"Added to {file}. Restart the server: it reads the file once.", err=True)
    click.echo("The token, which is told only here:", err=True)
    click.echo(made)


def added(file: Path, table: str) -> None:
    """Behind what stands there, in one write: of two who add at once neither is lost.

    Raises WrongTokenFile where what stands there is no file of tokens, and OSError.
    """
    if file.exists() and file.read_bytes().strip():
        Tokens.read(file)
    # For its owner alone: hashes give no token away, but who has one is nobody else's business.
    written = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(written, f"\n{table}".encode())
        os.fsync(written)
    finally:
        os.close(written)


if __name__ == "__main__":
    token()
