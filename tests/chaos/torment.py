"""Does to a fleet and its broker what a plan says, and waits for the work to be finished."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from tests.chaos.fleet import Fleet
from tests.chaos.plan import Act

PATIENCE_S = 60.0
"""How long a fleet without faults may make no progress. Its own watchdogs are quicker."""


class Broker(Protocol):
    """What we do to a broker."""

    def kill(self) -> None: ...
    def start(self) -> str: ...


class Feed(Protocol):
    """Facts that go on arriving while everything else breaks."""

    def start(self) -> None: ...
    def stop(self) -> int:
        """How much `progress` must reach in the end."""


@dataclass
class Torment:
    """A fleet of two or three workers under faults, with one word said for each."""

    fleet: Fleet
    broker: Broker
    seed: int
    say: Callable[[str], None]
    done: Counter[str] = field(default_factory=Counter)

    def ordeal(self, acts: Iterable[Act], feed: Feed, progress: Callable[[], int]) -> bool:
        """Two workers under faults while facts arrive; False if they never finish the work."""
        self.fleet.start()
        self.fleet.start()
        feed.start()
        self.go_through(acts)
        return self.finish(feed.stop(), progress)

    def go_through(self, acts: Iterable[Act]) -> None:
        chance = random.Random(self.seed)
        for act in acts:
            self._rest(act.rest_s)
            self.say(f"{act.kind} ({act.lasts_s:.1f} s)")
            self._do(act, chance)
            self.done[act.kind] += 1

    def _do(self, act: Act, chance: random.Random) -> None:
        fleet = self.fleet
        match act.kind:
            case "kill":
                fleet.kill(chance.choice(fleet.members))
                fleet.start()
            case "pause":
                member = chance.choice(fleet.members)
                fleet.pause(member)
                self._rest(act.lasts_s)
                fleet.resume(member)
            case "join":
                fleet.start()
            case "leave":
                if len(fleet.members) < 2:
                    fleet.start()
                status = fleet.dismiss(chance.choice(fleet.members))
                if status:
                    self.say(f"a worker left with status {status}")
            case "broker":
                self.broker.kill()
                time.sleep(act.lasts_s)
                self.broker.start()

    def _rest(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            time.sleep(0.2)
            self.fleet.tend()

    def finish(self, wanted: int, progress: Callable[[], int]) -> bool:
        """Wait until `progress` answers `wanted`; False if it stands still for too long."""
        best, since = -1, time.monotonic()
        while (now := progress()) < wanted:
            self.fleet.tend()
            if now > best:
                best, since = now, time.monotonic()
            elif time.monotonic() - since > PATIENCE_S:
                self.say(f"STANDS STILL at {now} of {wanted}")
                return False
        return True
