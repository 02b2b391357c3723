"""What people decide about one vacancy: reviews, waivers, offers, and a placement at the end."""

from datetime import date, timedelta

from producers.reference import Profile
from producers.scenario.dice import Dice
from producers.scenario.person import person
from producers.scenario.world import Ledger, World
from schemas import events

DECISIONS = "hr.tools"
SEARCH_MAX = 40
"""People looked at for an offer: one in four or so has the profile."""
REPLY_DAYS = 7


class Hiring:
    """The decisions about one vacancy, drawn in the order in which they are taken.

    A generated history cannot know what was proposed: it reviews and offers on the first revision
    by guess, so that some of its decisions are stale, as they are in life.
    """

    def __init__(
        self, world: World, ledger: Ledger, dice: Dice, profile: Profile, post: dict[str, object]
    ) -> None:
        self._world, self._ledger, self._dice, self._profile = world, ledger, dice, profile
        self._post = post
        self._vacancy = {"vacancy_id": ledger.owner, "job_group": profile.job_group}

    def review(self, day: date) -> None:
        """Some vacancies see their list reviewed, a person shortlisted, a waiver asked for."""
        if self._dice.chance(20):
            self._reviewed(day)
        if self._dice.chance(15):
            self._shortlisted(day)
        if self._dice.chance(15):
            self._waiver(day)

    def hire(self, day: date) -> tuple[str, date] | None:
        """Who takes the post, and when that is settled: up to three offers."""
        for attempt in range(1, 4):
            candidate_id = self._suitable()
            if candidate_id is None:
                return None
            offer = self._offer(attempt, candidate_id, day)
            answered = self._answer(offer, day)
            if answered is not None:
                self._placed(offer, answered)
                return candidate_id, answered
            day += timedelta(days=self._dice.between(9, 20))
        return None

    def _offer(self, attempt: int, candidate_id: str, day: date) -> dict[str, str]:
        offer = {
            **self._vacancy,
            "candidate_id": candidate_id,
            "offer_id": f"{self._ledger.owner}-offer-{attempt}",
            "actor_role": "hr-partner",
        }
        reply_by = day + timedelta(days=REPLY_DAYS)
        self._add(events.OfferMade, day, **offer, reply_by=reply_by)
        return offer

    def _answer(self, offer: dict[str, str], day: date) -> date | None:
        """The day on which an acceptance is final; None where the offer came to nothing."""
        dice = self._dice
        if dice.chance(8):
            lapsed = day + timedelta(days=REPLY_DAYS + 1)
            self._add(events.OfferLapsed, lapsed, **offer, lapsed_on=lapsed)
            return None
        day += timedelta(days=dice.between(1, REPLY_DAYS))
        if dice.chance(22):
            self._add(events.OfferDeclined, day, **offer, reason="family reasons")
            return None
        self._add(events.OfferAccepted, day, **offer)
        day += timedelta(days=dice.between(2, 20))
        if dice.chance(8):
            self._add(events.OfferRevoked, day, **offer, reason="clearance was not given")
            return None
        return day

    def _placed(self, offer: dict[str, str], day: date) -> None:
        if self._dice.chance(80):
            starts = day + timedelta(days=self._dice.between(20, 90))
            self._add(events.PlacementConfirmed, day, **offer, **self._post, starts_on=starts)

    def _reviewed(self, day: date) -> None:
        review = {
            **self._vacancy,
            "proposal_id": f"{self._ledger.owner}-proposal",
            "revision_seen": 1,
            "actor_role": "chief-of-staff",
        }
        if self._dice.chance(15):
            self._add(events.ProposalRejected, day, **review, reason="nobody on it fits the post")
        elif self._dice.chance(30):
            self._add(events.ProposalReturned, day, **review, reason="the languages were wrong")
        else:
            self._add(events.ProposalAccepted, day, **review, override=False)

    def _shortlisted(self, day: date) -> None:
        if (candidate_id := self._suitable()) is not None:
            self._add(
                events.CandidateShortlisted,
                day,
                **self._vacancy,
                candidate_id=candidate_id,
                revision_seen=1,
                actor_role="hiring-manager",
                override=False,
            )

    def _waiver(self, day: date) -> None:
        candidate_id = self._suitable()
        if candidate_id is None:
            return
        rule = self._dice.one_of(("H4", "H8", "H9", "H9", "H10", "H13"))
        waiver = {
            **self._vacancy,
            "candidate_id": candidate_id,
            "waiver_id": f"{self._ledger.owner}-waiver",
            "rule": rule,
            "actor_role": "hr-director",
        }
        self._add(events.WaiverRequested, day, **waiver, reason="nobody else is free")
        day += timedelta(days=self._dice.between(1, 6))
        if self._dice.chance(35):
            self._add(events.WaiverDenied, day, **waiver, reason="the rule stands")
            return
        partial = rule in ("H9", "H10") and self._dice.chance(50)
        self._add(
            events.WaiverGranted,
            day,
            **waiver,
            extent="PARTIAL" if partial else "FULL",
            shortfall_accepted=6 if partial else None,
            reason="the post cannot stay empty",
        )

    def _add(self, kind: type[events.Event], day: date, **fields: object) -> None:
        self._ledger.add(kind, DECISIONS, day, **fields)

    def _suitable(self) -> str | None:
        """Somebody who applied for the profile, found by trying: no list of people is kept."""
        for _ in range(SEARCH_MAX if self._world.candidates else 0):
            who = person(self._world, self._dice.below(self._world.candidates))
            if self._profile in who.profiles:
                return who.candidate_id
        return None
