"""The server's ports, made of the publisher, of history and of the status of a Kafka."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from aiokafka.errors import KafkaError as HistoryKafkaError
from kafka.errors import KafkaError
from sqlalchemy import Engine

from consumers.errors import ConsumerError
from consumers.questions.progress import day_reached
from consumers.web.ports import Away, Document, NotKnown, Ports
from deploy.serving.few import Few
from deploy.serving.looking import Looking, status_of
from deploy.serving.publishing import Publishing
from deploy.serving.reaching import Reach
from deploy.serving.webhook_standings import WebhookStandings
from schemas.text import to_json
from streams.history.as_of.candidate import candidate_as_of
from streams.history.as_of.clock import AsOf
from streams.history.errors import HistoryError, LogUnreadable, NoKafka
from streams.history.explain.explained import explain_person
from streams.history.kafka import KafkaLogs
from streams.history.logs import LogReader, Logs

KAFKA_AWAY = "Kafka does not answer. Try again; if it lasts, look at the broker."
NO_DAY_YET = (
    "No pool has reached a day yet. Run `pathways worker` and `pathways project`, then try again."
)


@contextmanager
def ports_over(
    reach: Reach, prefix: str, engine: Engine, webhooks_url: str, reports: Path | None = None
) -> Iterator[Ports]:
    """All of them over one Kafka; `engine`: of the read model, for the day that the pools reached.

    Nothing is asked of Kafka before somebody asks.
    """
    publishing = Publishing(reach, prefix)
    logs = _LogsOf(reach, prefix)
    few = Few()
    explain, person = explaining(logs), telling_of_people(logs, lambda: today_of(engine))
    try:
        yield Ports(
            publish=publishing,
            explain=lambda vacancy, candidate: _in_turn(few, lambda: explain(vacancy, candidate)),
            person=lambda candidate: _in_turn(few, lambda: person(candidate)),
            status=Looking(status_of(reach, prefix)),
            now=lambda: datetime.now(UTC),
            webhooks=WebhookStandings(webhooks_url),
            reports=reports,
        )
    finally:
        publishing.close()


def explaining(logs: Logs) -> Callable[[str, str], Document]:
    """Folds the pool of the vacancy again; seconds for a long history."""

    def explain(vacancy_id: str, candidate_id: str) -> Document:
        with _told(), logs.open() as reader:
            return to_json(explain_person(reader, vacancy_id, candidate_id, None, _quiet))

    return explain


def telling_of_people(logs: Logs, today: Callable[[], date]) -> Callable[[str], Document]:
    """Reads the person's own log, and the pools for what they make of it."""

    def person(candidate_id: str) -> Document:
        with _told(), logs.open() as reader:
            day = AsOf(today(), "recorded")
            return to_json(candidate_as_of(reader, candidate_id, day, _quiet))

    return person


def today_of(engine: Engine) -> date:
    """The pools' own day: no clock says what the organisation has decided by. Raises Away."""
    with engine.connect() as connection:
        day = day_reached(connection)
    if day is None:
        raise Away(NO_DAY_YET)
    return day


@dataclass(frozen=True, slots=True)
class _LogsOf:
    """Those of a Kafka whose address is looked up when they are opened."""

    reach: Reach
    prefix: str

    def open(self) -> AbstractContextManager[LogReader]:
        return KafkaLogs(self.reach(), self.prefix).open()


def _in_turn(few: Few, ask: Callable[[], Document]) -> Document:
    with few.turn():
        return ask()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (NoKafka, LogUnreadable, KafkaError, HistoryKafkaError, ConsumerError) as error:
        raise Away(KAFKA_AWAY) from error
    except HistoryError as error:
        raise NotKnown(str(error)) from error


def _quiet(part: str, records: int) -> None:
    """Nobody looks at a progress bar on a server."""
