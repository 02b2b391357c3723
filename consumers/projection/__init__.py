"""The read model in SQL: roster, proposals and rejected records, kept equal to the logs."""
