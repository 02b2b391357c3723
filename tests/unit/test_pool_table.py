"""Whose row a former id means, while the logs of several ids have yet to agree."""

from itertools import permutations

import pytest

from schemas.codec import encode
from schemas.events import MembershipRecorded
from streams.pool.holdings import Holdings
from streams.pool.opening import Opening
from tests.unit.pool_facts import member


def concerned(records: tuple[MembershipRecorded, ...], candidate_id: str) -> str:
    holdings = Holdings(Opening())
    for record in records:
        holdings.record(holdings.membership(encode(record)))
    table = holdings.table("COM", "P-5")
    row = table.row_concerned(candidate_id)
    assert row is not None
    return table.candidate_ids[row]


CLAIMING = [
    member("c-1", count=1, former_ids=("c-old",)),
    member("c-2", count=1, former_ids=("c-old",)),
    member("c-old", count=1),
]


@pytest.mark.parametrize("records", list(permutations(CLAIMING)))
def test_of_two_who_claim_an_id_the_same_one_is_meant_in_any_order(
    records: tuple[MembershipRecorded, ...],
) -> None:
    assert concerned(records, "c-old") == "c-1"


def test_whoever_claims_it_no_more_leaves_it_to_the_other() -> None:
    given_up = member("c-1", count=2)
    assert concerned((*CLAIMING, given_up), "c-old") == "c-2"
    assert concerned((*CLAIMING, given_up, member("c-2", count=2)), "c-old") == "c-old"
