"""What the server tells Prometheus: its answers, its open streams, and what it needs of others."""

import logging
from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from consumers.questions.progress import pools
from consumers.web.ports import Away
from consumers.web.serving import Serving

log = logging.getLogger(__name__)

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class ServerMetrics:
    """Counted while the server works."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.requests = Counter(
            "pathways_server_requests_total",
            "Answers by route and status.",
            ("method", "route", "status"),
            registry=registry,
        )
        self.seconds = Histogram(
            "pathways_server_request_seconds",
            "How long answers took, streams left out.",
            ("method", "route"),
            buckets=BUCKETS_S,
            registry=registry,
        )
        self.streams = Gauge(
            "pathways_server_open_streams",
            "Readers of server-sent events.",
            registry=registry,
        )


class WhatItNeeds(Collector):
    """Looked at when Prometheus asks, in a thread of its own."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily(
            "pathways_server_read_model_up",
            "1: the read model answers; 0: it does not, or there is none yet.",
            value=self._serving.live.tick is not None,
        )
        yield GaugeMetricFamily(
            "pathways_server_kafka_up",
            "1: Kafka says how it is; 0: it does not.",
            value=_answers(self._serving.ports.status),
        )
        behind = GaugeMetricFamily(
            "pathways_server_pool_behind_offsets",
            "Offsets of the pool's log that the projection has read and the pool has not decided.",
            labels=("partition",),
        )
        for partition, offsets in self._behind():
            behind.add_metric([str(partition)], offsets)
        yield behind
        yield self._webhooks()

    def _webhooks(self) -> GaugeMetricFamily:
        """Nothing where their database does not answer: what is not known is no zero."""
        told = GaugeMetricFamily(
            "pathways_server_webhooks",
            "Webhooks of an endpoint that wait, or are dead; disabled: 1 where it wants no more.",
            labels=("endpoint", "state"),
        )
        try:
            standings = self._serving.ports.webhooks()
        except Away as error:
            log.warning("%s", error)
            return told
        for one in standings:
            told.add_metric([one["endpoint"], "pending"], one["pending"])
            told.add_metric([one["endpoint"], "dead"], one["dead"])
            told.add_metric([one["endpoint"], "disabled"], one["disabled_since"] is not None)
        return told

    def _behind(self) -> list[tuple[int, float]]:
        if self._serving.live.tick is None:
            return []
        try:
            with self._serving.engine.connect() as connection:
                return [(one.log_partition, one.behind) for one in pools(connection)]
        except SQLAlchemyError as error:
            log.warning("how far the pools are cannot be read: %s", error.__class__.__name__)
            return []


def _answers(ask: Callable[[], object]) -> float:
    try:
        ask()
    except Away:
        return 0
    return 1
