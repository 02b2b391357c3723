"""The contract: what the events are, how they are framed, and which topic and key each has."""
