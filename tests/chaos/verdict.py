"""Whether a run was exact: what stands in Kafka against a plain count over the input."""

from collections import Counter
from dataclasses import dataclass

from tests.chaos.count import CountTopics
from tests.chaos.kafka import Log, read


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found wrong, by number of records; all zero if the run was exact."""

    records: int
    missing: int
    doubled: int
    misplaced: int
    """Present once, but not where or as the plain count has them."""
    state_wrong: int

    @property
    def exact(self) -> bool:
        return not (self.missing or self.doubled or self.misplaced or self.state_wrong)

    def __str__(self) -> str:
        if self.exact:
            return f"EXACT: {self.records} records, each once, in order, states right"
        return (
            f"WRONG: of {self.records} records {self.missing} missing, {self.doubled} doubled, "
            f"{self.misplaced} misplaced, {self.state_wrong} states wrong"
        )


def judge(topic: str, inputs: Log, outputs: Log, states: Log) -> Verdict:
    """Recount each partition of `topic` and compare."""
    missing = doubled = misplaced = state_wrong = 0
    for partition, lines in inputs.items():
        counts: Counter[bytes] = Counter()
        expected = []
        for line in lines:
            counts[line.key] += 1
            value = b"%d:%s" % (counts[line.key], line.value)
            expected.append((line.key, value, f"{topic}/{partition}/{line.offset}".encode()))
        found = [(line.key, line.value, line.origin) for line in outputs[partition]]
        origins = Counter(origin for *_, origin in found)
        missing += sum(origins[origin] == 0 for *_, origin in expected)
        doubled += sum(number - 1 for number in origins.values())
        misplaced += len(origins.keys() - {origin for *_, origin in expected})
        misplaced += sum(a != b for a, b in zip(expected, found, strict=False))
        state = {line.key: line.value for line in states[partition]}
        state_wrong += sum(state.get(key) != b"%d" % number for key, number in counts.items())
        state_wrong += len(state.keys() - counts.keys())
    return Verdict(sum(map(len, inputs.values())), missing, doubled, misplaced, state_wrong)


def verify(bootstrap: str, topics: CountTopics) -> Verdict:
    """Read everything back and judge it."""
    inputs, outputs, states = (
        read(bootstrap, topic) for topic in (topics.input, topics.output, topics.state)
    )
    return judge(topics.input, inputs, outputs, states)
