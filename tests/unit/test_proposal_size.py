"""A proposal fits a record, whatever its facts say and however many people there are."""

from dataclasses import replace
from datetime import date
from typing import Any

from schemas.codec import encode
from schemas.events import (
    CandidateShortlisted,
    CandidatesListed,
    CompetencyExpected,
    CompetencyProfilePublished,
    CompetencyShown,
    CriterionWeight,
    Event,
    LanguageFact,
    LanguageLevel,
    LanguageRank,
    LanguageRequirement,
    LanguageRequirements,
    LearningFact,
    ListedCandidate,
    MembershipRecorded,
    MemberState,
    MemberStateListPublished,
    OfferMade,
    RulePolicy,
    RuleSetPublished,
    StatedFact,
    TierClause,
    TierRule,
)
from schemas.topics import RECORD_BYTES_MAX
from tests.unit.pool_facts import (
    Log,
    assessed,
    committed,
    day,
    envelope,
    hold,
    in_post,
    member,
    only,
    opened,
    performing,
    profile,
    rules,
)

EARTH = "\U0001f30d"
"""A sign that takes four bytes."""
CODES = [f"{number:03}{EARTH * 120}" for number in range(60)]
LIST_MAX = 50


def long_id(number: int) -> str:
    return f"{number:0>128}"


def widest_rules() -> RuleSetPublished:
    warning = ("H6", "H8", "H14")
    named = (f"H{number}" for number in (4, 5, 6, 7, 8, 9, 11, 12, 13, 14))
    return rules(
        rules=tuple(
            RulePolicy(rule=rule, mode="WARN" if rule in warning else "HARD", waivable=True)
            for rule in named
            # Facts that nobody in these tests has would leave nobody to be ranked.
            if rule not in ("H5", "H9", "H11", "H13")
        ),
        criteria=tuple(
            CriterionWeight(criterion=f"S{number}", weight=1_000_000)
            for number in (1, 2, 3, 4, 5, 6, 7, 8, 10)
        ),
        language_ranks=tuple(
            LanguageRank(framework="UN", level=level, rank=rank)
            for rank, level in enumerate(("I", "IV"))
        ),
        satisfactory_ratings=(EARTH * 4000,),
        rated_origins=("INTERNAL",),
        ranked_max=LIST_MAX,
        near_misses_max=LIST_MAX,
        cannot_confirm_max=LIST_MAX,
    )


def widest_member(candidate_id: str, **changed: Any) -> MembershipRecorded:
    levels = tuple(
        LanguageLevel(ability=ability, level="IV")
        for ability in ("LISTENING", "READING", "SPEAKING", "WRITING")
    )
    facts: dict[str, Any] = {
        "assessment": replace(
            assessed("TIER_2", date(2025, 12, 1)),
            assessment_id=long_id(1),
            competencies=tuple(CompetencyShown(code=code, level_shown=1) for code in CODES),
        ),
        "incumbency": in_post(),
        "performance": performing(EARTH * 4000),
        "origin": StatedFact(value="INTERNAL", event_id=long_id(2)),
        "languages": tuple(
            LanguageFact(
                language=f"{letter}{other}",
                framework="UN",
                evidence="TESTED",
                levels=levels,
                event_id=long_id(3),
            )
            for letter in "abcdef"
            for other in "klmnop"
        ),
        "holds": tuple(hold(date(2027, 1, number), hold_id=long_id(4)) for number in range(1, 9)),
        "learning": tuple(
            LearningFact(edition_id=long_id(n), status="COMPLETED", event_id=long_id(5))
            for n in range(30)
        ),
    }
    return member(candidate_id, **(facts | changed))


def widest_people() -> list[MembershipRecorded]:
    """More than each of the four lists can name."""
    external = StatedFact(value="EXTERNAL", event_id=long_id(6))
    kinds: list[dict[str, Any]] = [
        {},
        {"origin": external},
        {"commitments": (committed(long_id(7)),)},
        {"availability": None},
    ]
    return [
        widest_member(long_id(1000 * kind + number), **changed)
        for kind, changed in enumerate(kinds)
        for number in range(LIST_MAX + 5)
    ]


def reference() -> list[Event]:
    expected = CompetencyProfilePublished(
        **envelope("expected"),
        job_group="COM",
        grade="P-5",
        framework_version="1",
        effective_from=date(2026, 1, 1),
        competencies=tuple(CompetencyExpected(code=code, kind="CORE", level=3) for code in CODES),
    )
    ahead = replace(expected, event_id="ahead", effective_from=date(2027, 1, 1))
    states = MemberStateListPublished(
        **envelope("states"),
        list_id="states",
        kind="MEMBER_STATES",
        effective_from=date(2025, 1, 1),
        states=tuple(
            MemberState(country=f"A{letter}{other}", region=f"{letter}{other}{EARTH * 3000}")
            for letter in "ABCDEFGH"
            for other in "ABCDEFGH"
        ),
    )
    return [expected, ahead, states]


def widest_vacancy() -> Event:
    clause = TierClause(clause=EARTH * 4000, origins=("INTERNAL",) * 500)
    unsure = TierClause(clause=EARTH * 4000, origins=("EXTERNAL",), genders=("F",))
    asked = tuple(
        LanguageRequirement(language=f"{letter}k", framework="UN", level="I") for letter in "abcdef"
    )
    return opened(
        title=EARTH * 4000,
        tier_rule=TierRule(tier_rule_id=long_id(8), first=(*(clause,) * 25, unsure)),
        languages=LanguageRequirements(all_of=asked),
        emphasis=tuple(CODES),
    )


def elsewhere(number: int) -> CandidatesListed:
    """One of many other vacancies that list the same people."""
    return CandidatesListed(
        **envelope(f"listed-{number}"),
        vacancy_id=long_id(10_000 + number),
        job_group="RMO",
        grade="P-4",
        revision=1,
        listed=tuple(
            ListedCandidate(candidate_id=long_id(place), rank=place + 1)
            for place in range(LIST_MAX + 5)
        ),
    )


def decided(number: int) -> list[Event]:
    candidate_id = long_id(20_000 + number)
    about: dict[str, Any] = {
        "vacancy_id": "v-1",
        "job_group": "COM",
        "candidate_id": candidate_id,
    }
    return [
        CandidateShortlisted(
            **envelope(f"short-{number}", 1),
            **about,
            revision_seen=1,
            actor_role="hr",
            override=False,
        ),
        OfferMade(
            **envelope(f"offer-{number}", 2),
            **about,
            offer_id=long_id(30_000 + number),
            actor_role="hr",
        ),
    ]


def test_the_widest_proposal_that_facts_can_make_fits_a_record_with_people_on_every_list() -> None:
    log = Log(
        widest_rules(),
        profile(),
        day(),
        *reference(),
        *widest_people(),
        *(elsewhere(number) for number in range(25)),
    )
    first = only(log.fold(widest_vacancy()).proposals)
    decisions = [event for number in range(150) for event in decided(number)]
    revised = only(log.fold(*decisions).proposals)
    for proposal in (first, revised):
        assert len(encode(proposal)) <= RECORD_BYTES_MAX
        lists = (
            proposal.ranked,
            proposal.tier_unconfirmed,
            proposal.near_misses,
            proposal.cannot_confirm,
        )
        sizes = [len(people) for people in lists]
        assert all(0 < size < LIST_MAX for size in sizes), sizes
    counts = revised.counts
    assert (counts.first_tier, counts.near_misses, counts.cannot_confirm) == (55, 55, 55)
    assert counts.tier_unconfirmed == 55
    assert len(encode(first)) > RECORD_BYTES_MAX // 2


def test_lists_that_fit_together_are_not_cut() -> None:
    plain = rules(ranked_max=LIST_MAX)
    people = [member(long_id(number)) for number in range(LIST_MAX + 5)]
    proposal = only(Log(plain, profile(), day(), *people, opened()).said[-1].proposals)
    assert len(proposal.ranked) == LIST_MAX
