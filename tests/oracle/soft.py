"""Tier, criteria and order for one person, one line of arithmetic after the other."""

from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from schemas.events import LanguageFact, MembershipRecorded, TierClause
from tests.oracle.hard import ABILITIES, RATINGS, all_of, any_of, as_incumbent, last_day
from tests.oracle.world import World, months_later


def tier(world: World, person: MembershipRecorded) -> str:
    rule = world.terms.tier_rule
    if rule is None:
        return "FIRST"
    outcome = any_of([holds(world, person, clause) for clause in rule.first])
    return {"PASS": "FIRST", "FAIL": "SECOND", "UNKNOWN": "UNCONFIRMED"}[outcome]


def holds(world: World, person: MembershipRecorded, clause: TierClause) -> str:
    outcomes = []
    if clause.vacancy_grade_from is not None:
        outcomes.append(senior_enough(world, clause.vacancy_grade_from))
    if clause.origins:
        outcomes.append(one_of(person.origin.value if person.origin else None, clause.origins))
    if clause.genders:
        said = person.gender.value if person.gender else None
        outcomes.append(one_of(None if said == "UNDISCLOSED" else said, clause.genders))
    if clause.nationality_list is not None:
        states = world.countries(clause.nationality_list, world.terms.opened_on)
        if states is None or person.nationalities is None:
            outcomes.append("UNKNOWN")
        else:
            on_it = states & set(person.nationalities.countries)
            outcomes.append("PASS" if on_it else "FAIL")
    return all_of(outcomes)


def senior_enough(world: World, least: str) -> str:
    here, there = world.seniority(world.terms.grade), world.seniority(least)
    if here is None or there is None:
        return "UNKNOWN"
    if world.staffing(world.terms.grade) != world.staffing(least):
        return "FAIL"
    return "PASS" if here >= there else "FAIL"


def one_of(held: str | None, accepted: tuple[Any, ...]) -> str:
    if held is None:
        return "UNKNOWN"
    return "PASS" if held in accepted else "FAIL"


def s1(_: World, person: MembershipRecorded) -> int:
    return [0, 333, 666, 1000][level(person)]


def level(person: MembershipRecorded) -> int:
    return RATINGS.index(person.assessment.rating if person.assessment else "TIER_1")


def s2(world: World, person: MembershipRecorded) -> int:
    post, start, horizon = person.posting, world.terms.start_by, world.rules.rotation_horizon_days
    if post is None:
        return 0
    ended = post.ends_on is not None and post.ends_on < world.terms.opened_on
    if post.abolished_on is not None:
        return 1000
    if post.due_rotation_on is None or ended:
        return 0
    ahead = (post.due_rotation_on - start).days
    if ahead <= 0:
        return 1000
    return max(0, (horizon - ahead) * 1000 // horizon) if horizon else 0


def s3(world: World, person: MembershipRecorded) -> int:
    wish, here, order = person.preferences, world.here, world.rules.hardship_order
    if here is None:
        return 0
    hardest = str(wish.max_hardship) if wish else ""
    points = 0
    if {hardest, here.hardship_class} <= set(order):
        points += 500 if order.index(hardest) >= order.index(here.hardship_class) else 0
    alone = wish is not None and wish.accepts_non_family is True
    if here.family_status == "FAMILY" or (here.family_status == "NON_FAMILY" and alone):
        points += 500
    return points


def s4(world: World, person: MembershipRecorded) -> int:
    post, rules, start = person.posting, world.rules, world.terms.start_by
    there = None if post is None else world.station(post.duty_station)
    if post is None or there is None or world.here is None:
        return 0
    if world.here.hardship_class == "UNCLASSIFIED":
        return 0
    ends = post.ends_on or date.max
    if ends < world.terms.opened_on:
        return 0
    until = start if ends >= start else ends + timedelta(days=1)
    for classes, months in (
        (rules.relief_classes, rules.relief_months),
        (rules.settled_classes, rules.settled_months),
    ):
        served = months_later(post.starts_on, months) <= until
        if served and there.hardship_class in classes and world.here.hardship_class not in classes:
            return 1000
    return 0


def s5(world: World, person: MembershipRecorded) -> int:
    profile = world.profile
    if profile is None:
        return 0
    expected = {it.code: it.level for it in profile.competencies if it.level}
    if world.terms.emphasis:
        expected = {code: at for code, at in expected.items() if code in world.terms.emphasis}
    shown = person.assessment.competencies if person.assessment else ()
    levels = {it.code: it.level_shown or 0 for it in shown}
    whole = sum(expected.values())
    met = sum(min(levels.get(code, 0), at) for code, at in expected.items())
    return met * 1000 // whole if whole else 0


def s6(world: World, person: MembershipRecorded) -> int:
    held = {
        one for one in (it.language for it in person.languages) if holds_all(world, person, one)
    }
    working = set(world.here.working_languages) if world.here else set()
    asked = world.terms.languages
    required = {it.language for it in (*asked.all_of, *asked.any_of)} if asked else set()
    # The working language that counts is the one that leaves most further languages.
    used = sorted(held & working, key=lambda it: it not in required)[:1]
    further = held - required - set(used)
    return 500 * len(used) + 250 * min(len(further), 2)


def holds_all(world: World, person: MembershipRecorded, language: str) -> bool:
    """Each ability at the rank that counts, by the test where there is one."""
    about = [fact for fact in person.languages if fact.language == language]
    return all(reached(world, about, ability) for ability in ABILITIES)


def reached(world: World, about: list[LanguageFact], ability: str) -> bool:
    for evidence in ("TESTED", "SELF"):
        levels = [
            world.rank(fact.framework, at.level)
            for fact in about
            for at in fact.levels
            if fact.evidence == evidence and at.ability == ability
        ]
        if levels:
            least = world.rules.extra_language_rank
            return any(rank is not None and rank >= least for rank in levels)
    return False


def s7(world: World, person: MembershipRecorded) -> int:
    if person.experience is None:
        return 0
    it, cap = person.experience.experience, world.rules.experience_cap_months
    kinds = (it.managerial_months, it.mandate_months, it.un_months, it.volunteer_months)
    return sum(min(months, cap) for months in kinds) * 1000 // (4 * cap) if cap else 0


def s8(world: World, person: MembershipRecorded) -> int:
    wish = person.preferences
    if wish is None:
        return 0
    region = world.here.region if world.here else None
    if world.terms.duty_station in wish.preferred_stations:
        rank = wish.preferred_stations.index(world.terms.duty_station)
    elif region is not None and region in wish.preferred_regions:
        rank = wish.preferred_regions.index(region)
    else:
        return 0
    return max(0, 1000 - 200 * rank)


def s10(world: World, person: MembershipRecorded) -> int:
    rules, terms, said = world.rules, world.terms, person.availability
    points = 0
    if said is not None:
        free = max(said.available_from, terms.opened_on) + timedelta(days=said.notice_days)
        spare = min(max((terms.start_by - free).days, 0), rules.slack_cap_days)
        points += share(334, spare, rules.slack_cap_days)
        age = (terms.opened_on - said.confirmed_at.date()).days
        limit = rules.unconfirmed_warning_days
        points += share(333, limit - min(max(age, 0), limit), limit)
    post = person.incumbency
    stays = post is not None and (post.ends_on is None or post.ends_on >= terms.start_by)
    if as_incumbent(world, person) == "VALID" and stays:
        return points + 333
    last = last_day(world, person)
    if last is not None:
        left = min(max((last - terms.start_by).days, 0), rules.validity_cap_days)
        points += share(333, left, rules.validity_cap_days)
    return points


def share(points: int, part: int, whole: int) -> int:
    return points * part // whole if whole else 0


CRITERIA = {
    "S1": s1, "S2": s2, "S3": s3, "S4": s4, "S5": s5, "S6": s6, "S7": s7, "S8": s8, "S10": s10,
}  # fmt: skip


def scores(world: World, person: MembershipRecorded) -> dict[str, int]:
    weights = {one.criterion: one.weight for one in world.rules.criteria}
    return {
        name: (0 if name == "S9" else CRITERIA[name](world, person)) * weight
        for name, weight in weights.items()
    }


def total(world: World, person: MembershipRecorded) -> int:
    return sum(scores(world, person).values())


def order(world: World, person: MembershipRecorded) -> Any:
    """Among the eligible: the tier before the total, the total before everything else."""
    tiers = ["FIRST", "SECOND", "UNCONFIRMED"]
    return tiers.index(tier(world, person)), -total(world, person), merit(person)


def merit(person: MembershipRecorded) -> Any:
    """Among people who are not scored, and those with the same total."""
    post = person.posting or person.incumbency
    due = (post and post.due_rotation_on) or date.max
    name = person.candidate_id.encode()
    return (
        -level(person),
        due,
        person.member_since or date.max,
        sha256(name).digest()[:8],
        name,
    )
