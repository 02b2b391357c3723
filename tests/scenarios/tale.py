"""A scenario told line by line: each line becomes an event when its turn comes."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from schemas.event_table import EVENT_TABLE
from schemas.events import DayStarted
from schemas.text import from_json
from tests.scenarios.cast import facts_of
from tests.scenarios.catalogue import Item, Scenario
from tests.scenarios.defaults import Setting, default
from tests.scenarios.said import Said
from tests.scenarios.shorthand import Document, common, plain, written_out
from tests.scenarios.world import FIRST_DAY, policy, setting_of

MAIN_FIELD = {"CandidateErased": "person"}
"""What a line says that is one word; for all other events it names the vacancy."""


class Tale:
    """Builds the events of one scenario; it remembers the day, the vacancies and the ids."""

    def __init__(self, scenario: Scenario, said: Said) -> None:
        self.scenario, self.said = scenario, said
        self.today = FIRST_DAY
        self.vacancies: dict[str, Document] = {}
        """By id, as they were opened or anticipated."""
        self.events: dict[str, Any] = {}
        """Everything told so far, by event id."""
        self._lines = 0

    def setting(self) -> list[Any]:
        """What is known before anybody is: policy, lists, profiles, stations and the day."""
        known = [self._event(document, self._eve()) for document in setting_of(self.scenario)]
        return [*known, self.peek(Item("DayStarted", FIRST_DAY))]

    def people(self) -> list[Any]:
        """What is known of the people before the story begins."""
        documents = [
            document
            for name, changed in self.scenario.people.items()
            for document in facts_of(name, changed)
        ]
        return [self._event(document, self._eve()) for document in documents]

    def peek(self, item: Item) -> DayStarted:
        """The day that a line waits for; the story does not go on by looking at it."""
        day: date = item.said
        moment = datetime(*day.timetuple()[:3], tzinfo=UTC)
        return DayStarted(
            event_id=day.isoformat(),
            source="scenario",
            occurred_at=moment,
            recorded_at=moment,
            day=day,
        )

    def event(self, item: Item) -> Any:
        """The event that a line of the story stands for."""
        if item.kind == "again":
            return self.events[item.said]
        if item.kind == "DayStarted":
            self.today = item.said
            return self.peek(item)
        said = item.said if isinstance(item.said, Mapping) else _one_word(item)
        if item.kind in ("VacancyOpened", "VacancyAnticipated"):
            said = self._terms(dict(said), item.kind)
        if item.kind == "RuleSetPublished":
            said = policy(self.scenario.policy, said)
        self._lines += 1
        moment = datetime(*self.today.timetuple()[:3], 9, tzinfo=UTC)
        return self._event({"type": item.kind, **said}, moment + timedelta(minutes=self._lines))

    def _terms(self, said: Document, kind: str) -> Document:
        known = common("vacancies")
        like = said.pop("like", said["vacancy"])
        terms = {**known["dakar"], **known[like], **said}
        self.vacancies[terms["vacancy"]] = terms
        wanted = EVENT_TABLE[kind].event.__dataclass_fields__
        short = {"vacancy", "profile", "station", "as", "occurred", "recorded"}
        return {name: value for name, value in terms.items() if name in wanted or name in short}

    def _eve(self) -> datetime:
        self._lines += 1
        start = datetime(*FIRST_DAY.timetuple()[:3], 8, tzinfo=UTC) - timedelta(days=1)
        return start + timedelta(seconds=self._lines)

    def _event(self, document: Document, moment: datetime) -> Any:
        said = dict(document)
        kind = said["type"]
        envelope = {
            "event_id": said.pop("as", f"line-{self._lines}"),
            "occurred_at": _moment(said.pop("occurred", None), moment),
            "recorded_at": _moment(said.pop("recorded", None), moment),
            "source": "scenario",
        }
        full = envelope | written_out(said)
        setting = Setting(full, self.today, self.vacancies, self.said)
        for field in fields(EVENT_TABLE[kind].event):
            if field.name not in full and (value := default(kind, field.name, setting)) is not None:
                full[field.name] = plain(value)
        event = from_json(full)
        self.events[event.event_id] = event
        return event


def _one_word(item: Item) -> Document:
    return {MAIN_FIELD.get(item.kind, "vacancy"): item.said}


def _moment(stated: date | datetime | None, otherwise: datetime) -> str:
    if stated is None:
        return otherwise.isoformat()
    if isinstance(stated, datetime):
        return stated.isoformat()
    return datetime(*stated.timetuple()[:3], 12, tzinfo=UTC).isoformat()
