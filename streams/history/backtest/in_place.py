"""What would have been: history decided again along its own cuts with the changes in their place.

All pools are followed together, in one process: each tells the others its lists, so that what one
reads depends on what another one said. A pool waits with a transaction until those lists were told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from schemas.events import Event, MembershipRecorded
from schemas.partitioning import partition_of
from streams.history.backtest.changes import Changes
from streams.history.backtest.comparing import Comparison
from streams.history.backtest.errors import NeverInEffect
from streams.history.backtest.finding import Found, affected, find
from streams.history.backtest.lane import POOLS, Both, Lane, Overlay, pool_of
from streams.history.backtest.outcome import Outcome
from streams.history.backtest.placing import Added, Listings, Memberships
from streams.history.backtest.retelling import retell
from streams.history.backtest.rosters import active_by_rating, memberships_changed, roster_of
from streams.history.backtest.routes import of_pools
from streams.history.logs import LogReader, Logs, Place
from streams.history.processes import Tell
from streams.history.refold import POOL_LOG

TELL_EVERY = 20


def what_would_have_been(logs: Logs, changes: Changes, processes: int, tell: Tell) -> Outcome:
    """Raises BacktestError where the changes do not fit the history."""
    found = find(logs, changes, processes, tell)
    people = affected(changes, found)
    told = retell(logs, changes, found, people, processes, tell)
    concerned = frozenset(who for group in people for who in group)
    with logs.open() as reader:
        overlays = _overlays(changes, found, concerned, told)
        lanes = [Lane(reader, number, overlay) for number, overlay in enumerate(overlays)]
        _check(changes, lanes)
        comparison = follow(lanes, tell)
        return outcome_of(reader, lanes, comparison, found, people, in_place=True)


def outcome_of(
    reader: LogReader,
    lanes: Sequence[Lane],
    comparison: Comparison,
    found: Found,
    people: Iterable[frozenset[str]],
    *,
    in_place: bool,
) -> Outcome:
    """Of pools that have come to their ends on both sides."""
    before = {k: v for lane in lanes for k, v in roster_of(lane.history.holdings).items()}
    after = {k: v for lane in lanes for k, v in roster_of(lane.altered.holdings).items()}
    refused, accepted = comparison.refused_anew()
    return Outcome(
        in_place=in_place,
        pools=tuple(lane.read(_records(reader, lane.partition)) for lane in lanes),
        assessments=tuple(sorted(found.assessments)),
        people=sum(map(len, people)),
        vacancies=tuple(comparison.vacancies()),
        memberships=tuple(memberships_changed(before, after)),
        active=active_by_rating(before, after),
        decisions=tuple(comparison.decisions()),
        refused_anew=refused,
        accepted_anew=accepted,
        months=tuple(comparison.months()),
    )


def follow(lanes: Sequence[Lane], tell: Tell) -> Comparison:
    """To the end of all of them."""
    comparison, listings = Comparison(), Listings()
    steps = 0
    while going := [lane for lane in lanes if lane.waiting is not None]:
        # A list that nobody ever tells, as another decision version may have, holds up nobody.
        lane = next((lane for lane in going if _ready(lane, lanes, listings)), going[0])
        _step(lane, listings, comparison)
        steps += 1
        if steps % TELL_EVERY == 0 or lane.waiting is None:
            tell(f"decide {POOL_LOG}/{lane.partition} again", lane.reached)
    for lane in lanes:
        said = lane.finish(listings)
        if said is not None:
            _compare(lane, said, comparison)
    return comparison


def _ready(lane: Lane, lanes: Sequence[Lane], listings: Listings) -> bool:
    """Whether every list that the next transaction reads was told by now."""
    return lane.waiting is not None and all(
        listings.known(told.event_id) or lanes[pool_of(told)].waiting is None
        for told in lane.waiting.lists
    )


def _step(lane: Lane, listings: Listings, comparison: Comparison) -> None:
    if lane.waiting is not None:
        events = (event for event, _ in lane.waiting.events)
        comparison.look_before(events, lane.history, lane.altered)
    _compare(lane, lane.step(listings), comparison)


def _compare(lane: Lane, said: Both, comparison: Comparison) -> None:
    comparison.look_after(
        (lane.history, said.history), (lane.altered, said.altered), lane.partition
    )


def _check(changes: Changes, lanes: Iterable[Lane]) -> None:
    rules = changes.rule_set
    last = max((lane.day for lane in lanes if lane.day is not None), default=None)
    if rules is not None and (last is None or rules.effective_from > last):
        raise NeverInEffect(rules.effective_from, last)


def _overlays(
    changes: Changes, found: Found, people: frozenset[str], told: Iterable[MembershipRecorded]
) -> list[Overlay]:
    records: list[list[MembershipRecorded]] = [[] for _ in range(POOLS)]
    for record in told:
        records[partition_of(record.job_group.encode(), POOLS)].append(record)
    added: list[list[Event]] = [[] for _ in range(POOLS)]
    for event in changes.added:
        for number in of_pools(event):
            added[number].append(event)
    return [
        Overlay(
            memberships=Memberships(people, mine),
            added=Added([*_new(new, found), *_rules(changes)]),
            replacing={each.event_id: each for each in new if each.event_id in found.pooled},
            rule_set=changes.rule_set,
        )
        for mine, new in zip(records, added, strict=True)
    ]


def _new(events: Iterable[Event], found: Found) -> Iterator[Event]:
    return (event for event in events if event.event_id not in found.pooled)


def _rules(changes: Changes) -> Iterator[Event]:
    """The rule set, known just before the day on which it takes effect begins."""
    if changes.rule_set is not None:
        midnight = datetime.combine(changes.rule_set.effective_from, time(), UTC)
        known = midnight - timedelta(microseconds=1)
        yield replace(changes.rule_set, occurred_at=known, recorded_at=known)


def _records(reader: LogReader, partition: int) -> int:
    """How many the pool-log holds, undecided ones included."""
    return sum(map(len, reader.read(Place(POOL_LOG, partition))))
