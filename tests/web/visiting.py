"""People at a house's console: a browser without JavaScript for each role, on one real socket."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from consumers.projection.database import open_database
from consumers.projection.read_model import ReadModel
from consumers.web.roles import ROLES, Role
from tests.unit.written_history import PREFIX, WrittenHistory
from tests.web.house import TOKENS, House, house, listening
from tests.web.telling import TOPICS

Visitors = Mapping[Role, httpx.Client]

HOSTILE = "<script>window.taken = 1</script>\"'><img src=x onerror='window.taken = 1'>\u202eabc"
"""Markup, quotes, and a mark that turns the direction of what follows."""
INERT = "&lt;script&gt;window.taken = 1&lt;/script&gt;&#34;&#39;&gt;&lt;img"
"""How a page has its beginning."""


@contextmanager
def visitors(made: House) -> Iterator[Visitors]:
    """Each signed in with the token of the role."""
    with ExitStack() as stack:
        address = stack.enter_context(listening(made.app))
        yield {role: stack.enter_context(_signed_in(address, role)) for role in ROLES}


@contextmanager
def _signed_in(address: str, role: Role) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as client:
        assert client.post("/sign-in", data={"token": TOKENS[role]}).status_code == 303
        yield client


@contextmanager
def empty_house(history: WrittenHistory, folder: Path) -> Iterator[House]:
    """A read model in which nothing was written yet."""
    url = f"sqlite:///{folder / 'empty.db'}"
    engine = open_database(url)
    ReadModel.take_over(engine, PREFIX, {f"{PREFIX}{topic}": "id" for topic in TOPICS})
    engine.dispose()
    with house(history, url) as made:
        yield made


@contextmanager
def database_away(made: House) -> Iterator[None]:
    """What stands where the read model stood is none, until it comes back."""
    place = Path(str(made.serving.engine.url.database))
    kept = place.with_suffix(".kept")
    place.rename(kept)
    place.write_text("This is no database. " * 100)
    # Only now: the server looks ten times a second, and would open again what stood there before.
    made.serving.engine.dispose()
    try:
        yield
    finally:
        kept.replace(place)
        made.serving.engine.dispose()
