"""All scenarios through real Kafka: side by side where they share a policy, a worker for each."""

from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy.broker.local import LocalBroker
from tests.scenarios.catalogue import Scenario, scenarios
from tests.scenarios.kafka import Part, Season

pytestmark = pytest.mark.broker

EVERY = [pytest.param(scenario, id=scenario.name) for scenario in scenarios()]


@pytest.fixture(scope="session")
def told(broker: LocalBroker, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Part]:
    """Every scenario by name, told to its end or to its first unmet expectation."""
    groups: dict[str, list[Part]] = defaultdict(list)
    for scenario in scenarios():
        groups[scenario.world].append(Part(scenario))
    with ThreadPoolExecutor(len(groups)) as stages:
        runs = [
            stages.submit(
                Season(broker.connection(), f"scenarios-{number}.", parts).run,
                tmp_path_factory.mktemp(f"scenarios-{number}"),
            )
            for number, parts in enumerate(groups.values())
        ]
    for run in runs:
        run.result()
    return {part.scenario.name: part for parts in groups.values() for part in parts}


@pytest.mark.parametrize("scenario", EVERY)
def test_it_ends_as_written_through_kafka(scenario: Scenario, told: Mapping[str, Part]) -> None:
    assert told[scenario.name].failure is None, told[scenario.name].failure
