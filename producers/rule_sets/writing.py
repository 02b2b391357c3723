"""From a rule set that was published to the text of a file that people can change."""

import json
import re
from collections.abc import Iterator
from typing import Any

from producers.rule_sets.settings import IDENTITY, NEVER, TABLES, VALUES
from schemas.events import RuleSetPublished

UNSTATED = "not stated"
"""Where a rule set names no source for a value, as those of the first version do not."""
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def rule_set_text(rules: RuleSetPublished) -> str:
    """A file from which `read_rule_set` makes the same policy."""
    return "\n".join(_lines(rules)) + "\n"


def _lines(rules: RuleSetPublished) -> Iterator[str]:
    sources = {each.setting: each.source for each in rules.sources}

    def parts(name: str, stated: dict[str, Any]) -> str:
        said = stated | {"source": sources.get(name, UNSTATED)}
        return "{ " + ", ".join(f"{key} = {_toml(value)}" for key, value in said.items()) + " }"

    for name in IDENTITY:
        yield f"{name} = {_toml(getattr(rules, name))}"
    yield ""
    for name in VALUES:
        yield f"{name} = {parts(name, {'value': getattr(rules, name)})}"
    for section, table in TABLES.items():
        yield from ("", f"[{section}]")
        for entry in getattr(rules, section):
            stated = {field: getattr(entry, field) for field in table.fields}
            key = ".".join(_key(getattr(entry, name)) for name in table.keys)
            yield f"{key} = {parts(f'{section}.{table.name_of(entry)}', stated)}"


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name)


def _toml(value: Any) -> str:
    if value is None:
        return json.dumps(NEVER)
    if isinstance(value, tuple):
        return json.dumps(list(value), ensure_ascii=False)
    if isinstance(value, bool | int | str):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
