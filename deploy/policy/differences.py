"""Two policies compared, setting by setting."""

from dataclasses import dataclass

from producers.rule_sets import settings_of
from schemas.events import RuleSetPublished


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting that two rule sets state differently, in words."""

    setting: str
    before: str | None
    """None: the rule set before does not name it."""
    after: str | None
    source: str | None
    """Where the value after comes from."""


def differences(before: RuleSetPublished | None, after: RuleSetPublished) -> tuple[Difference, ...]:
    """In the order of the settings, those taken out last."""
    old = settings_of(before) if before else {}
    new = settings_of(after)
    sources = sources_of(after)
    return tuple(
        Difference(name, old.get(name), new.get(name), sources.get(name))
        for name in (*new, *(name for name in old if name not in new))
        if old.get(name) != new.get(name)
    )


def sources_of(rules: RuleSetPublished) -> dict[str, str]:
    return {each.setting: each.source for each in rules.sources}
