"""Speaks of memberships: brings their standing to the day, and says what changed in public."""

import numpy as np

from streams.pool.evaluation import Evaluation
from streams.pool.holdings import Holdings
from streams.pool.moment import Moment
from streams.pool.roster import speak
from streams.pool.standing import stand
from streams.pool.table import Part


def speak_of_memberships(holdings: Holdings, moment: Moment, done: Evaluation) -> None:
    """All of them where a day or a rule set came, otherwise those that were written."""
    moved, holdings.everything_moved = holdings.everything_moved, False
    if moved:
        holdings.take_policy()
    policy, day = holdings.policy, holdings.reference.day
    for profile, table in sorted(holdings.tables.items()):
        written = table.flush()
        part: Part = slice(None) if moved else written
        changed = written
        if policy and day and (moved or len(written)):
            stand(table, part, day, policy, holdings.lists)
            spoken, events = speak(table, part, moment)
            done.roster.extend(events)
            changed = np.union1d(written, spoken)
        if len(changed):
            done.memberships[profile] = changed.tolist()
