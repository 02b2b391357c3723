"""The option by which commands are told of the read model, and where it is otherwise."""

import click

from deploy.broker.layout import home_from

database_option = click.option(
    "--database",
    envvar="PATHWAYS_DATABASE_URL",
    show_envvar=True,
    metavar="URL",
    help="As SQLAlchemy spells it.  [default: sqlite:///PATHWAYS_HOME/pathways.db]",
)


webhooks_database_option = click.option(
    "--webhooks-database",
    envvar="PATHWAYS_WEBHOOKS_DATABASE_URL",
    show_envvar=True,
    metavar="URL",
    help="Of `pathways webhooks`, to show how it stands.  "
    "[default: sqlite:///PATHWAYS_HOME/webhooks.db]",
)

WEBHOOKS = "webhooks.db"


def url_of(database: str | None, file: str = "pathways.db") -> str:
    """The one that is given, or the user's own."""
    if database:
        return database
    home = home_from().root
    home.mkdir(parents=True, exist_ok=True)
    return f"sqlite:///{home / file}"
