"""State framed around a record that came encoded is what the codec would have written."""

from hypothesis import given
from hypothesis import strategies as st

from schemas.codec import decode, encode
from streams.pool.framing import framed_membership, membership_state
from streams.pool.table import Published
from streams.rules.days import NO_DAY

DAYS = st.one_of(st.just(NO_DAY), st.integers(-1000, 40_000))


@given(
    recorded=st.one_of(st.binary(max_size=200), st.integers(0, 20_000).map(bytes)),
    said=st.builds(
        Published, st.integers(0, 1 << 30), st.integers(0, 5), st.integers(-1, 3),
        st.integers(0, 3), DAYS, DAYS,
    ),
)  # fmt: skip
def test_it_is_what_the_codec_writes(recorded: bytes, said: Published) -> None:
    framed = framed_membership(recorded, said)
    assert framed == encode(membership_state(recorded, said))
    assert decode(framed) == membership_state(recorded, said)
