"""A rule set looked at before it goes out: whether it can, from when it counts, what it changes."""

from dataclasses import dataclass, fields
from datetime import date

from deploy.policy.differences import Difference, differences
from deploy.policy.effects import Effects
from deploy.policy.published import PublishedPolicies
from schemas.events import Event, RuleSetPublished


class VersionTaken(Exception):
    """Another rule set stands under the same id and version: history would be rewritten."""

    def __init__(self, rules: RuleSetPublished) -> None:
        self.rule_set_id, self.version = rules.rule_set_id, rules.version
        super().__init__(
            f"version: {rules.rule_set_id} version {rules.version} is published already and says "
            "something else; proposals name it as their ground, so give yours a version of its own"
        )


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule set that may go out, beside the one in effect."""

    rules: RuleSetPublished
    day: date
    """The day that has started, or that is assumed where none has."""
    in_effect: RuleSetPublished | None
    """Before it goes out."""
    published: bool
    """Whether it went out already, word for word."""
    preceded_by: RuleSetPublished | None
    """What counts instead of it on its own first day: it would never be in effect."""
    differences: tuple[Difference, ...]
    effects: Effects

    @property
    def takes_effect(self) -> str:
        """When, in words."""
        if self.preceded_by is not None:
            other = self.preceded_by
            return (
                f"never: {other.rule_set_id} version {other.version}, in effect from "
                f"{other.effective_from}, precedes it; give yours a later day or a higher version"
            )
        if self.rules.effective_from > self.day:
            return f"on {self.rules.effective_from}, when that day starts"
        return "at once: each pool judges by it from its next transaction on"


def compared(rules: RuleSetPublished, published: PublishedPolicies, today: date) -> Checked:
    """Everything but its effects, which take the pools; raises VersionTaken."""
    held = published.same_version(rules)
    if held is not None and _policy(held) != _policy(rules):
        raise VersionTaken(rules)
    day = published.day or today
    first_day = max(day, rules.effective_from)
    then = published.with_one_more(rules).in_effect(first_day)
    preceded = then is not None and _policy(then) != _policy(rules)
    in_effect = published.in_effect(day)
    return Checked(
        rules=rules,
        day=day,
        in_effect=in_effect,
        published=held is not None,
        preceded_by=then if preceded else None,
        differences=differences(in_effect, rules),
        effects=Effects(),
    )


def _policy(rules: RuleSetPublished) -> dict[str, object]:
    """What a rule set says, whoever stated it and when."""
    envelope = {field.name for field in fields(Event)}
    return {name: value for name, value in vars(rules).items() if name not in envelope}
