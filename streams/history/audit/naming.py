"""From a difference to a finding that says, in words, what it is and what it means."""

from collections.abc import Mapping
from typing import Any

from schemas.codec import decode, name_of
from schemas.errors import ContractError
from schemas.events import (
    MembershipEvent,
    MembershipRecorded,
    PoolEvaluated,
    PostsJudged,
    PostsToJudge,
)
from streams.history.audit.breaks import Break
from streams.history.audit.differing import VERSIONS, Differing
from streams.history.audit.fields import different_fields, different_headers
from streams.history.audit.findings import FieldDifference, Finding, Kind, Source
from streams.history.audit.found import STATE_OF, origin_of
from streams.history.audit.layout import LogLayout
from streams.history.audit.second_look import Seen
from streams.history.logs import Place

_ABOUT = ("vacancy_id", "candidate_id", "slate_id", "cycle_id", "edition_id", "job_group")
"""What names best whom or what a record concerns comes first."""


def named(
    seen: Seen, kind: Kind, after: Break | None, layout: Mapping[Place, LogLayout]
) -> Finding:
    """`kind` may be milder than the difference by itself, for what may follow from a break."""
    one = seen.differing
    value = seen.found.value if seen.found else seen.decided.output.value if seen.decided else None
    key = seen.found.key if seen.found else seen.decided.output.key if seen.decided else None
    source = _source(seen, layout)
    fields = _fields(seen)
    about = _about(value, key)
    name = name_of(value or b"") or ""
    version = _version(one, after)
    return Finding(
        kind=kind,
        place=one.to,
        offset=one.at if one.stands else None,
        record=name,
        key=(key or b"").decode(errors="replace"),
        about=about,
        source=source,
        words=_because(kind, after, version) + _words(seen, name, about, source, fields),
        fields=fields,
        decision_version=version if kind == "other version" else None,
    )


def _source(seen: Seen, layout: Mapping[Place, LogLayout]) -> Source | None:
    one = seen.differing
    if seen.decided is not None:
        said = seen.decided.source
        place = one.source or seen.decided.to
        return Source(place=place, offset=said.offset, count=said.count)
    origin = origin_of(seen.found.headers) if seen.found else None
    if origin is None:
        return None
    place, offset = origin
    count = layout[place].count_of(offset) if place in layout else None
    return Source(place=place, offset=offset, count=count)


def _fields(seen: Seen) -> tuple[FieldDifference, ...]:
    if seen.found is None or seen.decided is None or seen.differing.kind != "altered":
        return ()
    output = seen.decided.output
    return different_fields(seen.found.value, output.value) or different_headers(
        seen.found.headers, output.headers
    )


def _about(value: bytes | None, key: bytes | None) -> str:
    try:
        event: Any = decode(value or b"")
    except ContractError:
        return (key or b"").decode(errors="replace")
    if isinstance(event, MembershipEvent | MembershipRecorded):
        return f"{event.candidate_id}|{event.job_group}|{event.grade}"
    if isinstance(event, PoolEvaluated):
        return f"records {event.from_count + 1} to {event.to_count} of pool-log/{event.partition}"
    if isinstance(event, PostsToJudge | PostsJudged):
        return f"part {event.part} of {event.parts} of {event.cycle_id}/{event.run}"
    for name in _ABOUT:
        if hasattr(event, name):
            return str(getattr(event, name) or (key or b"").decode(errors="replace"))
    return (key or b"").decode(errors="replace")


def _version(one: Differing, after: Break | None) -> int | None:
    if one.version and one.source and one.version != VERSIONS[one.source.topic]:
        return one.version
    return after.decision_version if after else None


def _words(
    seen: Seen, name: str, about: str, source: Source | None, fields: tuple[FieldDifference, ...]
) -> str:
    one = seen.differing
    what = f"{name or 'A record that cannot be read'}{f' about {about}' if about else ''}"
    cause = _cause(source)
    match one.kind:
        case "missing" if one.to.topic == "evaluations":
            return f"The mark of {about} is not there, or those that stood in its place"
        case "missing":
            behind = f", behind offset {one.at - 1}" if one.at else ""
            return f"{what} should stand in {one.to}{behind}: {cause} brought it about"
        case "altered":
            return f"{what} is not, byte for byte, what {cause} brought about{_how(one, fields)}"
        case "order":
            return f"{what} does not stand in the order in which it was decided"
        case _ if one.twice:
            return f"{what} stands here once more than it was decided"
        case _:
            return f"{what} was never decided by Pathways: {_stranger(one, source)}"


def _how(one: Differing, fields: tuple[FieldDifference, ...]) -> str:
    how = ""
    if fields:
        first, more = fields[0], len(fields) - 1
        others = f" (and {more} more)" if more else ""
        where = first.field or "the record"
        how = f": {where} is {first.found}, decided was {first.decided}{others}"
    older = one.to.topic in STATE_OF
    return how + ("; it was altered, or a later one was taken away" if older else "")


def _cause(source: Source | None) -> str:
    if source is None:
        return "the log"
    return f"record {source.count} of {source.place} (offset {source.offset})"


def _stranger(one: Differing, source: Source | None) -> str:
    if one.to.topic in STATE_OF:
        return f"no record of {one.source}, as far as that was folded, brought it about"
    if one.to.topic == "evaluations":
        return "it does not go on where the mark before it ended"
    if source is None:
        return "it names no record of the logs that it came of"
    if source.count is None:
        return f"it says that it came of offset {source.offset} of {source.place}: there is none"
    return f"{_cause(source)}, which it says it came of, brought about no such record"


def _because(kind: Kind, after: Break | None, version: int | None) -> str:
    """What goes before the words of a difference that may be none."""
    if kind == "other version" and version is not None:
        return f"Decided by version {version} of the decisions. By those of this program: "
    if kind == "undecided" and after is not None:
        where = f"offset {after.offset} of {after.place}"
        return f"Not certain, because {after.why} at {where}. Taken as the log stands: "
    return ""
