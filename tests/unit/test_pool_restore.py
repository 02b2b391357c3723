"""A pool restored from its state goes on as if it had never stopped, byte for byte."""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.codec import decode, encode
from schemas.events import (
    CandidateShortlisted,
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferLapsed,
    OfferMade,
    OfferRevoked,
    PooledReference,
    PoolEvaluated,
    ProposalAccepted,
    ProposalRejected,
    ProposalReturned,
    VacancyAmended,
    VacancyResumed,
    VacancySuspended,
    WaiverDenied,
    WaiverGranted,
)
from schemas.headers import ORIGIN
from schemas.partitioning import partition_of
from streams.engine.stage import Output, Partition, Position, UnitId
from streams.pool import DECISION_VERSION
from streams.pool.errors import NewerState, UnexpectedRecord
from streams.pool.fold import PoolFold
from streams.pool.stage import pool_stage
from tests.unit.decision_facts import WAIVABLE, accepted, made, returned, shortlisted, waived
from tests.unit.pool_facts import (
    BASICS,
    START_BY,
    TODAY,
    assessed,
    committed,
    day,
    envelope,
    free,
    hold,
    in_post,
    member,
    opened,
    performing,
    profile,
    rules,
)
from tests.unit.reference_facts import (
    abolished,
    classified,
    established,
    expecting,
    reclassified,
    states,
    told,
)

UNIT = UnitId("pool", "pathways.pool-log", 3)
STATE = "pathways.pool-state"


@dataclass(frozen=True)
class Framed:
    """A record of the log; offsets have holes, as transaction markers leave them."""

    value: bytes | None
    offset: int
    key: bytes | None = b"COM"
    topic: str = UNIT.topic
    partition: int = UNIT.partition
    headers: tuple[tuple[str, bytes], ...] = ()
    timestamp: int = 0


class Run:
    """A fold and what the engine would keep for it."""

    def __init__(self) -> None:
        self.fold = PoolFold(UNIT)
        self.position = Position(0, 0)
        self.state: dict[bytes, bytes] = {}

    def transaction(self, events: Iterable[Event]) -> list[Output]:
        records = [
            Framed(encode(event), self.position.offset + number)
            for number, event in enumerate(events)
        ]
        outputs = list(self.fold.fold(records, self.position))
        before = self.position
        self.position = Position(records[-1].offset + 2, before.count + len(records))
        for output in outputs:
            if output.topic == STATE and output.key and output.value:
                self.state[output.key] = output.value
        mark = pool_stage().positions.encode(UNIT, before, self.position, self.fold)
        return [*outputs, mark]

    def restart(self, random_: random.Random) -> None:
        """As after a crash: only what was written is left, in another order."""
        state = random_.sample(sorted(self.state.items()), len(self.state))
        cut = random_.randrange(len(state) + 1)
        self.fold = PoolFold(UNIT)
        self.fold.restore(state[:cut])
        self.fold.restore(state[cut:])


def random_event(count: int, random_: random.Random) -> Event:
    vacancy, who = f"v-{random_.randrange(3)}", f"c-{random_.randrange(8)}"

    def about(kind: type[Any], **fields: Any) -> Any:
        names = {"vacancy_id": vacancy, "job_group": "COM"}
        return kind(**envelope(f"e-{count}", random_.randrange(50)), **names, **fields)

    def offer(kind: type[Any], **fields: Any) -> Any:
        names = {"candidate_id": who, "offer_id": f"o-{random_.randrange(4)}"}
        return about(kind, actor_role="hr-partner", **names, **fields)

    rating: Any = random_.choice(["STAR", "TIER_1", "TIER_2", "NOT_READY_YET"])
    facts: dict[str, Any] = {
        "assessment": random_.choice([None, assessed(rating, TODAY - timedelta(days=350))]),
        "availability": random_.choice([None, free(), free(TODAY, 0)]),
        "incumbency": random_.choice([None, in_post(), in_post(ends_on=TODAY)]),
        "performance": random_.choice([None, performing()]),
        "holds": random_.choice([(), (hold(TODAY),), (hold(TODAY, TODAY), hold(TODAY, None, "i"))]),
        "commitments": random_.choice([(), (), (committed("v-1"),)]),
    }
    makers: list[Callable[[], Event]] = [
        *[lambda: member(who, count, **facts)] * 6,
        lambda: member(who, count, grade="P-4", **facts),
        lambda: opened(vacancy, random_.randrange(20), event_id=f"e-{count}"),
        lambda: about(VacancyAmended, title=f"title {count}"),
        lambda: about(VacancySuspended, reason="budget"),
        lambda: about(VacancyResumed),
        lambda: offer(OfferAccepted),
        lambda: offer(OfferDeclined),
        lambda: offer(OfferRevoked, reason="changed"),
        lambda: day(TODAY + timedelta(days=random_.randrange(40))),
        lambda: rules(random_.randrange(1, 4), ranked_max=random_.randrange(1, 5), rules=WAIVABLE),
        profile,
        *[lambda: decision(random_, count, vacancy, who)] * 4,
        lambda: told(f"v-{random_.randrange(7, 9)}", [who], count),
        lambda: random_.choice([*[established(TODAY)] * 9, reclassified(TODAY)]),
        lambda: random_.choice([classified("C"), states(), expecting(random_.randrange(4))]),
    ]
    return random_.choice(makers)()


def decision(random_: random.Random, count: int, vacancy: str, who: str) -> Event:
    """Mostly on a revision that may be the last one."""

    def decided(kind: type[Any], **fields: Any) -> Event:
        names = {"vacancy_id": vacancy, "job_group": "COM", "actor_role": "hr-partner"}
        event: Event = kind(**envelope(f"d-{count}", random_.randrange(50)), **names, **fields)
        return event

    seen = {"revision_seen": random_.randrange(1, 4)}
    offer = {"candidate_id": who, "offer_id": f"o-{random_.randrange(4)}"}
    waiver = {"candidate_id": who, "waiver_id": "w", "rule": random_.choice(["H10", "H15"])}
    makers: list[Callable[[], Event]] = [
        lambda: decided(ProposalAccepted, proposal_id="p", override=False, **seen),
        lambda: decided(ProposalRejected, proposal_id="p", reason="none fits", **seen),
        lambda: decided(ProposalReturned, proposal_id="p", reason="again", **seen),
        lambda: decided(CandidateShortlisted, candidate_id=who, override=False, **seen),
        lambda: decided(OfferMade, **offer, **random_.choice([{}, seen])),
        lambda: decided(OfferLapsed, **offer, lapsed_on=TODAY),
        lambda: decided(WaiverGranted, **waiver, extent="FULL", reason="needed"),
        lambda: decided(WaiverDenied, **waiver, reason="not needed"),
    ]
    return random_.choice(makers)()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1 << 32))
def test_restarts_at_any_transaction_change_no_byte_of_any_output(seed: int) -> None:
    random_ = random.Random(seed)
    events = [*BASICS, *(random_event(count, random_) for count in range(1, 50))]
    steady, shaken = Run(), Run()
    while events:
        size = random_.randrange(1, 6)
        batch, events = events[:size], events[size:]
        expected = steady.transaction(batch)
        if random_.random() < 0.5:
            shaken.restart(random_)
        assert shaken.transaction(batch) == expected
    assert shaken.state == steady.state


LIFE: list[list[Event]] = [
    [*BASICS, member("c-1", assessment=assessed("STAR")), member("c-2"), opened()],
    [told("v-9", ["c-2"])],
    [shortlisted("c-1", 2)],
    [shortlisted("c-2", 2)],
    [accepted(2, 6)],
    [member("c-1", 2, holds=(hold(TODAY),))],
    [accepted(2, 7, "stale")],
    [returned(5, 8)],
    [waived("H15", minutes=9)],
    [made(10, who="c-2", reply_by=TODAY + timedelta(days=2))],
    [day(TODAY + timedelta(days=3))],
    [opened("v-2", closes_on=TODAY + timedelta(days=4))],
    [day(TODAY + timedelta(days=5)), abolished(START_BY)],
]


def test_a_restart_after_each_step_of_a_vacancys_life_changes_no_byte() -> None:
    steady, shaken, kinds = Run(), Run(), set()
    for number, step in enumerate(LIFE):
        expected = steady.transaction(step)
        shaken.restart(random.Random(number))
        assert shaken.transaction(step) == expected
        said = steady.fold.last
        kinds |= {type(event).__name__ for event in (*said.refusals, *said.proposals)}
    assert shaken.state == steady.state
    assert kinds == {
        "ProposalEmitted", "ProposalRevised", "ProposalAdvised", "ProposalExpired",
        "ProposalHeld", "DecisionRefused",
    }  # fmt: skip


def test_each_output_goes_to_its_topic_and_partition_and_names_the_last_record() -> None:
    outputs = Run().transaction([*BASICS, member(), opened()])
    assert [output.topic for output in outputs[:2]] == ["pathways.roster", "pathways.proposals"]
    roster, proposal = outputs[:2]
    assert roster.key == b"c-1|COM|P-5"
    assert roster.partition == partition_of(b"c-1|COM|P-5", 4)
    assert (proposal.key, proposal.partition) == (b"v-1", partition_of(b"v-1", 4))
    assert dict(proposal.headers)[ORIGIN] == b"pool-log/3/4"
    assert dict(proposal.headers)["ce_type"] == b"pathways.ProposalEmitted"
    state = [output for output in outputs if output.topic == STATE]
    assert {output.partition for output in state} == {3}
    assert {(output.key or b"").split(b"|")[0] for output in state} == {
        b"membership", b"vacancy", b"reference",
    }  # fmt: skip


def test_the_mark_of_a_transaction_is_the_position_and_says_what_decided() -> None:
    run = Run()
    run.transaction(BASICS)
    output = run.transaction([member(), opened()])[-1]
    assert (output.topic, output.partition) == ("pathways.evaluations", 3)
    mark = decode(output.value or b"")
    assert isinstance(mark, PoolEvaluated)
    assert (mark.from_count, mark.to_count, mark.from_offset, mark.to_offset) == (3, 5, 4, 7)
    assert (mark.day, mark.decision_version) == (TODAY, DECISION_VERSION)
    assert (mark.vacancies_evaluated, mark.proposals_emitted, mark.roster_changes) == (1, 1, 1)
    assert mark.rule_set is not None
    log = pool_stage().positions
    assert log.partition(UNIT) == 3
    assert log.decode(UNIT, Framed(output.value, 9, topic=log.topic)) == run.position


def test_state_of_a_newer_decision_version_is_refused() -> None:
    state = PooledReference(decision_version=DECISION_VERSION + 1, event=encode(day()))
    with pytest.raises(NewerState, match=f"decision version {DECISION_VERSION + 1}") as caught:
        PoolFold(UNIT).restore([(b"reference|day", encode(state))])
    assert caught.value.key == "reference|day"


def test_state_of_version_one_goes_on_and_is_told_with_its_next_word() -> None:
    run = Run()
    run.transaction([*BASICS, member(), opened()])
    now = decode(run.state[b"vacancy|v-1"])
    before = replace(
        now,
        decision_version=1,
        list_revision=0,
        list_sha256=None,
        advice_sha256=None,
        told_revision=0,
    )
    run.state[b"vacancy|v-1"] = encode(before)
    run.restart(random.Random(1))
    run.transaction([shortlisted("c-1", 1)])
    said = run.fold.last
    assert (said.refusals, [event.revision for event in said.proposals]) == ([], [2])
    assert [[one.candidate_id for one in told.listed] for told in said.listings] == [["c-1"]]


def test_records_that_are_none_of_the_pools_are_refused() -> None:
    with pytest.raises(UnexpectedRecord, match="pool-log"):
        PoolFold(UNIT).fold([Framed(None, 0)], Position(0, 0))
    state = PooledReference(decision_version=1, event=b"")
    with pytest.raises(UnexpectedRecord, match="PooledReference"):
        PoolFold(UNIT).fold([Framed(encode(state), 0)], Position(0, 0))
    with pytest.raises(UnexpectedRecord, match="DayStarted"):
        PoolFold(UNIT).restore([(b"reference|day", encode(day()))])


def test_the_stage_reads_the_pool_log_and_keeps_state_beside_it() -> None:
    stage = pool_stage("x.")
    assert stage.inputs == ("x.pool-log",)
    assert stage.state(UNIT) == Partition("x.pool-state", 3)
    assert stage.positions.topic == "x.evaluations"
