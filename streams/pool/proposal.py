"""What is published about one vacancy: an event if there is something new to say, else nothing."""

from dataclasses import dataclass
from typing import Any

from schemas.events import (
    Event,
    ListChanges,
    ProposalDeferred,
    ProposalEmitted,
    ProposalEvent,
    ProposalHeld,
    ProposalRevised,
    ProposalWithdrawn,
    RuleSetUsed,
    VacancyOpened,
)
from streams.pool import DECISION_VERSION
from streams.pool.case import Case, Published
from streams.pool.changes import changes_between, reason_of
from streams.pool.content import digest
from streams.pool.identity import derived_id, proposal_id
from streams.pool.listing import Listing
from streams.pool.moment import SOURCE, Moment
from streams.pool.touched import causes_of
from streams.pool.verdict import Verdict

_LISTS = ("ProposalEmitted", "ProposalRevised")
_OTHERS: dict[str, type[ProposalEvent]] = {
    "WITHDRAW": ProposalWithdrawn,
    "DEFER": ProposalDeferred,
    "HOLD": ProposalHeld,
}


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is to be said now about a case, and what brought it about."""

    case: Case
    terms: VacancyOpened
    verdict: Verdict
    listing: Listing | None
    rule_set: RuleSetUsed | None
    """The policy that decided; None where none was needed."""
    touches: list[Event]

    def publish(self, moment: Moment) -> ProposalEvent | None:
        """The event, noted in the case as the last published; None if it says nothing new."""
        before, content = self.case.published, self._content()
        content_sha256 = digest(self.verdict.say, content)
        if content_sha256 == before.content_sha256:
            return None
        ranked = self.listing.ranked if self.listing else ()
        changes = changes_between(before.ranked, ranked)
        event = self._event(content, changes, moment)
        kind = type(event).__name__
        self.case.published = Published(event.revision, kind, content_sha256, ranked)
        return event

    def _content(self) -> dict[str, Any]:
        """All that two events about the vacancy are compared by."""
        said: dict[str, Any] = {
            "vacancy_version": self.case.vacancy.version,
            "job_group": self.terms.job_group,
            "grade": self.terms.grade,
            "rule_set": self.rule_set,
            "path": self.verdict.path,
            "path_answer": self.verdict.answer,
            "reason": self.verdict.reason,
        }
        if self.verdict.say == "HOLD":
            said["missing"] = self.verdict.missing
        return said | (self.listing.fields if self.listing else {})

    def _event(
        self, content: dict[str, Any], changes: ListChanges, moment: Moment
    ) -> ProposalEvent:
        kind, own = self._kind_and_fields(changes)
        identity = proposal_id(self.case.vacancy_id)
        revision = self.case.published.revision + 1
        causes = causes_of(self.touches, self._concerned(changes))
        envelope: dict[str, Any] = {
            "event_id": derived_id(identity, revision),
            "occurred_at": moment.at,
            "recorded_at": moment.at,
            "source": SOURCE,
            "correlation_id": self.case.vacancy_id,
            "causation_id": causes[0].event_id if causes else None,
            "proposal_id": identity,
            "vacancy_id": self.case.vacancy_id,
            "revision": revision,
            "as_of": moment.as_of,
            "position": moment.position,
            "decision_version": DECISION_VERSION,
            "causes": causes,
        }
        return kind(**(envelope | content | own))

    def _kind_and_fields(self, changes: ListChanges) -> tuple[type[ProposalEvent], dict[str, Any]]:
        if self.listing is None:
            return _OTHERS[self.verdict.say], {}
        if self.case.published.kind not in _LISTS:
            return ProposalEmitted, {"changes": changes}
        return ProposalRevised, {"changes": changes, "reason": reason_of(changes, self.listing)}

    def _concerned(self, changes: ListChanges) -> tuple[str, ...]:
        moved = (move.candidate_id for move in changes.moved)
        return (*changes.entered, *changes.left, *moved)
