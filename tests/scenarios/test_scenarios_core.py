"""Every scenario on the pure core, however its events are cut into transactions."""

from itertools import pairwise

import pytest

from tests.scenarios.catalogue import Scenario, scenarios
from tests.scenarios.doubt import Doubt
from tests.scenarios.performance import Cuts, perform

EVERY = [pytest.param(scenario, id=scenario.name) for scenario in scenarios()]
CUT_ANYWHERE = [
    pytest.param(scenario, id=scenario.name) for scenario in scenarios() if not scenario.cuts_matter
]


@pytest.mark.parametrize("scenario", EVERY)
def test_with_every_event_in_a_transaction_of_its_own_it_ends_as_written_and_not_otherwise(
    scenario: Scenario,
) -> None:
    """Each of its expectations fails where it is made false."""
    said = Doubt(scenario, "each event").run()
    for status_before, status_after in claimed_changes(scenario):
        changes = [pair for heard in said.statuses().values() for pair in pairwise(heard)]
        assert (status_before, status_after) in changes


def claimed_changes(scenario: Scenario) -> list[tuple[str, str]]:
    """The changes of a membership that a scenario says it shows."""
    claims = [claim for claim in scenario.shows if claim.startswith("membership: ")]
    changes = [claim.removeprefix("membership: ").split(" -> ") for claim in claims]
    return [(pair[0], pair[1]) for pair in changes if len(pair) == 2 and pair[0] != "none"]


@pytest.mark.parametrize("scenario", CUT_ANYWHERE)
@pytest.mark.parametrize("cuts", ["each expectation", "nowhere"])
def test_it_ends_as_written_wherever_transactions_are_cut(scenario: Scenario, cuts: Cuts) -> None:
    perform(scenario, cuts)
