"""What can be decided about a vacancy now: the people, offers and waivers to choose from: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consumers.questions.decisions import Decision, DecisionState

Listing = Mapping[str, Any]
"""The document of a list."""
_ENDS_OFFER = frozenset({"OfferDeclined", "OfferRevoked", "OfferLapsed"})
_ENDS_WAIVER = frozenset({"WaiverDenied"})


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An offer that was not ended."""

    offer_id: str
    candidate_id: str
    accepted: bool


@dataclass(frozen=True, kw_only=True)
class Waiver:
    """A waiver that was asked for or granted, or that would help somebody who nearly fits."""

    candidate_id: str
    rule: str
    waiver_id: str = ""
    granted: bool = False

    @property
    def value(self) -> str:
        """As a form sends it back; no code or id has a bar in it."""
        return "|".join((self.candidate_id, self.rule, self.waiver_id))


@dataclass(frozen=True, kw_only=True)
class Choices:
    """For the forms of a page."""

    people: Sequence[Mapping[str, Any]]
    """Of the list that stands; none where there is no list."""
    shortlisted: frozenset[str]
    offers: Sequence[Offer]
    to_grant: Sequence[Waiver]
    to_deny: Sequence[Waiver]


def choices_of(
    listing: Listing | None,
    decisions: Sequence[Decision],
    states: Mapping[str, DecisionState],
) -> Choices:
    """`listing`: the list that stands, whole; `decisions`: the latest first."""
    counting = [
        one.document
        for one in reversed(decisions)
        if one.event_id not in states or states[one.event_id].state != "REFUSED"
    ]
    waivers = _waivers(counting)
    asked = {(one.candidate_id, one.rule) for one in waivers}
    near = [Waiver(candidate_id=c, rule=r) for c, r in _near(listing) if (c, r) not in asked]
    return Choices(
        people=[*listing["ranked"], *listing["tier_unconfirmed"]] if listing else [],
        shortlisted=shortlisted_in(listing, counting),
        offers=_offers(counting),
        to_grant=[*(one for one in waivers if not one.granted), *near],
        to_deny=waivers,
    )


def shortlisted_in(
    listing: Listing | None, counting: Sequence[Mapping[str, Any]]
) -> frozenset[str]:
    decided = (one["candidate_id"] for one in counting if one["type"] == "CandidateShortlisted")
    return frozenset([*(listing["shortlisted"] if listing else ()), *decided])


def passes_over(listing: Listing, candidate_id: str, shortlisted: frozenset[str]) -> bool:
    """Whether somebody ranked higher is not on the short list; whoever has no rank passes all."""
    before = []
    for one in listing["ranked"]:
        if one["candidate_id"] == candidate_id:
            break
        before.append(one["candidate_id"])
    return not shortlisted.issuperset(before)


def _near(listing: Listing | None) -> list[tuple[str, str]]:
    return [(one["candidate_id"], one["rule"]) for one in listing["near_misses"]] if listing else []


def _offers(counting: Sequence[Mapping[str, Any]]) -> list[Offer]:
    offers: dict[str, Offer] = {}
    for one in counting:
        offer_id = one.get("offer_id")
        if one["type"] in _ENDS_OFFER:
            offers.pop(str(offer_id), None)
        elif one["type"] in ("OfferMade", "OfferAccepted"):
            accepted = one["type"] == "OfferAccepted"
            offers[str(offer_id)] = Offer(
                offer_id=one["offer_id"], candidate_id=one["candidate_id"], accepted=accepted
            )
    return list(offers.values())


def _waivers(counting: Sequence[Mapping[str, Any]]) -> list[Waiver]:
    waivers: dict[str, Waiver] = {}
    for one in counting:
        if one["type"] in _ENDS_WAIVER:
            waivers.pop(one["waiver_id"], None)
        elif one["type"] in ("WaiverRequested", "WaiverGranted"):
            waivers[one["waiver_id"]] = Waiver(
                candidate_id=one["candidate_id"],
                rule=one["rule"],
                waiver_id=one["waiver_id"],
                granted=one["type"] == "WaiverGranted",
            )
    return list(waivers.values())
