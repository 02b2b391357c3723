"""What is published about one vacancy: an event if there is something new to say, else nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from schemas.events import (
    Event,
    ListChanges,
    ProposalAdvised,
    ProposalDeferred,
    ProposalEmitted,
    ProposalEvent,
    ProposalExpired,
    ProposalHeld,
    ProposalReview,
    ProposalRevised,
    ProposalWithdrawn,
    RuleSetUsed,
    VacancyOpened,
)
from streams.pool import DECISION_VERSION
from streams.pool.advice import Advice, advice_on, no_list
from streams.pool.case import LISTS, Case
from streams.pool.changes import changes_between, reason_of
from streams.pool.content import digest
from streams.pool.identity import derived_id, proposal_id
from streams.pool.listing import Listing
from streams.pool.moment import SOURCE, Moment
from streams.pool.progress import Progress
from streams.pool.touched import causes_of
from streams.pool.verdict import Verdict

_OTHERS: dict[str, type[ProposalEvent]] = {
    "WITHDRAW": ProposalWithdrawn,
    "DEFER": ProposalDeferred,
    "HOLD": ProposalHeld,
    "EXPIRE": ProposalExpired,
}


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is to be said now about a case, and what brought it about."""

    case: Case
    terms: VacancyOpened
    verdict: Verdict
    listing: Listing | None
    progress: Progress
    rule_set: RuleSetUsed | None
    """The policy that decided; None where none was needed."""
    touches: Callable[[], list[Event]]
    """What touched the case, in the order of the log; asked where there is something to say."""

    def publish(self, moment: Moment) -> ProposalEvent | None:
        """The event, noted in the case as the last published; None if it says nothing new."""
        review = None if self.verdict.final else self.case.review
        return self._propose(moment) if review is None else self._advise(review, moment)

    def _propose(self, moment: Moment) -> ProposalEvent | None:
        before = self.case.published
        list_sha256 = self._list_sha256()
        self.case.said = self.listing.said if self.listing else None
        content_sha256 = digest(list_sha256.hex(), self._progress())
        if content_sha256 == before.content_sha256 and before.kind != "ProposalAdvised":
            return None
        ranked = self.listing.ranked if self.listing else ()
        same_list = before.kind in LISTS and list_sha256 == before.list_sha256
        changes = changes_between(before.ranked, ranked)
        kind, own = self._kind_and_fields(changes, same_list)
        event = self._event(kind, self._content() | self._progress() | own, changes, moment)
        self.case.published = replace(
            before,
            revision=event.revision,
            kind=kind.__name__,
            content_sha256=content_sha256,
            ranked=ranked,
            list_revision=before.list_revision if same_list else event.revision,
            list_sha256=list_sha256,
            advice_sha256=advice_on(ranked, self.listing).sha256 if self.listing else None,
        )
        return event

    def _advise(self, review: ProposalReview, moment: Moment) -> ProposalEvent | None:
        before = self.case.published
        advice = self._advice()
        if advice.sha256 == before.advice_sha256:
            return None
        own = {
            "reason": advice.reason,
            "reviewed_revision": review.revision_seen,
            "changes": advice.changes,
            "warnings": advice.warnings,
        }
        event = self._event(ProposalAdvised, self._common() | own, advice.changes, moment)
        self.case.published = replace(
            before,
            revision=event.revision,
            kind=ProposalAdvised.__name__,
            advice_sha256=advice.sha256,
        )
        return event

    def _advice(self) -> Advice:
        if self.listing is None:
            return no_list(self.verdict.reason)
        return advice_on(self.case.published.ranked, self.listing)

    def _common(self) -> dict[str, Any]:
        return {
            "vacancy_version": self.case.vacancy.version,
            "job_group": self.terms.job_group,
            "grade": self.terms.grade,
            "rule_set": self.rule_set,
            "path": self.verdict.path,
            "path_answer": self.verdict.answer,
            "reason": self.verdict.reason,
        }

    def _content(self) -> dict[str, Any]:
        """All that two events about the vacancy are compared by, but how far it has come."""
        return self._without_list() | (self.listing.fields if self.listing else {})

    def _list_sha256(self) -> bytes:
        """Of the content; the listing's own hash stands for it, which is long to write out."""
        listed = {"listing": self.listing.sha256.hex()} if self.listing else {}
        return digest(self.verdict.say, self._without_list() | listed)

    def _without_list(self) -> dict[str, Any]:
        said = self._common()
        if self.verdict.say == "HOLD":
            said["missing"] = self.verdict.missing
        if self.verdict.say == "EXPIRE":
            said["expired_on"] = self.verdict.expired_on
        return said

    def _progress(self) -> dict[str, Any]:
        progress = self.progress
        if self.listing is None:
            return {}
        return {
            "stage": progress.stage,
            "shortlisted": progress.shortlisted,
            "offers_out": progress.offers_out,
        }

    def _event(
        self,
        kind: type[ProposalEvent],
        content: dict[str, Any],
        changes: ListChanges,
        moment: Moment,
    ) -> ProposalEvent:
        identity = proposal_id(self.case.vacancy_id)
        revision = self.case.published.revision + 1
        causes = causes_of(self.touches(), _concerned(changes))
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
        return kind(**(envelope | content))

    def _kind_and_fields(
        self, changes: ListChanges, same_list: bool
    ) -> tuple[type[ProposalEvent], dict[str, Any]]:
        if self.listing is None:
            return _OTHERS[self.verdict.say], {}
        if not self.case.published.lists:
            return ProposalEmitted, {"changes": changes}
        reason = reason_of(changes, self.listing)
        if same_list:
            reason = f"the same list; the vacancy is at {self.progress.stage}"
        if self.case.vacancy.returned is not None:
            reason = f"made again ({self.case.vacancy.returned.reason}): {reason}"
        return ProposalRevised, {"changes": changes, "reason": reason}


def _concerned(changes: ListChanges) -> tuple[str, ...]:
    moved = (move.candidate_id for move in changes.moved)
    return (*changes.entered, *changes.left, *moved)
