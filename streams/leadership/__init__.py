"""Leadership: one fold over the leadership-log, from gaps and seats to needs, nominations, funnels.

A fact about leadership programmes is shown to people; it reaches no rule, no score and no pool.
"""

DECISION_VERSION = 1
"""Stamped on state and nominations; raised whenever the same log would lead to other ones."""
