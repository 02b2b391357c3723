"""The pool: one fold over a pool-log, from memberships, vacancies and the day to proposals."""

DECISION_VERSION = 2
"""Stamped on state and outputs; raised whenever the same log would lead to another decision."""
