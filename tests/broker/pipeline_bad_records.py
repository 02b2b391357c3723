"""Records that no later fact can cure, each with what Pathways has to say about it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from schemas.codec import HEADER_BYTES, MARKER, encode
from schemas.days import day_started
from schemas.events import RejectionReason, ScreenedCriterion
from schemas.schema_files import DIRECTORY
from schemas.text import from_json
from schemas.topics import RECORD_BYTES_MAX
from tests.broker.pipeline_upstream import Written

EXAMPLES = DIRECTORY.parent / "examples"
NUMBER = "test-bad-record"
"""The header by which a bad record is known again, whatever its key and value are."""
FAR = date(2099, 1, 1)
FAR_MOMENT = datetime(2099, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Bad:
    """A record and the reason why it is refused; `says` stands in the detail."""

    record: Written
    reason: RejectionReason
    says: str


def example(name: str, **fields: Any) -> Any:
    event = from_json(json.loads((EXAMPLES / f"{name}.v1.json").read_text()))
    return replace(event, event_id=f"bad-{name}", **fields)


def bad_records() -> list[Bad]:
    """Each with a header that numbers it."""
    found = [*_no_avro(), *_wrong_bodies(), *_out_of_place(), *_wrong_facts(), *_too_large()]
    return [
        replace(bad, record=bad.record._replace(headers=((NUMBER, b"%d" % number),)))
        for number, bad in enumerate(found)
    ]


def _no_avro() -> Iterator[Bad]:
    noise = Random(7).randbytes(200)
    yield _bad("assessments", noise, "UNKNOWN_FRAMING", "200 bytes that begin with")
    yield _bad("vacancies", b'{"vacancy_id": "v-1"}', "UNKNOWN_FRAMING", "begin with 7b 22")
    yield _bad("applications", b"", "UNKNOWN_FRAMING", "0 bytes")
    yield _bad("decisions", None, "NO_VALUE", "the record has no value")
    yield Bad(Written("staffing", None, None), "NO_VALUE", "the record has no value")
    yield _bad("reference", None, "NO_VALUE", "the record has no value")
    unknown = MARKER + b"\x13" * 8 + noise
    yield _bad("availability", unknown, "UNKNOWN_SCHEMA", "13" * 8)
    confluent = b"\0\0\x0f\x42\x40" + encode(example("VacancyOpened"))[HEADER_BYTES:]
    yield _bad("vacancies", confluent, "UNKNOWN_SCHEMA", "schema id 1000000")


def _wrong_bodies() -> Iterator[Bad]:
    opened = encode(example("VacancyOpened"))
    submitted = encode(example("ApplicationSubmitted"))
    cut = opened[: len(opened) // 2]
    noise = opened[:HEADER_BYTES] + Random(8).randbytes(300)
    yield _bad("vacancies", cut, "UNDECODABLE", "VacancyOpened")
    yield _bad("vacancies", opened[:HEADER_BYTES], "UNDECODABLE", "VacancyOpened")
    yield _bad("vacancies", opened + b"\0", "UNDECODABLE", "1 bytes are left over")
    yield _bad("vacancies", noise, "UNDECODABLE", "VacancyOpened")
    for count in (1 << 20, 1 << 40, (1 << 63) - 1):
        many = with_profiles_count(submitted, varint(count << 1))
        yield _bad("applications", many, "UNDECODABLE", "ApplicationSubmitted")
    # A block of 2 ** 40 entries that claims a size of its own.
    sized = with_profiles_count(submitted, varint((1 << 41) - 1) + varint(1 << 60))
    yield _bad("applications", sized, "UNDECODABLE", "ApplicationSubmitted")


def _out_of_place() -> Iterator[Bad]:
    offer = encode(example("OfferMade"))
    activated = encode(example("MembershipActivated"))
    draft = encode(example("DecisionVersionStarted"))
    yield _bad("assessments", offer, "WRONG_TOPIC", "OfferMade belongs to decisions")
    yield _bad("vacancies", activated, "WRONG_TOPIC", "is written by Pathways alone")
    yield _bad("reference", draft, "UNKNOWN_SCHEMA", "DecisionVersionStarted is a draft")


def _wrong_facts() -> Iterator[Bad]:
    opened: Any = example("VacancyOpened")
    yesterday = opened.opened_on - timedelta(days=1)
    contradictory = (
        ("vacancies", replace(opened, closes_on=yesterday), "closes_on"),
        ("vacancies", replace(opened, start_by=yesterday), "start_by"),
        ("assessments", example("AssessmentCompleted", supersedes="a-1", assessment_id="a-1"),
         "cannot replace itself"),
        ("staffing", example("IncumbentAssigned", due_rotation_on=date(2001, 1, 1)), "starts_on"),
        ("reference", example("RotationCyclePublished", window_close=date(2001, 1, 1)), "window"),
    )  # fmt: skip
    for topic, event, says in contradictory:
        yield _bad(topic, encode(event), "CONTRADICTORY", says)
    yield _bad("vacancies", encode(replace(opened, job_group="a|b")), "MALFORMED", "job_group")
    far = (
        ("vacancies", replace(opened, start_by=FAR), "start_by"),
        ("vacancies", replace(opened, occurred_at=FAR_MOMENT), "occurred_at"),
        ("assessments", example("AssessmentCompleted", completed_on=FAR), "completed_on"),
        ("applications", example("ApplicationSubmitted", recorded_at=FAR_MOMENT), "recorded_at"),
        ("reference", day_started(FAR), "2099"),
    )
    for topic, event, says in far:
        yield _bad(topic, encode(event), "FAR_FUTURE", says)


def _too_large() -> Iterator[Bad]:
    over = screened_of_size(RECORD_BYTES_MAX + 1)
    yield _bad("applications", over, "TOO_LARGE", f"has {RECORD_BYTES_MAX + 1} bytes")
    huge = Random(9).randbytes(3_900_000)
    yield _bad("applications", huge, "TOO_LARGE", "of the value the first 2097152 bytes are kept")
    # Nothing on the wire, much in memory.
    yield _bad("applications", bytes(24_000_000), "TOO_LARGE", "has 24000000 bytes")


def _bad(topic: str, value: bytes | None, reason: RejectionReason, says: str) -> Bad:
    return Bad(Written(topic, b"bad", value), reason, says)


def screened_of_size(size: int, event_id: str = "large") -> bytes:
    """A good screening of exactly so many bytes, near the largest that is taken."""

    def encoded(*lengths: int) -> bytes:
        criteria = (ScreenedCriterion(criterion="x" * n, outcome="MET") for n in lengths)
        event: Any = example("ApplicationScreened", candidate_id="c-large")
        return encode(replace(event, event_id=event_id, criteria=tuple(criteria)))

    one = len(encoded(4000, 4000)) - len(encoded(4000))
    full = [4000] * (size // one - 2)
    # Lengths from 64 to 8 191 take two bytes to write: from here on each character is one byte.
    third, rest = divmod(size - len(encoded(*full, 2000, 2000, 2000)), 3)
    value = encoded(*full, 2000 + third, 2000 + third, 2000 + third + rest)
    assert len(value) == size
    return value


def varint(unsigned: int) -> bytes:
    """As Avro writes it, the sign folded in before."""
    found = bytearray()
    while unsigned > 0x7F:
        found.append(unsigned & 0x7F | 0x80)
        unsigned >>= 7
    return bytes([*found, unsigned])


def with_profiles_count(submitted: bytes, count: bytes) -> bytes:
    """The golden application with other bytes where its list of profiles says how long it is."""
    event: Any = example("ApplicationSubmitted")
    first = event.profiles[0].job_group.encode()
    start = submitted.index(varint(len(first) << 1) + first) - 1
    assert submitted[start] == len(event.profiles) << 1
    return submitted[:start] + count + submitted[start + 1 :]


def in_sized_blocks() -> bytes:
    """A good application as Java's blocking encoder writes it: each block says its size."""
    submitted = encode(example("ApplicationSubmitted"))
    event: Any = example("ApplicationSubmitted")
    entries = b"".join(
        varint(len(text) << 1) + text.encode()
        for profile in event.profiles
        for text in (profile.job_group, profile.grade)
    )
    count = varint((len(event.profiles) << 1) - 1) + varint(len(entries) << 1)
    return with_profiles_count(submitted, count)
