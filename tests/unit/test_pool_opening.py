"""A pool that opens only what is new of a membership knows what one that opens all of it knows."""

import io
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import fastavro
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas import schema_files
from schemas.codec import MARKER, decode, encode
from schemas.errors import UnknownFraming
from schemas.events import (
    AssessmentFact,
    CompetencyShown,
    LogPosition,
    MembershipRecorded,
)
from schemas.text import datum
from streams.pool.errors import UnexpectedRecord
from streams.pool.holdings import Holdings
from streams.pool.opening import Opening
from streams.pool.reading import NewFacts, Recorded
from streams.pool.table import Table
from streams.rules.days import day_number
from tests.unit.pool_facts import assessed, day, free, hold, in_post, member, performing
from tests.unit.rule_facts import posting

FACTS: dict[str, list[Any]] = {
    "assessment": [None, assessed(), assessed("TIER_2")],
    "member_since": [None, date(2024, 1, 10)],
    "incumbency": [None, in_post(), in_post(due=date(2027, 9, 1))],
    "performance": [None, performing()],
    "availability": [None, free(), free(notice_days=60)],
    "holds": [(), (hold(date(2026, 1, 1), date(2026, 2, 1)),)],
    "former_ids": [(), ("c-old",)],
}
TWO_HOLDS = (hold(date(2026, 1, 1), date(2026, 2, 1)), hold(date(2026, 5, 1), hold_id="other"))
SHOWN = AssessmentFact(
    assessment_id="b",
    rating="TIER_2",
    completed_on=date(2026, 2, 1),
    event_id="b",
    competencies=(CompetencyShown(code="LEADING", level_expected=3, level_shown=2),),
)
POSTED = posting(due_rotation_on=date(2028, 1, 1))


class OpensAll(Opening):
    """Opens every record whole, and takes every fact for new."""

    def membership(self, framed: bytes) -> Recorded | None:
        event = decode(framed)
        return Whole(framed, event) if isinstance(event, MembershipRecorded) else None


class Whole:
    def __init__(self, framed: bytes, head: MembershipRecorded) -> None:
        self.framed, self.head = framed, head

    def new_facts(self, before: bytes, ends: Any) -> NewFacts:
        return NewFacts(vars(self.head), ())


def told(records: Iterable[bytes], reading: Opening, flushes: Iterable[bool]) -> Table:
    holdings = Holdings(reading)
    for framed, flush in zip(records, flushes, strict=True):
        holdings.record(holdings.membership(framed))
        if flush:
            holdings.table("COM", "P-5").flush()
    table = holdings.table("COM", "P-5")
    table.flush()
    return table


def known(table: Table) -> dict[str, Any]:
    rows = table.rows(0, len(table))
    columns = {name: getattr(rows, name) for name in rows.__dataclass_fields__}
    numbers = {name: col.tolist() for name, col in columns.items() if hasattr(col, "tolist")}
    holds = rows.more_holds
    more = [column.tolist() for column in (holds.row, holds.held_from, holds.held_until)]
    levels = {code: column.tolist() for code, column in rows.levels.items()}
    former = [table.row_concerned(one) for one in ("c-old", "c-older")]
    order = [table["merit"].tolist(), table["chance"].tolist(), table["counted"].tolist()]
    return numbers | {"more": more, "levels": levels, "former": former, "order": order}


def counted(facts: list[dict[str, Any]]) -> list[bytes]:
    """Records of two people by turns, each with what changed for that person."""
    people: dict[str, MembershipRecorded] = {}
    records = []
    for count, changed in enumerate(facts, 1):
        who = ("c-1", "c-2")[count % 2]
        position = LogPosition(log="candidate-log", partition=0, count=count)
        before = people.get(who) or member(who)
        people[who] = replace(before, position=position, event_id=f"e-{count}", **changed)
        records.append(encode(people[who]))
    return records


one_fact = st.sampled_from(sorted(FACTS)).flatmap(
    lambda name: st.sampled_from(FACTS[name]).map(lambda value: {name: value})
)
others = st.sampled_from(
    [{}, {"holds": TWO_HOLDS}, {"assessment": SHOWN}, {"posting": POSTED}, {"posting": None}]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(one_fact | others, st.booleans()), min_size=1, max_size=12))
def test_it_knows_what_one_knows_that_opens_everything(
    steps: list[tuple[dict[str, Any], bool]],
) -> None:
    records, flushes = counted([facts for facts, _ in steps]), [flush for _, flush in steps]
    partly, wholly = (told(records, reading, flushes) for reading in (Opening(), OpensAll()))
    assert known(partly) == known(wholly)
    assert partly.recorded == wholly.recorded


def test_whoever_loses_a_posting_is_where_the_post_of_the_profile_is() -> None:
    """Neither fact tells alone: where one is new, both are read."""
    due = date(2027, 9, 1)
    table = told(
        counted([{"incumbency": in_post(due=due), "posting": POSTED}, {}, {"posting": None}]),
        Opening(),
        [False, False, False],
    )
    row = table.row_of("c-2")
    assert row is not None
    assert table["due_rotation_on"][row] == day_number(due)
    assert table["station"][row] == -1


def first_version(record: MembershipRecorded) -> bytes:
    """As the contract's first schema of a membership has it: facts that came later are left out."""
    schema = schema_files.versions_of("MembershipRecorded")[0]
    names = {field["name"] for field in schema.parsed["fields"]}
    document = {
        name: value for name, value in json.loads(_example().read_text()).items() if name in names
    }
    values = datum(document, schema) | {
        "candidate_id": record.candidate_id,
        "job_group": record.job_group,
        "grade": record.grade,
        "position": vars(record.position),
    }
    body = io.BytesIO()
    fastavro.schemaless_writer(body, schema.parsed, values)
    return MARKER + schema.fingerprint + body.getvalue()


def _example() -> Any:
    return schema_files.DIRECTORY.parent / "examples" / "MembershipRecorded.v1.json"


def test_records_of_an_older_schema_stand_between_newer_ones() -> None:
    newer = counted([{}, {}, {}, {"assessment": SHOWN}, {}, {"holds": TWO_HOLDS}])
    older = first_version(
        replace(member("c-2"), position=LogPosition(log="candidate-log", partition=0, count=3))
    )
    records = [*newer[:2], older, *newer[3:]]
    flushes = [False] * len(records)
    partly, wholly = (told(records, reading, flushes) for reading in (Opening(), OpensAll()))
    assert known(partly) == known(wholly)
    assert partly.recorded[partly.row_of("c-2") or 0] == newer[4]


def test_anything_else_is_no_membership() -> None:
    assert Opening().membership(encode(day())) is None
    with pytest.raises(UnexpectedRecord, match="DayStarted"):
        Holdings(Opening()).membership(encode(day()))
    with pytest.raises(UnknownFraming):
        Holdings(Opening()).membership(b"garbage")


def test_times_of_the_head_are_those_of_the_record() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    recorded = Opening().membership(encode(replace(member(), recorded_at=at)))
    assert recorded is not None
    assert recorded.head.recorded_at == at
