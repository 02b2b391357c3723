"""Candidates: one fold over a candidate-log, from facts about people to facts of memberships."""

DECISION_VERSION = 3
"""Stamped on state; raised whenever the same log would fold to another state or other facts."""
