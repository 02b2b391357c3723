"""How endpoints of webhooks stand, from the database of whoever sends them."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import SQLAlchemyError

from consumers.projection.database import open_for_reading
from consumers.web.ports import Away, Document
from consumers.webhooks.dead_letters import Standing, standings

AWAY = "The database of the webhooks does not answer; `pathways webhooks run` keeps it."


class WebhookStandings:
    """A port: asked anew each time, for the sender is another process."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)

    def __call__(self) -> list[Document]:
        """One for each endpoint that anything was read for; none where nobody sends webhooks.

        Raises Away.
        """
        if self._is_no_file_yet():
            return []
        engine = open_for_reading(self._url.render_as_string(hide_password=False))
        try:
            return [_document(one) for one in standings(engine, ())]
        except SQLAlchemyError as error:
            raise Away(AWAY) from error
        finally:
            engine.dispose()

    def _is_no_file_yet(self) -> bool:
        """SQLite would make one, and look as if somebody had begun to send."""
        file = self._url.database
        return self._url.get_backend_name() == "sqlite" and not (file and Path(file).exists())


def _document(one: Standing) -> Document:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(one).items()
    }
