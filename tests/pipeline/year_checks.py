"""What must be so after a whole exercise year, whatever ran it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from producers.exercise_year import Year
from producers.exercise_year.arrivals import starts_on
from producers.exercise_year.catalogue import final_posts
from producers.exercise_year.openings import ENTERED, at_once, deferred
from producers.exercise_year.wishes import wishes
from schemas.events import (
    CandidateMerged,
    ExerciseRemarked,
    OfferAccepted,
    PlacementConfirmed,
    ProposalDeferred,
    ProposalEmitted,
    SlatePlacement,
    SlateProposed,
    SlateSettled,
)

Said = Callable[[str], Sequence[Any]]
"""Every event of a topic, in the order of each partition."""


class Outcome:
    """A year that was told, and all that was said of it."""

    def __init__(self, year: Year, said: Said) -> None:
        self.year, self.said = year, cache(said)

    @property
    def slates(self) -> list[SlateProposed]:
        return [it for it in self.said("slates") if isinstance(it, SlateProposed)]

    @property
    def signed(self) -> SlateProposed:
        return self.slates[-1]

    @property
    def settled(self) -> SlateSettled:
        return next(one for one in self.said("slates") if isinstance(one, SlateSettled))

    @property
    def signed_on(self) -> date:
        return self.settled.occurred_at.date()

    @property
    def placed(self) -> Mapping[str, SlatePlacement]:
        """By post."""
        return {it.post_id: it for it in self.signed.placements}

    def proposals_of(self, vacancy_id: str) -> list[Any]:
        return [it for it in self.said("proposals") if it.vacancy_id == vacancy_id]

    def memberships_of(self, candidate_id: str) -> list[Any]:
        return [it for it in self.said("roster") if it.candidate_id == candidate_id]


def check_slates(it: Outcome) -> None:
    """Exactly one slate for each request, and a revision for each edit; one is settled."""
    made = [(slate.run, slate.revision) for slate in it.slates]
    assert made == [(1, 1), (1, 2), (1, 3), (2, 1)]
    assert [remark for remark in it.said("slates") if _refuses(remark)] == []
    settled = [one for one in it.said("slates") if isinstance(one, SlateSettled)]
    assert [(one.run, one.revision) for one in settled] == [(2, 1)]
    assert settled[0].placed == len(it.signed.placements) > 0
    assert settled[0].returned_count == len(it.signed.unfilled) > 0


def _refuses(event: Any) -> bool:
    return isinstance(event, ExerciseRemarked) and event.refused


def check_placements(it: Outcome) -> None:
    """Everybody has one place at most, and every post of the catalogue is told of once."""
    for slate in it.slates:
        people = _people(slate)
        assert len(set(people)) == len(people)
        told = [one.post_id for one in slate.placements] + [one.post_id for one in slate.unfilled]
        assert sorted(told) == sorted(post.post_id for post in final_posts(it.year))
        assert not any(one.leaves_post_id == one.post_id for one in slate.placements)
    first, second, third, last = it.slates
    taken_out = first.placements[-1]
    assert first.blocking == ()
    assert taken_out.candidate_id in {one.candidate_id for one in second.unplaced}
    assert taken_out.post_id in {one.post_id for one in second.unfilled}
    assert {(one.candidate_id, one.post_id) for one in second.blocking} >= {
        (taken_out.candidate_id, taken_out.post_id)
    }
    kept = next(one for one in third.placements if one.locked)
    assert it.placed[kept.post_id].candidate_id == kept.candidate_id
    assert [one.post_id for one in last.placements if one.locked] == [kept.post_id]


def _people(slate: SlateProposed) -> list[str]:
    placed = [one.candidate_id for one in slate.placements]
    return placed + [one.candidate_id for one in slate.unplaced]


def check_persons(it: Outcome) -> None:
    """Nobody forgotten is named, a second id is nobody of its own, and whoever took an off-cycle
    post gets no other.
    """
    merged = [one for one in it.said("exercise-log") if isinstance(one, CandidateMerged)]
    gone = {wishes(it.year)[-1].candidate_id, merged[0].merged_candidate_id}
    for slate in it.slates:
        assert not gone & {*_people(slate)}
    assert merged[0].candidate_id in _people(it.signed)
    hired = [one for one in it.said("candidate-log") if isinstance(one, OfferAccepted)]
    left = {one.candidate_id for one in hired if one.offer_id.endswith("-offer")}
    assert not left & {one.candidate_id for one in it.signed.placements}
    partners = {one.candidate_id for one in wishes(it.year) if one.together_with_id}
    assert {one.candidate_id for one in it.signed.joint_options} <= partners


def check_off_cycle(it: Outcome, days: int) -> None:
    """Off-cycle vacancies go out at once, which is within the days that are told together; those
    of the window wait, and one waits to the end.
    """
    for opening in at_once(it.year):
        first = it.proposals_of(opening.vacancy_id)[0]
        assert isinstance(first, ProposalEmitted), first
        assert abs((first.as_of - opening.opened_on).days) <= days
    for number, opening in enumerate(deferred(it.year)):
        told = it.proposals_of(opening.vacancy_id)
        assert isinstance(told[0], ProposalDeferred), told[0]
        taken_in = number < ENTERED
        if not taken_in or opening.post_id in it.placed:
            assert not any(isinstance(one, ProposalEmitted) for one in told)


def check_returned(it: Outcome) -> None:
    """Each post that nobody got is proposed live, on the day of the sign-off."""
    assert len(it.settled.returned) == it.settled.returned_count
    for vacancy_id in it.settled.returned:
        told = it.proposals_of(vacancy_id)
        emitted = [one for one in told if isinstance(one, ProposalEmitted)]
        assert emitted, (vacancy_id, [type(one).__name__ for one in told])
        assert emitted[0].path == "AD_HOC"
        assert it.signed_on <= emitted[0].as_of < it.signed_on + timedelta(days=10)


def check_followed(it: Outcome, days: int) -> None:
    """Each placement reaches both logs once, takes the person off every list until the first day,
    and makes whoever was an incumbent one again from then on; others have no appraisal yet.

    Of the days that are told together, a pool may hear of an arrival before it hears of the day.
    """
    slate_id, posts = it.signed.slate_id, {post.post_id: post for post in final_posts(it.year)}
    for kind in (OfferAccepted, PlacementConfirmed):
        for log in ("candidate-log", "pool-log"):
            ids = [
                one.event_id
                for one in it.said(log)
                if isinstance(one, kind) and one.offer_id.startswith(f"{slate_id}/")
            ]
            assert len(ids) == len(set(ids)) == len(it.signed.placements), log
    for placed in it.signed.placements:
        told = it.memberships_of(placed.candidate_id)
        starts = starts_on(it.year, posts[placed.post_id])
        until = starts - timedelta(days=days)
        assert _between(told, it.signed_on, until) == set(), placed.candidate_id
        if starts < it.year.as_of and placed.leaves_post_id is not None:
            profile = placed.job_group, placed.grade
            since = [one for one in told if (one.job_group, one.grade) == profile]
            holds = [it for it in since if it.as_of >= until and "AUTO_INCUMBENT" in it.bases]
            assert holds, placed.candidate_id


def _between(told: Sequence[Any], signed: date, until: date) -> set[str]:
    """Profiles in which a person can be proposed after the sign-off and before the new post."""
    last = {(one.job_group, one.grade): one for one in told if one.as_of < until}
    assert all(one.as_of >= signed for one in last.values() if one.status == "PLACED")
    return {f"{group}/{grade}" for (group, grade), one in last.items() if one.status == "ACTIVE"}


def check_leadership(it: Outcome) -> None:
    """No seat is proposed beyond those that are free, and every cohort has a funnel."""
    kinds = {type(one).__name__ for one in it.said("nominations")}
    assert {"DevelopmentNeedIdentified", "NominationProposed", "CohortFunnelRevised"} <= kinds
    for one in it.said("nominations"):
        if type(one).__name__ == "NominationProposed":
            assert 1 <= one.place <= one.seats_free <= one.seats_reserved


def check_horizon(it: Outcome) -> None:
    """Each month of the year is forecast once for each job group."""
    groups = {profile.job_group for profile in it.year.organisation.profiles}
    months: dict[tuple[str, date], int] = {}
    for one in it.said("horizon"):
        months[one.job_group, one.month] = months.get((one.job_group, one.month), 0) + 1
    assert {group for group, _ in months} == groups
    assert len({month for _, month in months}) >= 12


def check_year(it: Outcome, days: int) -> None:
    check_slates(it)
    check_placements(it)
    check_persons(it)
    check_off_cycle(it, days)
    check_returned(it)
    check_followed(it, days)
    check_leadership(it)
    check_horizon(it)
