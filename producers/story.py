"""The story that the demo tells: its chapters in order, each with its events and what to expect."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from producers.reference import built_in, reference_events
from producers.story_facts import competencies_shown, facts_about
from producers.story_people import CAST, Member
from schemas import events
from schemas.events import Event

SOURCE = "demo"
JUBA = built_in().station("SSD", "Juba").key
MOGADISHU = built_in().station("SOM", "Mogadishu").key
NAIROBI = built_in().station("KEN", "Nairobi").key
DHAKA = built_in().station("BGD", "Dhaka").key

STARS, LIFTED, HELD, RETIRING = "c-5a01", "c-5a07", "c-5a03", "c-5a0c"
"""Who accepts an offer, whose new assessment counts, who is held, and who retires too soon."""
NOTICE = events.TierRule(
    tier_rule_id="notice-2022-04",
    first=(
        events.TierClause(clause="internal candidates", origins=("INTERNAL", "NATIONAL_STAFF")),
        events.TierClause(
            clause="external women at P-4 and above",
            origins=("EXTERNAL",),
            genders=("F",),
            vacancy_grade_from="P-4",
        ),
        events.TierClause(
            clause="nationals of non-represented member states",
            nationality_list="NON_REPRESENTED",
        ),
    ),
)
"""Who is considered first, as one of the organisation's notices worded it."""
ENGLISH = events.LanguageRequirements(
    all_of=(events.LanguageRequirement(language="en", framework="UN", level="III"),)
)

Awaited = tuple[str, str]
"""A result: the kind of event, and the key it has in its topic."""

Made = TypeVar("Made", bound=Event)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Events to publish together, after a reader was told why and what will follow."""

    title: str
    explanation: str
    expect: str
    events: tuple[Event, ...]
    awaits: tuple[Awaited, ...] = ()
    """The results that show the chapter's point."""
    contradictory: bool = False
    """The publisher refuses these events: only a client that checks nothing can write them."""


def story(as_of: date) -> tuple[Chapter, ...]:
    """The chapters as they happen on a day: the same day gives the same events.

    They are to be published in order, each when the proposals of the one before have arrived.
    """
    told = _Telling(as_of)
    return (
        told.reference(),
        told.pool(),
        told.off_cycle(),
        told.lifted(),
        told.second_post(),
        told.waived(),
        told.accepted(),
        told.deferred(),
        told.unknown_profile(),
        told.profile_published(),
        told.held(),
        told.rejected(),
    )


class _Telling:
    """The story of one day; each event a moment after the one before, none later than now."""

    def __init__(self, as_of: date) -> None:
        self._as_of = as_of
        self._midnight = datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC)
        self._count = 0

    def reference(self) -> Chapter:
        return Chapter(
            "The policy and two rotation cycles",
            "HR publishes the rules, six profiles, the duty stations and two rotation cycles. The"
            " window of last year's cycle is long closed; today a window is open for RMO posts"
            " alone, so COM posts are off-cycle and RMO posts are not.",
            "Nothing yet: there are no people and no vacancies.",
            tuple(reference_events(built_in(), self._as_of)),
        )

    def pool(self) -> Chapter:
        return Chapter(
            "The Pool",
            f"{len(CAST)} people: assessed at different levels, some in a post of the profile,"
            " some free soon and some late.",
            "The roster fills with memberships; still no proposals.",
            tuple(self._cast()),
            tuple(
                ("MembershipActivated", f"{member.candidate_id}|{job_group}|{grade}")
                for member in CAST
                for job_group, grade, rating in member.assessments
                if rating in ("STAR", "TIER_1")
            ),
        )

    def off_cycle(self) -> Chapter:
        opened = self._opened("vacancy-juba", "COM", "P-5", JUBA, "Chief of Mission, Juba")
        return Chapter(
            "An off-cycle vacancy at a non-family duty station",
            "The Chief of Mission in Juba (P-5) leaves early. Last year's window is closed and no"
            " other takes in COM posts, so the post cannot wait for the rotation exercise.",
            "A proposal within moments: whoever the notice puts first stands first, then the total"
            " of the criteria decides; each answer names its event. Who fails one rule alone, or"
            " lacks a fact, is named apart, not dropped.",
            (opened,),
            (("ProposalEmitted", opened.vacancy_id),),
        )

    def lifted(self) -> Chapter:
        return Chapter(
            "A new assessment",
            f"{LIFTED} was rated TIER_2 and is assessed again: STAR.",
            "The proposal for Juba is revised: the person moves up, and the revision says why.",
            (self._assessment(LIFTED, ("COM", "P-5", "STAR"), 0, "again"),),
            (("ProposalRevised", self._vacancy("vacancy-juba")),),
        )

    def second_post(self) -> Chapter:
        title = "Chief of Mission, Mogadishu"
        opened = self._opened("vacancy-mogadishu", "COM", "P-5", MOGADISHU, title)
        return Chapter(
            "A second vacancy, the same people",
            "Mogadishu needs a Chief of Mission (P-5) too.",
            "A proposal of its own; the same people stand on both lists.",
            (opened,),
            (("ProposalEmitted", opened.vacancy_id),),
        )

    def waived(self) -> Chapter:
        granted = self._event(
            events.WaiverGranted,
            "waiver-granted",
            vacancy_id=self._vacancy("vacancy-mogadishu"),
            job_group="COM",
            candidate_id=RETIRING,
            waiver_id=self._vacancy("waiver"),
            rule="H9",
            actor_role="head-of-human-resources",
            extent="PARTIAL",
            shortfall_accepted=6,
            reason="the office opens and needs continuity",
        )
        return Chapter(
            "A rule is waived in part",
            f"{RETIRING} retires months before a year in Mogadishu would be over. Human resources"
            " accepts up to six months less, for this person and this post.",
            "The person enters the list for Mogadishu; the rule is shown as waived, not as passed.",
            (granted,),
            (("ProposalRevised", self._vacancy("vacancy-mogadishu")),),
        )

    def accepted(self) -> Chapter:
        return Chapter(
            "An offer is accepted",
            f"{STARS} is offered Juba and accepts; the post is filled.",
            "The proposal for Juba is withdrawn. The person is committed and leaves the list for"
            " Mogadishu, which is revised.",
            tuple(self._acceptance()),
            (
                ("ProposalWithdrawn", self._vacancy("vacancy-juba")),
                ("ProposalRevised", self._vacancy("vacancy-mogadishu")),
            ),
        )

    def deferred(self) -> Chapter:
        title = "Resources Management Officer, Nairobi"
        opened = self._opened("vacancy-nairobi", "RMO", "P-4", NAIROBI, title)
        return Chapter(
            "A rotational post inside the open window",
            "An RMO post (P-4) in Nairobi falls vacant while the window for RMO posts is open.",
            "No list: the proposal is deferred, because the rotation exercise fills this post.",
            (opened,),
            (("ProposalDeferred", opened.vacancy_id),),
        )

    def unknown_profile(self) -> Chapter:
        opened = self._opened("vacancy-dhaka", "SCO", "P-4", DHAKA, "Supply Chain Officer, Dhaka")
        return Chapter(
            "A profile that nobody has published",
            "Dhaka asks for a Supply Chain Officer at P-4; the Pool knows SCO at P-3 only.",
            "The proposal is held: it names what is missing. Nothing is rejected or lost.",
            (opened,),
            (("ProposalHeld", opened.vacancy_id),),
        )

    def profile_published(self) -> Chapter:
        published = self._event(
            events.ProfilePublished,
            "profile-sco-p4",
            job_group="SCO",
            grade="P-4",
            title="Supply Chain Officer",
            effective_from=self._as_of,
        )
        return Chapter(
            "The missing fact arrives",
            "HR publishes SCO/P-4 as a profile of the Pool.",
            "The held proposal becomes a list by itself; nobody sends the vacancy again.",
            (published,),
            (("ProposalEmitted", self._vacancy("vacancy-dhaka")),),
        )

    def held(self) -> Chapter:
        hold = self._event(
            events.AvailabilityHeld,
            "hold",
            candidate_id=HELD,
            hold_id=f"{HELD}-hold",
            held_from=self._as_of,
            held_until=self._day(90),
            reason="family leave",
        )
        return Chapter(
            "Somebody cannot go",
            f"{HELD} is on hold for three months.",
            "The list for Mogadishu is revised once more, without that person.",
            (hold,),
            (("ProposalRevised", self._vacancy("vacancy-mogadishu")),),
        )

    def rejected(self) -> Chapter:
        opened = self._opened("vacancy-wrong", "COM", "P-4", DHAKA, "Chief of Mission, Dhaka")
        wrong = replace(opened, closes_on=self._day(-30))
        return Chapter(
            "A record that no later fact can cure",
            "A system that checks nothing writes a vacancy that closes before it opens.",
            "It stands in the dead letters with the reason, what to do and its own bytes; nothing"
            " else is held up.",
            (wrong,),
            (("EventRejected", wrong.vacancy_id),),
            contradictory=True,
        )

    def _cast(self) -> Iterator[Event]:
        for member in CAST:
            yield from facts_about(member, self._day, self._event)
            for rated in member.assessments:
                yield self._assessment(member.candidate_id, rated, member.assessed_days_ago)
            if member.post is not None:
                yield from self._incumbency(member)
            if member.free_in_days is not None:
                yield self._availability(member, member.free_in_days)

    def _incumbency(self, member: Member) -> Iterator[Event]:
        assert member.post is not None
        job_group, grade, country, city = member.post
        yield self._event(
            events.IncumbentAssigned,
            f"{member.candidate_id}-assignment",
            days=-900,
            candidate_id=member.candidate_id,
            assignment_id=f"{member.candidate_id}-assignment",
            post_id=f"post-{member.candidate_id}",
            job_group=job_group,
            grade=grade,
            duty_station=built_in().station(country, city).key,
            starts_on=self._day(-900),
            due_rotation_on=self._day(member.due_in_days),
        )
        yield self._event(
            events.PerformanceRated,
            f"{member.candidate_id}-appraisal",
            days=-120,
            candidate_id=member.candidate_id,
            rating=member.appraisal,
            period_end=self._day(-180),
        )

    def _assessment(
        self, candidate_id: str, rated: tuple[str, str, str], days_ago: int, which: str = "first"
    ) -> events.AssessmentCompleted:
        job_group, grade, rating = rated
        name = f"{candidate_id}-{job_group}-{grade}-{which}"
        return self._event(
            events.AssessmentCompleted,
            name,
            days=-days_ago,
            candidate_id=candidate_id,
            assessment_id=name,
            job_group=job_group,
            grade=grade,
            overall_rating=rating,
            completed_on=self._day(-days_ago),
            round_id=f"round-{self._day(-days_ago).year}",
            modality="FULL_PATHWAYS",
            delivery="IN_PERSON",
            panel_id="panel-1",
            framework_version="2023",
            competencies=competencies_shown(grade, rating),
        )

    def _availability(self, member: Member, free_in_days: int) -> Event:
        return self._event(
            events.AvailabilityConfirmed,
            f"{member.candidate_id}-free",
            days=-10,
            candidate_id=member.candidate_id,
            available_from=self._day(free_in_days),
            notice_days=30,
        )

    def _opened(
        self, name: str, job_group: str, grade: str, place: events.DutyStationKey, title: str
    ) -> events.VacancyOpened:
        return self._event(
            events.VacancyOpened,
            f"{name}-opened",
            vacancy_id=self._vacancy(name),
            job_group=job_group,
            grade=grade,
            post_id=f"post-{name}",
            title=title,
            duty_station=place,
            reason="CURTAILMENT",
            rotational=True,
            opened_on=self._as_of,
            start_by=self._day(90),
            closes_on=self._day(21),
            languages=ENGLISH,
            tier_rule=NOTICE,
        )

    def _acceptance(self) -> Iterator[Event]:
        vacancy: dict[str, Any] = {"vacancy_id": self._vacancy("vacancy-juba"), "job_group": "COM"}
        offer = vacancy | {
            "candidate_id": STARS,
            "offer_id": self._vacancy("offer-juba"),
            "actor_role": "hr-partner",
        }
        yield self._event(events.OfferMade, "offer-made", **offer, reply_by=self._day(7))
        yield self._event(events.OfferAccepted, "offer-accepted", **offer)
        yield self._event(events.VacancyFilled, "filled", **vacancy, candidate_id=STARS)

    def _vacancy(self, name: str) -> str:
        return f"{name}-{self._as_of}"

    def _day(self, offset: int) -> date:
        return self._as_of + timedelta(days=offset)

    def _event(self, kind: type[Made], name: str, days: int = 0, **fields: Any) -> Made:
        """An event of the day, or of some days before or after, with an id that tells the day."""
        self._count += 1
        # Not seconds: even a story told just after midnight lies hardly ahead of it.
        moment = self._midnight + timedelta(days=days, milliseconds=100 * self._count)
        return kind(
            event_id=f"story-{self._as_of}-{name}",
            occurred_at=moment,
            recorded_at=moment,
            source=SOURCE,
            correlation_id=f"story-{self._as_of}",
            **fields,
        )
