"""The rotation exercise: one fold over the exercise-log, from wishes and facts to slates."""

DECISION_VERSION = 1
"""Stamped on state and outputs; raised whenever the same log would lead to another slate."""
