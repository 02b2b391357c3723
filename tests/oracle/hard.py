"""Every hard rule for one person, as a reader of the rules would go through them."""

from collections.abc import Callable
from datetime import date, timedelta

from schemas.events import (
    CommitmentFact,
    HoldFact,
    LanguageFact,
    LanguageRequirement,
    MembershipRecorded,
    WaiverGranted,
)
from tests.oracle.world import World, months_later

Rule = Callable[[World, MembershipRecorded], str]

RATINGS = ["NOT_READY_YET", "TIER_2", "TIER_1", "STAR"]
CORE = ["H1", "H2", "H3", "H10", "H15", "DECLINED"]
ABILITIES = ["LISTENING", "READING", "SPEAKING", "WRITING"]


def any_of(outcomes: list[str]) -> str:
    return next((it for it in ("PASS", "UNKNOWN") if it in outcomes), "FAIL")


def all_of(outcomes: list[str]) -> str:
    return next((it for it in ("FAIL", "UNKNOWN") if it in outcomes), "PASS")


def satisfactory(world: World, person: MembershipRecorded) -> bool | None:
    if person.performance is None:
        return None
    return person.performance.rating in world.rules.satisfactory_ratings


def as_assessed(world: World, person: MembershipRecorded) -> str:
    """What the assessment is worth today: NONE, VALID, EXPIRED or UNSURE."""
    fact = person.assessment
    if fact is None or fact.rating == "NOT_READY_YET" or fact.completed_on > world.today:
        return "NONE"
    last = last_day(world, person)
    if last is None:
        return "UNSURE"
    return "VALID" if world.today <= last else "EXPIRED"


def last_day(world: World, person: MembershipRecorded) -> date | None:
    fact = person.assessment
    if fact is None:
        return None
    months = next((it.months for it in world.rules.validity if it.rating == fact.rating), None)
    return None if months is None else months_later(fact.completed_on, months)


def as_incumbent(world: World, person: MembershipRecorded) -> str:
    post = person.incumbency
    if post is None or not post.starts_on <= world.today <= (post.ends_on or date.max):
        return "NONE"
    return {None: "UNSURE", True: "VALID", False: "NONE"}[satisfactory(world, person)]


def suspended(world: World, person: MembershipRecorded) -> bool:
    refused = any(
        fact.status in ("REFUSED", "WITHDRAWN")
        and fact.clearance_type in world.rules.suspending_clearances
        for fact in person.clearances
    )
    rated = person.origin is not None and person.origin.value in world.rules.rated_origins
    poor = world.rules.suspends_unsatisfactory and rated and satisfactory(world, person) is False
    return refused or poor


def h1(world: World, person: MembershipRecorded) -> str:
    if suspended(world, person):
        return "FAIL"
    worth = {"NONE": "FAIL", "UNSURE": "UNKNOWN", "VALID": "PASS", "EXPIRED": "PASS"}
    return any_of([worth[as_assessed(world, person)], worth[as_incumbent(world, person)]])


def h2(world: World, person: MembershipRecorded) -> str:
    least = max(RATINGS.index(world.terms.min_rating), RATINGS.index("TIER_2"))
    if person.assessment is not None:
        return "PASS" if RATINGS.index(person.assessment.rating) >= least else "FAIL"
    if least > RATINGS.index("TIER_1"):
        return "FAIL"
    worth = {"VALID": "PASS", "UNSURE": "UNKNOWN"}
    return worth.get(as_incumbent(world, person), "FAIL")


def h3(world: World, person: MembershipRecorded) -> str:
    last = last_day(world, person)
    assessed = {"UNSURE": "UNKNOWN", "VALID": "PASS"}.get(as_assessed(world, person), "FAIL")
    if assessed == "PASS" and last is not None and last < world.start:
        assessed = "FAIL"
    incumbent = {"UNSURE": "UNKNOWN", "VALID": "PASS"}.get(as_incumbent(world, person), "FAIL")
    post = person.incumbency
    if post is not None and post.ends_on is not None and post.ends_on < world.start:
        incumbent = "FAIL"
    return any_of([assessed, incumbent])


def h4(world: World, person: MembershipRecorded) -> str:
    asked = world.terms.languages
    if asked is None:
        return "PASS"
    every = [speaks(world, person, one) for one in asked.all_of]
    if asked.any_of:
        every.append(any_of([speaks(world, person, one) for one in asked.any_of]))
    return all_of(every)


def speaks(world: World, person: MembershipRecorded, asked: LanguageRequirement) -> str:
    if not person.languages:
        return "UNKNOWN"
    needed = world.rank(asked.framework, asked.level)
    if needed is None:
        return "UNKNOWN"
    about = [it for it in person.languages if it.language == asked.language]
    if not about:
        return "FAIL"
    abilities = [asked.ability] if asked.ability else ABILITIES
    return all_of([can(world, about, ability, needed, asked.tested) for ability in abilities])


def can(world: World, about: list[LanguageFact], ability: str, needed: int, tested: bool) -> str:
    """The test counts before the person's word; several frameworks: the best of them."""
    ranks: dict[str, list[int | None]] = {"TESTED": [], "SELF": []}
    for fact in about:
        for level in fact.levels:
            if level.ability == ability:
                ranks[fact.evidence].append(world.rank(fact.framework, level.level))
    said = ranks["TESTED"] or ranks["SELF"]
    if not said:
        return "UNKNOWN"
    known = [rank for rank in said if rank is not None]
    if any(rank >= needed for rank in known):
        return "UNKNOWN" if tested and not ranks["TESTED"] else "PASS"
    return "UNKNOWN" if len(known) < len(said) else "FAIL"


def h5(world: World, person: MembershipRecorded) -> str:
    staffing = world.staffing(world.terms.grade)
    if staffing == "OTHER":
        return "PASS"
    if staffing is None or person.nationalities is None:
        return "UNKNOWN"
    held = set(person.nationalities.countries)
    if staffing == "NATIONAL":
        return "PASS" if world.terms.duty_station.country in held else "FAIL"
    states = world.countries("MEMBER_STATES", world.today)
    if states is None:
        return "UNKNOWN"
    return "PASS" if held & states else "FAIL"


def h6(world: World, person: MembershipRecorded) -> str:
    staffing = world.staffing(world.terms.grade)
    if staffing is None:
        return "UNKNOWN"
    if staffing != "INTERNATIONAL":
        return "PASS"
    if person.nationalities is None:
        return "UNKNOWN"
    own = world.terms.duty_station.country in person.nationalities.countries
    return "FAIL" if own else "PASS"


def h7(world: World, person: MembershipRecorded) -> str:
    good = satisfactory(world, person)
    if person.origin is None:
        return "PASS" if good else "UNKNOWN"
    if person.origin.value not in world.rules.rated_origins or good:
        return "PASS"
    return "UNKNOWN" if good is None else "FAIL"


def h8(world: World, person: MembershipRecorded) -> str:
    post = person.posting
    if post is None or (post.ends_on is not None and post.ends_on < world.start):
        return "PASS"
    if post.abolished_on is not None:
        return "PASS"
    due = post.due_rotation_on or usual_end(world, person)
    if due is None:
        return "UNKNOWN"
    return "PASS" if due <= months_later(world.start, world.rules.last_year_months) else "FAIL"


def usual_end(world: World, person: MembershipRecorded) -> date | None:
    """From the length of a tour at the station, or of its class."""
    post = person.posting
    station = None if post is None else world.station(post.duty_station)
    if post is None or station is None:
        return None
    months = station.standard_assignment_months
    if months is None:
        lengths = {it.hardship_class: it.months for it in world.rules.tour_lengths}
        months = lengths.get(station.hardship_class)
    return None if months is None else months_later(post.starts_on, months)


def h9(world: World, person: MembershipRecorded) -> str:
    if person.retirement is None:
        return "UNKNOWN"
    least = months_later(world.start, world.rules.useful_tour_months)
    return "PASS" if person.retirement.day >= least else "FAIL"


def h10(world: World, person: MembershipRecorded) -> str:
    if any(holds(hold, day) for hold in person.holds for day in (world.today, world.start)):
        return "FAIL"
    said = person.availability
    if said is None:
        return "UNKNOWN"
    free = max(said.available_from, world.today) + timedelta(days=said.notice_days)
    return "FAIL" if free > world.start else "PASS"


def holds(hold: HoldFact, day: date) -> bool:
    return hold.held_from <= day <= (hold.held_until or date.max)


def h11(world: World, person: MembershipRecorded) -> str:
    by_type = {fact.clearance_type: fact for fact in person.clearances}
    outcomes = []
    for kind in world.rules.required_clearances:
        fact = next((it for name, it in by_type.items() if name == kind), None)
        if fact is None or fact.status == "PENDING":
            outcomes.append("UNKNOWN")
        elif fact.status == "GRANTED":
            begun = (fact.valid_from or date.min) <= world.today
            lasts = (fact.valid_until or date.max) >= world.start
            outcomes.append("PASS" if begun and lasts else "FAIL")
        else:
            outcomes.append("FAIL")
    return all_of(outcomes)


def h12(world: World, person: MembershipRecorded) -> str:
    wish, here = person.preferences, world.here
    if wish is None:
        return "PASS"
    outcomes = ["FAIL" if world.terms.duty_station in wish.excluded_stations else "PASS"]
    if wish.max_hardship is not None:
        order = world.rules.hardship_order
        if here is None or not {here.hardship_class, wish.max_hardship} <= set(order):
            outcomes.append("UNKNOWN")
        elif order.index(here.hardship_class) > order.index(wish.max_hardship):
            outcomes.append("FAIL")
    if wish.accepts_non_family is False:
        family = here.family_status if here else None
        outcomes.append({None: "UNKNOWN", "NON_FAMILY": "FAIL", "FAMILY": "PASS"}[family])
    return all_of(outcomes)


def h13(_: World, person: MembershipRecorded) -> str:
    said = person.relatives.value if person.relatives else None
    return {"NONE": "PASS", "CLOSE": "FAIL"}.get(str(said), "UNKNOWN")


def h14(world: World, person: MembershipRecorded) -> str:
    outcomes = []
    if world.terms.scope == "INTERNAL":
        inside = world.rules.internal_origins
        outcomes.append(fits(person.origin.value if person.origin else None, inside))
    if world.terms.appointment_types:
        held = person.appointment_type.value if person.appointment_type else None
        outcomes.append(fits(held, world.terms.appointment_types))
    return all_of(outcomes)


def fits(held: str | None, accepted: tuple[str, ...]) -> str:
    if held is None:
        return "UNKNOWN"
    return "PASS" if held in accepted else "FAIL"


def h15(world: World, person: MembershipRecorded) -> str:
    to = {it.vacancy_id for it in person.commitments if commits(world, it)}
    return "FAIL" if to - {world.terms.vacancy_id} else "PASS"


def commits(world: World, fact: CommitmentFact) -> bool:
    """Answered in time, and not yet ended by the first day in the post."""
    days = world.rules.offer_reply_days
    if fact.reply_by is None and days is not None and fact.offered_on and fact.accepted_on:
        in_time = fact.accepted_on <= fact.offered_on + timedelta(days=days)
        return in_time and not_in_post(world, fact)
    return not_in_post(world, fact)


def not_in_post(world: World, fact: CommitmentFact) -> bool:
    return fact.placed_from is None or world.today < fact.placed_from


def declined(world: World, person: MembershipRecorded) -> str:
    ids = {person.candidate_id, *person.former_ids}
    return "FAIL" if any(one.candidate_id in ids for one in world.declined) else "PASS"


RULES: dict[str, Rule] = {
    "H1": h1,
    "H2": h2,
    "H3": h3,
    "H4": h4,
    "H5": h5,
    "H6": h6,
    "H7": h7,
    "H8": h8,
    "H9": h9,
    "H10": h10,
    "H11": h11,
    "H12": h12,
    "H13": h13,
    "H14": h14,
    "H15": h15,
    "DECLINED": declined,
}
"""In the order in which a proposal shows them."""


def asked(world: World, mode: str) -> list[str]:
    named = {it.rule: it.mode for it in world.rules.rules}
    core = "HARD" if mode == "HARD" else None
    return [rule for rule in RULES if (core if rule in CORE else named.get(rule)) == mode]


def answers(world: World, person: MembershipRecorded, mode: str = "HARD") -> dict[str, str]:
    """Each rule's answer, waivers applied."""
    told = {rule: RULES[rule](world, person) for rule in asked(world, mode)}
    ids = {person.candidate_id, *person.former_ids}
    for waiver in (one for one in world.waivers if one.candidate_id in ids):
        if told.get(waiver.rule) in ("FAIL", "UNKNOWN") and sets_aside(world, person, waiver):
            told[waiver.rule] = "WAIVED"
    return told


def sets_aside(world: World, person: MembershipRecorded, waiver: WaiverGranted) -> bool:
    policy = next((it for it in world.rules.rules if it.rule == waiver.rule), None)
    if policy is None or not policy.waivable:
        return False
    if waiver.valid_until is not None and waiver.valid_until < world.today:
        return False
    if code(person, waiver.rule) in policy.never_waived_for:
        return False
    if waiver.extent == "FULL":
        return True
    missed = shortfall(world, person, waiver.rule)
    accepted = waiver.shortfall_accepted
    return missed is not None and accepted is not None and missed <= accepted


def code(person: MembershipRecorded, rule: str) -> str | None:
    if rule == "H2" and person.assessment is not None:
        return person.assessment.rating
    if rule == "H13" and person.relatives is not None:
        return person.relatives.value
    return None


def shortfall(world: World, person: MembershipRecorded, rule: str) -> int | None:
    """By how much the requirement is missed; only the plainly measurable is tried by the tests."""
    if rule == "H10" and person.availability is not None and not person.holds:
        said = person.availability
        free = max(said.available_from, world.today) + timedelta(days=said.notice_days)
        return (free - world.start).days
    if rule == "H9" and person.retirement is not None:
        needed = months_later(world.start, world.rules.useful_tour_months)
        months = 0
        while months_later(person.retirement.day, months) < needed:
            months += 1
        return months
    return None
