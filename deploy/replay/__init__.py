"""Where a replay goes: what may be written to, and what must be there first."""
