"""Does to a fleet and its broker what a plan says, and waits for the work to be finished."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from tests.chaos.fleet import Fleet
from tests.chaos.plan import Act


class Broker(Protocol):
    """What we do to a broker."""

    def kill(self) -> None: ...
    def start(self) -> str: ...


@dataclass
class Torment:
    """A fleet of two or three workers under faults, with one word said for each."""

    fleet: Fleet
    broker: Broker
    seed: int
    say: Callable[[str], None]
    done: Counter[str] = field(default_factory=Counter)

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

    def finish(self, wanted: int, read: Callable[[], int], patience_s: float) -> bool:
        """Wait until `read` answers `wanted`; False if it stands still for `patience_s`."""
        best, since = -1, time.monotonic()
        while (now := read()) < wanted:
            self.fleet.tend()
            if now > best:
                best, since = now, time.monotonic()
            elif time.monotonic() - since > patience_s:
                self.say(f"STANDS STILL at {now} of {wanted}")
                return False
        return True
