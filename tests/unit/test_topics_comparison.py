"""One topic of the table against what Kafka has."""

from dataclasses import replace

from deploy.topics import TopicState, compare
from schemas.topics import TOPICS

LOG = TOPICS["candidate-log"]
EXACT = TopicState(LOG, LOG.full_name("p."), LOG.partitions, 1, LOG.config())


def test_a_topic_as_the_table_says_has_no_difference() -> None:
    assert list(compare(LOG, EXACT, "p.")) == []


def test_a_missing_topic_is_one_difference_that_stops_workers() -> None:
    (found,) = compare(LOG, None, "p.")
    assert str(found) == "p.candidate-log is missing"
    assert found.stops_workers


def test_settings_beyond_the_table_do_not_matter() -> None:
    more = replace(EXACT, config={**EXACT.config, "segment.ms": "1"})
    assert list(compare(LOG, more, "p.")) == []


def test_partition_count_and_each_setting_are_named_apart() -> None:
    other = replace(EXACT, partitions=9, config={**EXACT.config, "retention.ms": "5"})
    assert [str(found) for found in compare(LOG, other, "p.")] == [
        "p.candidate-log: partition count is 9, the table says 4",
        "p.candidate-log: retention.ms is 5, the table says -1",
    ]


def test_the_partition_count_of_a_topic_that_is_not_fixed_does_not_matter() -> None:
    upstream = TOPICS["applications"]
    state = TopicState(upstream, upstream.full_name("p."), 31, 1, upstream.config())
    assert list(compare(upstream, state, "p.")) == []
