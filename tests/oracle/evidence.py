"""The events that prove an answer, as somebody would gather them who has to defend it."""

from collections.abc import Callable

from schemas.events import MembershipRecorded
from tests.oracle.hard import satisfactory, sets_aside
from tests.oracle.world import World

SHOWN_MAX = 3
"""Of holds, commitments and declines the first three are shown."""


def evidence(world: World, person: MembershipRecorded, rule: str, outcome: str) -> frozenset[str]:
    found = {event for event in _facts(world, person, rule) if event is not None}
    if outcome == "WAIVED":
        ids = {person.candidate_id, *person.former_ids}
        granted = [
            one
            for one in world.waivers
            if one.rule == rule and one.candidate_id in ids and sets_aside(world, person, one)
        ]
        found.add(min(granted, key=lambda one: (one.occurred_at, one.event_id)).event_id)
    return frozenset(found)


Gather = Callable[[World, MembershipRecorded], list[str | None]]


def _facts(world: World, person: MembershipRecorded, rule: str) -> list[str | None]:
    if rule in _ONE:
        return [_id(getattr(person, name)) for name in _ONE[rule]]
    return _SEVERAL[rule](world, person)


_ONE = {
    "H6": ("nationalities",),
    "H7": ("origin", "performance"),
    "H9": ("retirement",),
    "H13": ("relatives",),
}
"""Rules that are proven by single facts."""


def _readiness(_: World, person: MembershipRecorded) -> list[str | None]:
    return [_id(person.assessment)] if person.assessment else _bases(person)


def _languages(world: World, person: MembershipRecorded) -> list[str | None]:
    asked = world.terms.languages
    wanted = {it.language for it in (*asked.all_of, *asked.any_of)} if asked else set()
    return [it.event_id for it in person.languages if it.language in wanted]


def _tour(_: World, person: MembershipRecorded) -> list[str | None]:
    return list(person.posting.event_ids) if person.posting else [_id(person.incumbency)]


def _clearances(world: World, person: MembershipRecorded) -> list[str | None]:
    asked = world.rules.required_clearances
    return [it.event_id for it in person.clearances if it.clearance_type in asked]


def _scope(world: World, person: MembershipRecorded) -> list[str | None]:
    contract = person.appointment_type if world.terms.appointment_types else None
    return [_id(person.origin), _id(contract)]


def _declines(world: World, person: MembershipRecorded) -> list[str | None]:
    ids = {person.candidate_id, *person.former_ids}
    said = sorted(it.event_id for it in world.declined if it.candidate_id in ids)
    return list(said[:SHOWN_MAX])


def _bases(person: MembershipRecorded) -> list[str | None]:
    rated = person.performance if person.incumbency else None
    return [_id(person.assessment), _id(person.incumbency), _id(rated)]


def _suspending(world: World, person: MembershipRecorded) -> list[str | None]:
    found = [
        fact.event_id
        for fact in person.clearances
        if fact.clearance_type in world.rules.suspending_clearances
        and fact.status in ("REFUSED", "WITHDRAWN")
    ]
    rated = person.origin is not None and person.origin.value in world.rules.rated_origins
    poor = rated and satisfactory(world, person) is False
    if world.rules.suspends_unsatisfactory and poor:
        return [*found, _id(person.performance)]
    return list(found)


def _member_states(world: World) -> str | None:
    if world.staffing(world.terms.grade) != "INTERNATIONAL":
        return None
    so_far = [
        one
        for one in world.lists
        if one.kind == "MEMBER_STATES" and one.effective_from <= world.today
    ]
    return _id(max(so_far, key=lambda one: one.effective_from, default=None))


def _id(fact: object) -> str | None:
    return None if fact is None else str(fact.event_id)  # type: ignore[attr-defined]


_SEVERAL: dict[str, Gather] = {
    "H1": lambda world, person: [*_bases(person), *_suspending(world, person)],
    "H2": _readiness,
    "H3": lambda _, person: _bases(person),
    "H4": _languages,
    "H5": lambda world, person: [_id(person.nationalities), _member_states(world)],
    "H8": _tour,
    "H10": lambda _, person: [
        _id(person.availability),
        *(it.event_id for it in person.holds[:SHOWN_MAX]),
    ],
    "H11": _clearances,
    "H12": lambda world, person: [_id(person.preferences), _id(world.here)],
    "H14": _scope,
    "H15": lambda _, person: [it.event_id for it in person.commitments[:SHOWN_MAX]],
    "DECLINED": _declines,
}
