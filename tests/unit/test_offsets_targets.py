"""Where a group of subscribers may be set to go on, and which group may be."""

from datetime import UTC, datetime

import pytest

from deploy.offsets.errors import BadTarget, GroupAlive, WorkersGroup
from deploy.offsets.groups import Group, Member, Share
from deploy.offsets.reset import Shift, Target, moves, require_resettable, target
from schemas.connection import Connection

NOWHERE = Connection("127.0.0.1:1")
"""Nothing but a time needs to ask Kafka."""


def group(state: str = "Empty", name: str = "desk", topic: str = "proposals") -> Group:
    members = () if state == "Empty" else (Member("hr-tool", "10.0.0.7", ()),)
    shares = (
        Share(topic, 0, committed=50, first=10, end=90, lag=40, lag_is_exact=True),
        Share("roster", 0, committed=5, first=0, end=9, lag=4, lag_is_exact=True),
    )
    return Group(name, state, members, shares)


def test_a_target_is_an_end_of_the_log_a_time_or_a_shift() -> None:
    assert (target("earliest"), target("latest")) == ("earliest", "latest")
    assert target("shift:-100") == Shift(-100)
    assert target("2026-03-14T09:30Z") == datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
    for text in ("soon", "shift:", "shift:many", "-100"):
        with pytest.raises(BadTarget, match="is no target"):
            target(text)


@pytest.mark.parametrize(
    ("to", "expected"),
    [
        ("earliest", [10, 0]),
        ("latest", [90, 9]),
        (Shift(-3), [47, 2]),
        (Shift(-1_000), [10, 0]),
        (Shift(1_000), [90, 9]),
    ],
)
def test_a_group_goes_on_inside_what_is_kept(to: Target, expected: list[int]) -> None:
    assert [one.to for one in moves(NOWHERE, "x.", group(), to, ())] == expected


def test_topics_choose_and_must_be_read_by_the_group() -> None:
    (move,) = moves(NOWHERE, "x.", group(), "earliest", ["roster"])
    assert (move.share.topic, move.offsets) == ("roster", 5)
    with pytest.raises(BadTarget, match="it reads proposals, roster"):
        moves(NOWHERE, "x.", group(), "earliest", ["rejected"])


@pytest.mark.parametrize("state", ["Stable", "PreparingRebalance", "CompletingRebalance"])
def test_a_group_that_is_alive_is_left_alone(state: str) -> None:
    with pytest.raises(GroupAlive, match="1 members"):
        require_resettable(group(state), "x.worker")
    require_resettable(group(), "x.worker")


def test_the_workers_own_group_is_known_by_its_name_or_by_what_it_reads() -> None:
    for workers in (group(name="x.worker"), group(topic="pool-log"), group(topic="exercise-log")):
        with pytest.raises(WorkersGroup, match="nothing reads them"):
            require_resettable(workers, "x.worker")
