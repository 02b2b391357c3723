"""The pool's compiled codecs read and write what the contract's codec does."""

import random

import pytest

from schemas import codec
from schemas.errors import UnknownFraming
from streams.pool.encoding import decode, encode
from streams.pool.framing import membership_state
from streams.pool.table import Published
from tests.unit.pool_facts import BASICS, Log, member, opened
from tests.unit.test_pool_oracle import random_member


@pytest.mark.parametrize("seed", range(20))
def test_memberships_and_their_state_are_read_as_the_codec_reads_them(seed: int) -> None:
    recorded = codec.encode(random_member(seed, random.Random(seed)))
    state = codec.encode(membership_state(recorded, Published(3, 1, 2, 3, 20_000, 20_700)))
    for value in (recorded, state):
        assert decode(value) == codec.decode(value)


def test_what_is_said_is_written_as_the_codec_writes_it() -> None:
    random_ = random.Random(5)
    log = Log(*BASICS, *(random_member(number, random_) for number in range(40)), opened())
    log.fold(member("c-1", 100))
    spoken = [event for said in log.said for event in (*said.roster, *said.proposals)]
    assert len({type(event).__name__ for event in spoken}) > 4
    for event in spoken:
        assert encode(event) == codec.encode(event)


def test_others_are_left_to_the_codec() -> None:
    assert decode(encode(opened())) == opened()
    with pytest.raises(UnknownFraming):
        decode(b"{}")
