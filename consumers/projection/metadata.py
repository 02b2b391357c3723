"""Where the tables that are a function of the logs are declared together."""

from sqlalchemy import MetaData

METADATA = MetaData()
"""By the names under which they are read; `generations` says where rows really stand."""
