"""The index of the catalogue, made from its files: `python -m tests.scenarios.index` writes it."""

from collections.abc import Iterator

from tests.scenarios.catalogue import Scenario, scenarios
from tests.scenarios.coverage import RULES, shown_by
from tests.scenarios.places import INDEX

CHAPTERS = {
    "1": "What a proposal says",
    "2": "Rules and their answers",
    "3": "Tiers, criteria and order",
    "4": "Memberships",
    "5": "Vacancies and offers",
    "6": "Reviews and waivers",
    "7": "Late, repeated and corrected facts; persons",
    "8": "Reference data and policy",
    "9": "The rotation exercise and the leadership programme",
}
"""By the first digit of the number."""

HEAD = "| scenario | rules, tiers, transitions, traps | looks at |\n|---|---|---|\n"

BEFORE = """\
# Scenarios

Each file is one situation: why it matters, what happens, and what Pathways must then say. They are
read by people and run by machines: on the decisions alone, with transactions cut in different
places, and all together through a real Kafka (`tests/scenarios`).

## How to read one

- **people** are those of [common/people.yaml](common/people.yaml), all of whom fit the post in
  Dakar. A scenario changes only what it is about: `ben: {relatives: CLOSE}`; `unsaid` means that
  nothing was ever stated. What is known of them was stated the day before.
- **story** is what happens, line by line, under the names of the events of the contract. It begins
  on 3 March 2025; each line comes a minute after the one before, and `DayStarted` moves the day.
  `occurred` says that something took effect at another time than it was learnt; `again` repeats an
  event word for word; `as` gives an event an id by which an expectation can name it.
- **Short forms** only leave out what any reader would take to be so: the vacancy is the first of
  the story, whoever decides is an HR partner, a review was made of the last revision. A vacancy
  is one of [common/vacancies.yaml](common/vacancies.yaml), opened on the day; the post in Dakar is
  needed by 1 September 2025.
- **expect** says what must stand at that point, and nothing else: who is ranked in which order, who
  is a near miss under which rule, what a rule answered and which event proves it, what was said
  last. Every word that may stand there is in `tests/scenarios/outcomes.py`.
- **policy** is one of [common/policies.yaml](common/policies.yaml), `standard` where none is named.
- **cuts: matter** marks a story about what was said in between, such as a decision on a list that
  had changed: it ends otherwise when everything arrives at once.

The four tier rules found in published notices stand in
[common/tier-rules.yaml](common/tier-rules.yaml).
"""


def index() -> str:
    return BEFORE + "".join(_chapters())


def _chapters() -> Iterator[str]:
    every = scenarios()
    for digit, title in CHAPTERS.items():
        yield f"\n## {title}\n\n{HEAD}"
        for scenario in every:
            if scenario.number.startswith(digit):
                yield _line(scenario)


def _line(scenario: Scenario) -> str:
    link = f"[{scenario.number}]({scenario.name}.yaml)"
    looks = {word for item in scenario.story if item.is_expectation for word in item.said}
    looked = ", ".join(sorted(looks - {"vacancy"}))
    return f"| {link} {scenario.title} | {'; '.join(_shown(scenario))} | {looked} |\n"


def _shown(scenario: Scenario) -> Iterator[str]:
    """Answers of one rule together, then all else."""
    shown = shown_by(scenario)
    for rule in RULES:
        if outcomes := sorted(it.split()[1] for it in shown if it.split()[0] == rule):
            yield f"{rule} {', '.join(outcomes)}"
    yield from sorted(it for it in shown if it.split()[0] not in RULES)


if __name__ == "__main__":
    INDEX.write_text(index())
