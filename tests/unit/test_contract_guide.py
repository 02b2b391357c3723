"""The guide for publishers names every event that can be published, in its topic's row."""

import re
from pathlib import Path

import pytest

from schemas.event_table import EVENT_TABLE
from schemas.topics import UPSTREAM

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "publish.md"
ROWS = {
    found[1]: set(re.findall(r"`(\w+)`", found[2]))
    for found in re.finditer(r"^\| `(\w+)` \| [^|]+ \|(.+)\|$", GUIDE.read_text(), re.MULTILINE)
}


@pytest.mark.parametrize("topic", UPSTREAM)
def test_the_row_of_a_topic_names_its_events_and_no_others(topic: str) -> None:
    events = {
        row.name
        for row in EVENT_TABLE.values()
        if row.topic == topic and row.routes and row.status == "frozen"
    }
    assert events
    assert ROWS[topic] == events
