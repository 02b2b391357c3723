"""Keeps the proposals for a job group in a table, each once, whatever is killed or repeated."""

import sys

from sqlalchemy import Connection as Database
from sqlalchemy import create_engine, text

from consumers.delivery import Delivery
from consumers.inbox import Inbox
from consumers.subscription import subscribe
from consumers.wanted import Wanted
from schemas.connection import Connection
from schemas.events import ProposalEvent

address, prefix, job_group, database = sys.argv[1:5]


def keep(table: Database, delivery: Delivery) -> None:
    if isinstance(delivery.event, ProposalEvent):
        row = {"vacancy": delivery.event.vacancy_id, "revision": delivery.event.revision}
        table.execute(text("INSERT INTO desk VALUES (:vacancy, :revision)"), row)


engine = create_engine(database)
with engine.begin() as connection:
    connection.execute(text("CREATE TABLE IF NOT EXISTS desk (vacancy TEXT, revision INTEGER)"))
inbox = Inbox(engine, "hr-desk")
wanted = Wanted(job_groups=frozenset({job_group}))
with subscribe(Connection(address), group="hr-desk", prefix=prefix, wanted=wanted) as deliveries:
    for delivery in deliveries:
        news = inbox.handle(delivery, keep)
        print("kept" if news else "known", delivery.partition, delivery.offset, flush=True)
