"""Whatever order facts arrive in and wherever transactions are cut, the last word is the same."""

import random
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.events import (
    Event,
    OfferAccepted,
    OfferDeclined,
    OfferLapsed,
    OfferMade,
    OfferRevoked,
    VacancyAmended,
    VacancyCancelled,
    VacancyFilled,
    VacancyMovedToRotation,
    VacancyResumed,
    VacancySuspended,
)
from tests.unit.pool_facts import (
    BASICS,
    TODAY,
    Log,
    committed,
    cycle,
    day,
    envelope,
    hold,
    member,
    opened,
    profile,
    rules,
)
from tests.unit.reference_facts import (
    abolished,
    classified,
    established,
    expecting,
    reclassified,
    states,
    told,
)

REFERENCE: list[Event] = [
    abolished(date(2026, 4, 1)),
    reclassified(TODAY + timedelta(days=5)),
    established(TODAY + timedelta(days=8)),
    classified("C"),
    classified("D", TODAY + timedelta(days=4)),
    states(),
    states("NON_REPRESENTED", "nrms-1"),
    expecting(3),
    expecting(4, TODAY + timedelta(days=4)),
]
VACANCIES = [f"v-{number}" for number in range(4)]


def facts(random_: random.Random) -> list[Event]:
    """One history: each person once, vacancies and offers in any mixture."""
    people = [
        member(
            f"c-{number}",
            number + 1,
            grade=random_.choice(["P-5", "P-5", "P-4"]),
            holds=random_.choice([(), (), (hold(TODAY),)]),
            commitments=random_.choice([(), (), (committed("v-1"),)]),
        )
        for number in range(random_.randrange(12))
    ]
    openings = [opened(v, random_.randrange(9), rotational=v == "v-2") for v in VACANCIES]
    kinds: list[tuple[type[Any], dict[str, Any]]] = [
        (VacancyAmended, {"title": "amended"}),
        (VacancyAmended, {"min_rating": "STAR"}),
        (VacancySuspended, {"reason": "budget"}),
        (VacancyResumed, {}),
        (VacancyCancelled, {"reason": "abolished"}),
        (VacancyMovedToRotation, {"cycle_id": "2026", "reason": "late"}),
        (VacancyFilled, {}),
        (OfferMade, {"reply_by": TODAY + timedelta(days=random_.randrange(12))}),
        (OfferMade, {}),
        (OfferLapsed, {"lapsed_on": TODAY}),
        (OfferAccepted, {}),
        (OfferDeclined, {}),
        (OfferRevoked, {"reason": "changed"}),
    ]
    later: list[Event] = []
    for number in range(random_.randrange(10)):
        kind, fields = random_.choice(kinds)
        names: dict[str, Any] = {"vacancy_id": random_.choice(VACANCIES), "job_group": "COM"}
        if kind.__name__.startswith("Offer"):
            names |= {"candidate_id": f"c-{random_.randrange(5)}", "actor_role": "hr-partner"}
            names["offer_id"] = f"o-{random_.randrange(3)}"
        later.append(kind(**envelope(f"e-{number}", random_.randrange(30)), **names, **fields))
    window = [cycle("2026", TODAY - timedelta(days=9), date(2026, 4, 1))]
    days = [day(TODAY + timedelta(days=number)) for number in (3, 9)]
    policies = [rules(2, ranked_max=3, offer_reply_days=6), profile("P-4")]
    known = random_.sample(REFERENCE, random_.randrange(len(REFERENCE)))
    lists = [
        told(f"v-{number}", random_.sample([f"c-{n}" for n in range(8)], 3), revision)
        for number in (7, 8, 9)
        for revision in (1, 2)
    ]
    return [*BASICS, *people, *openings, *later, *window, *days, *policies, *known, *lists]


def last_words(events: list[Event], random_: random.Random) -> Any:
    log = Log()
    rest = list(events)
    while rest:
        size = random_.randrange(1, 9)
        log.fold(*rest[:size])
        rest = rest[size:]
    proposals = {
        vacancy_id: case.published.content_sha256
        for vacancy_id, case in log.pool.holdings.cases.items()
    }
    roster = {
        (e.candidate_id, e.grade): (e.status, e.rating, e.bases, e.valid_from, e.valid_until)
        for said in log.said
        for e in said.roster
    }
    return proposals, roster


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 1 << 32))
def test_any_order_with_repeats_ends_in_the_same_last_words(seed: int) -> None:
    random_ = random.Random(seed)
    events = facts(random_)
    repeats = random_.choices(events, k=random_.randrange(8))
    expected = last_words(events, random_)
    assert len(expected[0]) == len(VACANCIES)
    for _ in range(2):
        mixed = events + repeats
        random_.shuffle(mixed)
        assert last_words(mixed, random_) == expected
