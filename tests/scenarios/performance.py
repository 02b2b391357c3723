"""A scenario on the pure core: every event a transaction of its own, or many in one."""

from typing import Literal

from schemas.text import to_json
from tests.scenarios.catalogue import Item, Scenario
from tests.scenarios.expectations import Unmet
from tests.scenarios.memory import Memory
from tests.scenarios.outcomes import check
from tests.scenarios.said import Said
from tests.scenarios.tale import Tale

Cuts = Literal["each event", "each expectation", "nowhere"]
"""Where transactions end."""


def perform(scenario: Scenario, cuts: Cuts) -> Said:
    """Tells the story and checks what it expects; raises Unmet with the line."""
    return Performance(scenario, cuts).run()


class Performance:
    """One telling of one scenario."""

    def __init__(self, scenario: Scenario, cuts: Cuts) -> None:
        self.memory, self.said, self.cuts = Memory(), Said(), cuts
        self.scenario, self.tale = scenario, Tale(scenario, self.said)
        self._heard = 0

    @property
    def vacancy(self) -> str | None:
        """The first of the story."""
        return next(iter(self.tale.vacancies), None)

    def run(self) -> Said:
        self.open()
        story = self.scenario.story
        last = max(number for number, item in enumerate(story) if item.is_expectation)
        for number, item in enumerate(story):
            if not item.is_expectation:
                self.tell(item)
            elif self.cuts != "nowhere" or number == last:
                self.expect(number, item)
        return self.said

    def open(self) -> None:
        self.memory.publish(self.tale.setting())
        self.memory.settle(together=True)
        self.memory.publish(self.tale.people())
        if self.cuts != "nowhere":
            self._settle()

    def tell(self, item: Item) -> None:
        self.memory.publish([self.tale.event(item)])
        if self.cuts == "each event":
            self._settle()

    def expect(self, number: int, item: Item) -> None:
        self._settle()
        try:
            check(item.said, self.said, self.vacancy, steps=self.cuts != "nowhere")
        except Unmet as error:
            raise Unmet(f"line {number + 1} of the story: {error}") from None
        self.said.look()

    def _settle(self) -> None:
        self.memory.settle(together=self.cuts != "each event")
        for event in self.memory.spoken[self._heard :]:
            self.said.hear(to_json(event))
        self._heard = len(self.memory.spoken)
