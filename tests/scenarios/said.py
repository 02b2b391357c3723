"""What Pathways has said in the course of one scenario, as JSON."""

from collections import defaultdict
from typing import Any

from schemas.event_table import EVENT_TABLE

Event = dict[str, Any]


def _of(topic: str) -> frozenset[str]:
    return frozenset(row.name for row in EVENT_TABLE.values() if row.topic == topic)


_OF_SLATES, _OF_PROGRAMMES = _of("slates"), _of("nominations")


class Said:
    """Public events in the order of their writing, and how many of them a reader has seen."""

    def __init__(self) -> None:
        self.proposals: dict[str, list[Event]] = defaultdict(list)
        """By vacancy, refused decisions apart."""
        self.refusals: list[Event] = []
        self.roster: dict[str, list[Event]] = defaultdict(list)
        """By `person|profile`."""
        self.rejected: list[Event] = []
        self.slates: dict[str, list[Event]] = defaultdict(list)
        """By rotation cycle, remarks and the settlement among them."""
        self.programmes: list[Event] = []
        """What was said of needs, nominations and editions."""
        self.seen: dict[str, int] = {}
        """How much was said of each vacancy when the reader last looked."""

    def hear(self, event: Event) -> None:
        kind = event["type"]
        if kind == "EventRejected":
            self.rejected.append(event)
        elif kind == "DecisionRefused":
            self.refusals.append(event)
        elif kind in _OF_SLATES:
            self.slates[event["cycle_id"]].append(event)
        elif kind in _OF_PROGRAMMES:
            self.programmes.append(event)
        elif "vacancy_id" in event:
            self.proposals[event["vacancy_id"]].append(event)
        else:
            profile = f"{event['job_group']}/{event['grade']}"
            self.roster[f"{event['candidate_id']}|{profile}"].append(event)

    def last(self, vacancy: str) -> Event | None:
        heard = self.proposals.get(vacancy)
        return heard[-1] if heard else None

    def listing(self, vacancy: str) -> Event | None:
        """The last list, whatever was said about it since."""
        lists = [event for event in self.proposals.get(vacancy, ()) if "ranked" in event]
        return lists[-1] if lists else None

    def revision(self, vacancy: str) -> int:
        last = self.last(vacancy)
        return last["revision"] if last else 0

    def proposal_id(self, vacancy: str) -> str:
        last = self.last(vacancy)
        return last["proposal_id"] if last else "none-yet"

    def news(self, vacancy: str) -> list[Event]:
        """What was said of a vacancy since the reader last looked."""
        return self.proposals.get(vacancy, [])[self.seen.get(vacancy, 0) :]

    def look(self) -> None:
        """The reader has seen all that was said up to now."""
        self.seen = {vacancy: len(events) for vacancy, events in self.proposals.items()}

    def statuses(self) -> dict[str, list[str]]:
        """What each membership was, one after the other."""
        return {key: [event["status"] for event in events] for key, events in self.roster.items()}
