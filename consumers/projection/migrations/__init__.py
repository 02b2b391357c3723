"""From one layout of the database to the next; Alembic runs what is missing."""
