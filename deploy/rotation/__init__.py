"""A rotation exercise from the command line: how it stands, what is due, and what people do."""
