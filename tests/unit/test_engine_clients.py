"""Security settings reach every client that the engine makes."""

import asyncio

from schemas.connection import Connection
from streams.engine.clients import Clients, abandon, transactional_id
from streams.engine.settings import EngineSettings
from streams.engine.stage import UnitId

SECURED = Connection(
    "broker:9093",
    security_protocol="SASL_PLAINTEXT",
    sasl_mechanism="SCRAM-SHA-512",
    sasl_username="pathways",
    sasl_password="secret",
)
UNIT = UnitId("intake", "pathways.vacancies", 1)


def test_a_producer_is_made_with_the_connections_security_and_never_connects_by_itself() -> None:
    async def made() -> tuple[str, str]:
        producer = Clients(SECURED, "pathways", EngineSettings()).producer(UNIT)
        client = producer.client
        await abandon(producer)
        return client._security_protocol, client._sasl_mechanism

    assert asyncio.run(made()) == ("SASL_PLAINTEXT", "SCRAM-SHA-512")


def test_a_transactional_id_names_the_group_and_the_unit() -> None:
    assert transactional_id("pathways", UNIT) == "pathways/intake/pathways.vacancies/1"
