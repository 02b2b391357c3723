"""What is said where the read model does not answer, and what to do about it."""

from sqlalchemy.exc import DBAPIError, TimeoutError

NOT_READY = (
    "There is no read model yet. Run `pathways project`; this page works as soon as it has begun."
)
AWAY = "The read model does not answer. Try again; if it lasts, look at its database."

READ_MODEL_ERRORS = (DBAPIError, TimeoutError)
"""TimeoutError: all connections of this server are in use."""

_NO_SUCH_TABLE = "42P01"
"""PostgreSQL's code."""


def read_model_away(error: Exception) -> str:
    """The words for an error of the database."""
    said = getattr(error, "orig", None)
    missing = getattr(said, "sqlstate", None) == _NO_SUCH_TABLE or "no such table" in str(said)
    return NOT_READY if missing else AWAY
