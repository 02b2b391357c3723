"""Everybody's state and memberships, folded again from the candidate-log one record at a time."""

from collections.abc import Collection

from schemas import codec
from schemas.errors import ContractError
from schemas.events import CandidateMerged, LogPosition
from schemas.events.candidate_state import CandidateState
from schemas.partitioning import partition_of
from schemas.topics import TOPICS
from streams.candidates.fold import FOLDED, NOBODY, fold
from streams.candidates.memberships import memberships
from streams.candidates.others import told_to_others
from streams.candidates.recorded import changed_memberships, told_standing
from streams.candidates.standing import news_of, standing_told
from tests.pipeline.faults import Fault, Item, compare
from tests.pipeline.reading import Place, Reading
from tests.pipeline.ways import Ways, differences, found_in

LOG = "candidate-log"


def candidates_faults(reading: Reading, skipped: Collection[str]) -> list[Fault]:
    """What is told of people once, with one origin and the same bytes; states as folded again."""
    recorded, faults = Ways(), []
    for place in (place for place in reading if place.topic == LOG):
        strangers = _strangers(place, reading)
        left_out = {*skipped, *(fault.what for fault in strangers)}
        faults += [fault for fault in strangers if fault.what not in skipped]
        states = _fold(place, reading, left_out, recorded)
        faults += _state_faults(Place("candidates", place.partition), reading, states)
    others = {place.topic for place in reading} - {LOG}
    found = found_in(reading, ("pool-log", "leadership-log", LOG), left_out=("", *others))
    return differences(recorded, found) + faults


def _strangers(place: Place, reading: Reading) -> list[Fault]:
    """Records that no person's fold can take, each by its place."""
    return [
        Fault("unknown", str(place), f"{place}/{line.offset}")
        for line in reading[place]
        if not _is_folded(line.value)
    ]


def _is_folded(value: bytes | None) -> bool:
    try:
        return type(codec.decode(value or b"")) in FOLDED
    except ContractError:
        return False


def _fold(
    place: Place, reading: Reading, skipped: Collection[str], recorded: Ways
) -> dict[str, CandidateState]:
    """The last state of everybody in one partition; adds to `recorded` what was said on the way."""
    states: dict[str, CandidateState] = {}
    for count, line in enumerate(reading[place], 1):
        origin = f"{place}/{line.offset}"
        if origin in skipped:
            continue
        event = codec.decode(line.value or b"")
        # A merge stands in the logs of both ids: its key says whose it is here.
        merge = isinstance(event, CandidateMerged)
        whose: str = (line.key or b"").decode() if merge else event.candidate_id
        before = states.get(whose, NOBODY)
        after = fold(before, event, whose)
        if after is not before:
            states[whose] = after
        position = LogPosition(log=LOG, partition=place.partition, count=count)
        for one in changed_memberships(
            whose, memberships(before), memberships(after), event, position
        ):
            _add(recorded, "pool-log", one.job_group, Item(origin, None, codec.encode(one)))
        if after is not before and (news := news_of(standing_told(before), after)) is not None:
            item = Item(origin, None, codec.encode(told_standing(whose, news, event, position)))
            _add(recorded, "leadership-log", whose, item)
        for other in told_to_others(whose, before, after, event, position):
            _add(recorded, LOG, other.candidate_id, Item(origin, None, codec.encode(other)))
    return states


def _add(recorded: Ways, topic: str, name: str, item: Item) -> None:
    key = name.encode()
    to = Place(topic, partition_of(key, TOPICS[topic].partitions))
    recorded.add(to, item._replace(key=key))


def _state_faults(place: Place, reading: Reading, states: dict[str, CandidateState]) -> list[Fault]:
    last = {line.key: line.value for line in reading[place]}
    found = [Item("", key, value) for key, value in sorted(last.items(), key=repr)]
    folded = {one.encode(): codec.encode(state) for one, state in states.items()}
    expected = [Item("", key, value) for key, value in sorted(folded.items(), key=repr)]
    return compare(str(place), expected, found)
