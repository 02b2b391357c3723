"""The rule sets that the reference topic holds, as the pools will take them."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date

from deploy.log_tail import LogTail, Record
from schemas.connection import Connection
from schemas.events import DayStarted, RuleSetPublished
from schemas.framing import NoIds
from schemas.topics import TOPICS
from streams.intake.admission import Admission
from streams.intake.refusal import Refused
from streams.pool.reference import ReferenceFacts

TIMEOUT_S = 60.0


@dataclass(frozen=True)
class PublishedPolicies:
    """The last statement of each rule set and version; what intake refuses does not count."""

    facts: ReferenceFacts
    refused: int
    """Records that intake refuses, or that only it can read by its ids of schemas."""

    @property
    def day(self) -> date | None:
        """The last day that started; None before the first."""
        return self.facts.day

    def in_effect(self, day: date) -> RuleSetPublished | None:
        return self.facts.rule_set(day)

    def ahead(self, day: date) -> tuple[RuleSetPublished, ...]:
        """Those that take effect after a day, the next one first."""
        later = (rules for rules in self.facts.rule_sets.values() if rules.effective_from > day)
        return tuple(sorted(later, key=lambda rules: (rules.effective_from, rules.version)))

    def same_version(self, rules: RuleSetPublished) -> RuleSetPublished | None:
        """What was published under the same id and version."""
        held = (each for each in self.facts.rule_sets.values())
        named = (rules.rule_set_id, rules.version)
        return next((each for each in held if (each.rule_set_id, each.version) == named), None)

    def with_one_more(self, rules: RuleSetPublished) -> "PublishedPolicies":
        """How it would be after a further rule set was published."""
        facts = ReferenceFacts()
        for each in (*self.facts.rule_sets.values(), rules):
            facts.take(each)
        facts.day = self.day
        return PublishedPolicies(facts, self.refused)


def read_policies(connection: Connection, prefix: str) -> PublishedPolicies:
    """Raises Unreachable, or TailTimeout; none where the topic does not exist."""
    topic = TOPICS["reference"].full_name(prefix)
    with closing(LogTail(connection, TIMEOUT_S)) as tail:
        places = tail.partitions([topic]).get(topic, [])
        return policies_of(tail.read(tail.bounds(places)))


def policies_of(records: list[Record]) -> PublishedPolicies:
    """What records of the reference topic say of rule sets and days."""
    admission, facts, refused = Admission("reference", NoIds()), ReferenceFacts(), 0
    for record in records:
        try:
            event, _, _ = admission.admit(record.value, record.timestamp)
        except Refused:
            refused += 1
            continue
        if isinstance(event, RuleSetPublished | DayStarted):
            facts.take(event)
    return PublishedPolicies(facts, refused)
