"""The first pass: whom the changes concern, found by a look at every fact about people."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.codec import decode
from schemas.events import AssessmentCompleted, CandidateMerged, Event, PersonAbsorbed, PersonErased
from streams.history.backtest.changes import CHOICE_FIELDS, Changes, Choice, ChoiceKind
from streams.history.backtest.errors import AlreadyThere, ChangesNothing, NothingChosen
from streams.history.backtest.glance import event_id, header, headers_of
from streams.history.backtest.routes import of_people, of_pools
from streams.history.logs import Logs, Place, places
from streams.history.processes import Tell, in_processes
from streams.history.refold import CANDIDATE_LOG, POOL_LOG

_ASSESSED = headers_of("AssessmentCompleted")
_CONNECTING = headers_of("CandidateMerged", "PersonAbsorbed", "PersonErased")
_DIGITS = re.compile(r"(\d+)")


class Search(NamedTuple):
    """One partition of a log to look through; can be pickled."""

    logs: Logs
    place: Place
    changes: Changes


@dataclass(slots=True)
class Found:
    """In one partition, or in all."""

    assessments: dict[str, AssessmentCompleted] = field(default_factory=dict)
    """Those to be voided or corrected, by id."""
    known: dict[ChoiceKind, set[str]] = field(default_factory=dict)
    """The panels, modalities and rounds that there are."""
    merged: set[tuple[str, str]] = field(default_factory=set)
    """Ids that were said to be one person."""
    standing: dict[str, str] = field(default_factory=dict)
    """Under whose id an event to be added stands already, by event id."""
    pooled: set[str] = field(default_factory=set)
    """The ids of events to be added that stand in a pool-log already."""
    records: int = 0

    def add(self, other: "Found") -> None:
        self.assessments |= other.assessments
        for kind, values in other.known.items():
            self.known.setdefault(kind, set()).update(values)
        self.merged |= other.merged
        self.standing |= other.standing
        self.pooled |= other.pooled
        self.records += other.records


def find(logs: Logs, changes: Changes, processes: int, tell: Tell) -> Found:
    """Raises NothingChosen or AlreadyThere where the changes do not fit the history."""
    with logs.open() as reader:
        searched = places(reader, CANDIDATE_LOG)
        if any(True for event in changes.added for _ in of_pools(event)):
            searched += places(reader, POOL_LOG)
    searches = [Search(logs, place, changes) for place in searched]
    found = Found()
    for part in in_processes(_searched, searches, processes, tell):
        found.add(part)
    _check(changes, found)
    return found


def affected(changes: Changes, found: Found) -> list[frozenset[str]]:
    """The ids whose facts change, with all ids that are the same person; one set for each."""
    ids = {it.candidate_id for it in found.assessments.values()}
    ids.update(found.standing.values())
    ids.update(who for event in changes.added for who in of_people(event))
    ids.update(who for pair in _added_merges(changes) for who in pair)
    people = _connected({*found.merged, *_added_merges(changes)})
    return sorted({people.get(who, frozenset({who})) for who in ids}, key=min)


def _searched(search: Search, tell: Tell) -> Found:
    """A look at each record; only those of a few kinds are decoded."""
    found = Found(known={kind: set() for kind in CHOICE_FIELDS if kind != "assessment"})
    wanted = _wanted(search.changes)
    place = search.place
    look = _look if place.topic == CANDIDATE_LOG else _look_in_pool
    with search.logs.open() as reader:
        for chunk in reader.read(place):
            for record in chunk:
                look(record.value or b"", record.key or b"", wanted, found)
            found.records += len(chunk)
            tell(f"find {place}", found.records)
    return found


class _Wanted(NamedTuple):
    chosen: tuple[Choice, ...]
    corrected: frozenset[str]
    added: dict[bytes, str]


def _wanted(changes: Changes) -> _Wanted:
    return _Wanted(
        changes.voided,
        frozenset(each.assessment_id for each in changes.corrected),
        {each.event_id.encode(): each.event_id for each in changes.added},
    )


def _look(value: bytes, key: bytes, wanted: _Wanted, found: Found) -> None:
    kind = header(value)
    if kind in _ASSESSED:
        _look_at_assessment(decode(value), wanted, found)
    elif kind in _CONNECTING:
        found.merged.add(_ids(decode(value)))
    if wanted.added and (name := wanted.added.get(event_id(value))) is not None:
        found.standing[name] = key.decode()


def _look_in_pool(value: bytes, key: bytes, wanted: _Wanted, found: Found) -> None:
    if (name := wanted.added.get(event_id(value))) is not None:
        found.pooled.add(name)


def _look_at_assessment(assessment: AssessmentCompleted, wanted: _Wanted, found: Found) -> None:
    for kind, values in found.known.items():
        values.add(getattr(assessment, CHOICE_FIELDS[kind]))
    chosen = any(choice.fits(assessment) for choice in wanted.chosen)
    if chosen or assessment.assessment_id in wanted.corrected:
        found.assessments[assessment.assessment_id] = assessment


def _ids(event: Event) -> tuple[str, str]:
    match event:
        case CandidateMerged() | PersonAbsorbed():
            return event.candidate_id, event.merged_candidate_id
        case PersonErased():
            return event.candidate_id, event.erased_with
        case _:
            raise AssertionError(f"{type(event).__name__} connects nobody")


def _added_merges(changes: Changes) -> Iterator[tuple[str, str]]:
    return (_ids(event) for event in changes.added if isinstance(event, CandidateMerged))


def _connected(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    """All ids that a way of merges leads to, by id."""
    groups: dict[str, set[str]] = {}
    for one, other in pairs:
        joined = groups.get(one, {one}) | groups.get(other, {other})
        for each in joined:
            groups[each] = joined
    return {one: frozenset(group) for one, group in groups.items()}


def _as_people_count(name: str) -> list[tuple[int, str]]:
    """Panel 2 before panel 10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in _DIGITS.split(name)]


def _check(changes: Changes, found: Found) -> None:
    chosen = found.assessments.values()
    for choice in changes.voided:
        if not any(choice.fits(assessment) for assessment in chosen):
            known = sorted(found.known.get(choice.kind, ()), key=_as_people_count)
            raise NothingChosen(choice.kind, choice.value, known)
    for correction in changes.corrected:
        if correction.assessment_id not in found.assessments:
            raise NothingChosen("assessment", correction.assessment_id, ())
    for event in changes.added:
        if not any(True for _ in (*of_people(event), *of_pools(event))):
            raise ChangesNothing(event.event_id, type(event).__name__)
    if (there := found.pooled | found.standing.keys()) and not changes.replaces:
        raise AlreadyThere(min(there))
