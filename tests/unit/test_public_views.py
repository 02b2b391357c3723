"""The views that other tools read, over small histories whose answers are worked out by hand."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, text

from consumers.projection.database import open_database
from consumers.projection.read_model import ReadModel
from schemas.events import DiversityCell, DiversityPanel, NearMiss
from tests.golden_results import golden, membership
from tests.read_model_rows import PREFIX, TOPIC_IDS, save
from tests.unit.proposal_samples import full, ranked


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_database(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def model(engine: Engine) -> ReadModel:
    return ReadModel.take_over(engine, PREFIX, TOPIC_IDS)


def answer(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    """What a reader gets whose clock is far from ours, in the spelling that SQLite has."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET TIME ZONE 'Pacific/Auckland'"))
        return [tuple(map(_plain, row)) for row in connection.execute(text(query))]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
    if isinstance(value, date):
        return value.isoformat()
    return round(float(value), 3) if isinstance(value, Decimal | float) else value


def at(day: int, hour: int = 12, month: int = 3) -> dict[str, Any]:
    moment = datetime(2026, month, day, hour, tzinfo=UTC)
    return {"occurred_at": moment, "recorded_at": moment}


def told(day: int, hour: int = 12, month: int = 3) -> str:
    return f"2026-{month:02}-{day:02} {hour:02}:00:00.000000"


def event(name: str, event_id: str, when: dict[str, Any], **fields: Any) -> Any:
    return replace(golden(name), event_id=event_id, **when, **fields)


def member(who: str, version: int, status: str, day: int, **fields: Any) -> Any:
    return replace(membership(who, version, status), **at(day), **fields)


def listed(vacancy: str, revision: int, *people: str, **fields: Any) -> Any:
    """A list of these people, first to last, with nobody else on it."""
    alone: dict[str, Any] = {"near_misses": (), "cannot_confirm": (), "tier_unconfirmed": ()}
    return full(
        **{
            "event_id": f"{vacancy}-{revision}",
            "vacancy_id": vacancy,
            "revision": revision,
            "ranked": tuple(ranked(rank, who) for rank, who in enumerate(people, 1)),
            **alone,
            **fields,
        }
    )


def test_the_roster_has_those_who_are_members_now(model: ReadModel, engine: Engine) -> None:
    save(
        model,
        member("c-1", 1, "ACTIVE", 1),
        member("c-2", 1, "ACTIVE", 1),
        member("c-2", 2, "EXPIRED", 2),
        member("c-3", 1, "ACTIVE", 1),
        member("c-3", 2, "ON_HOLD", 3),
        member("c-4", 1, "WITHDRAWN", 1),
        member("c-5", 1, "REMOVED", 1),
    )
    query = "SELECT candidate_id, status, known_since FROM roster_current ORDER BY candidate_id"
    assert answer(engine, query) == [("c-1", "ACTIVE", told(1)), ("c-3", "ON_HOLD", told(3))]


def test_history_tells_what_was_known_when_and_for_which_days(
    model: ReadModel, engine: Engine
) -> None:
    until = date(2028, 1, 17)
    save(
        model,
        member("c-1", 1, "ACTIVE", 1, valid_until=until, rating="TIER_1"),
        member("c-1", 2, "ACTIVE", 5, valid_until=until, rating="STAR"),
        # The log let go of version 3 before anybody read it.
        member("c-1", 4, "REMOVED", 9, valid_until=date(2026, 3, 2), rating="STAR"),
    )
    query = (
        "SELECT version, rating, valid_until, known_from, known_until, versions_missing "
        "FROM membership_history ORDER BY version"
    )
    assert answer(engine, query) == [
        (1, "TIER_1", "2028-01-17", told(1), told(5), 0),
        (2, "STAR", "2028-01-17", told(5), told(9), 0),
        (4, "STAR", "2026-03-02", told(9), None, 1),
    ]
    # As it was known on the 6th, the membership held on the 3rd; as known on the 10th, it did not.
    known = (
        "SELECT COUNT(*) FROM membership_history WHERE known_from <= '2026-03-{day} 00:00:00+00' "
        "AND (known_until IS NULL OR known_until > '2026-03-{day} 00:00:00+00') "
        "AND valid_from <= '2026-03-03' AND valid_until >= '2026-03-03'"
    )
    counts = [answer(engine, known.format(day=day)) for day in ("06", "10")]
    assert counts == [[(1,)], [(0,)]]


def test_entries_say_whether_their_list_stands(model: ReadModel, engine: Engine) -> None:
    near = NearMiss(candidate_id="c-3", rating="STAR", rule="H10", answers=())
    advice = event("ProposalAdvised", "r-3", at(3), vacancy_id="r", revision=3, reviewed_revision=2)
    withdrawn = event("ProposalWithdrawn", "w-2", at(2), vacancy_id="w", revision=2)
    save(
        model,
        listed("o", 1, "c-1"),
        listed("o", 2, "c-2", "c-1", near_misses=(near,)),
        listed("r", 1, "c-1"),
        listed("r", 2, "c-2"),
        advice,
        listed("w", 1, "c-1"),
        withdrawn,
    )
    query = (
        "SELECT vacancy_id, revision, section, place, candidate_id, remark FROM proposal_entries "
        "WHERE stands ORDER BY vacancy_id, section DESC, place"
    )
    assert answer(engine, query) == [
        ("o", 2, "RANKED", 1, "c-2", "total"),
        ("o", 2, "RANKED", 2, "c-1", "total"),
        ("o", 2, "NEAR_MISS", 1, "c-3", "H10"),
        ("r", 2, "RANKED", 1, "c-2", "total"),
    ]
    assert answer(engine, "SELECT COUNT(*) FROM proposal_entries WHERE NOT stands") == [(3,)]


def test_a_vacancy_is_what_the_later_facts_say_in_whatever_order_they_came(
    model: ReadModel, engine: Engine
) -> None:
    def opened(vacancy: str, day: int, **fields: Any) -> Any:
        return event(
            "VacancyOpened", f"{vacancy}-open-{day}", at(day), vacancy_id=vacancy, **fields
        )

    def amended(vacancy: str, day: int, **fields: Any) -> Any:
        nothing = dict.fromkeys(("title", "start_by", "closes_on", "duty_station"))
        changed = nothing | fields
        return event(
            "VacancyAmended", f"{vacancy}-am-{day}", at(day), vacancy_id=vacancy, **changed
        )

    def other(kind: str, vacancy: str, day: int) -> Any:
        return event(f"Vacancy{kind}", f"{vacancy}-{kind}-{day}", at(day), vacancy_id=vacancy)

    save(
        model,
        other("Suspended", "s", 4),
        amended("s", 3, title="the later title"),
        amended("s", 2, title="the earlier title", start_by=date(2026, 9, 1)),
        opened("s", 1, title="the first title", start_by=date(2026, 6, 1)),
        opened("again", 5, title="as opened again"),
        amended("again", 2, title="from before"),
        opened("again", 1),
        other("Filled", "again", 3),
        other("Resumed", "gone", 4),
        other("Cancelled", "gone", 2),
        opened("gone", 1),
        other("Anticipated", "soon", 1),
        amended("unknown", 1, title="of nothing yet"),
    )
    query = "SELECT vacancy_id, state, title, start_by FROM vacancies ORDER BY vacancy_id"
    (again, gone, s, soon, unknown) = answer(engine, query)
    assert again[:3] == ("again", "OPEN", "as opened again")
    assert gone[:2] == ("gone", "CANCELLED")
    assert s == ("s", "SUSPENDED", "the later title", "2026-09-01")
    assert soon[:2] == ("soon", "ANTICIPATED")
    assert unknown == ("unknown", "PENDING", None, None)


def offer(kind: str, offer_id: str, who: str, when: dict[str, Any], **fields: Any) -> Any:
    named = {"vacancy_id": "v", "candidate_id": who, "offer_id": offer_id}
    return event(kind, f"{kind}-{offer_id}", when, **named, **fields)


def refusal(decision: Any) -> Any:
    named = {"decision_event_id": decision.event_id, "vacancy_id": decision.vacancy_id}
    return event("DecisionRefused", f"no-{decision.event_id}", at(30), **named)


def test_who_chose_otherwise_than_the_first_rank_and_why(model: ReadModel, engine: Engine) -> None:
    stale = offer("OfferMade", "o-2", "c-2", at(6), revision_seen=1, reason="the better fit")
    shortlisted = event(
        "CandidateShortlisted",
        "short",
        at(3),
        vacancy_id="v",
        candidate_id="c-3",
        revision_seen=1,
        override=True,
        reason="speaks Dari",
    )
    accepted = event(
        "ProposalAccepted", "ok", at(4), vacancy_id="v", revision_seen=1, override=False
    )
    rejected = event(
        "ProposalRejected", "none", at(9), vacancy_id="v", revision_seen=2, reason="start again"
    )
    save(
        model,
        listed("v", 1, "c-1", "c-2", "c-3", **at(2)),
        listed("v", 2, "c-2", "c-3", **at(5)),
        shortlisted,
        accepted,
        stale,
        refusal(stale),
        offer("OfferMade", "o-3", "c-2", at(7), revision_seen=None, reason=None),
        offer("OfferMade", "o-4", "c-3", at(8), revision_seen=2, reason="both agreed"),
        rejected,
    )
    query = (
        "SELECT decision, candidate_id, list_revision, place, first_candidate_id, departs, reason, "
        "refused FROM decision_overrides ORDER BY decided_at"
    )
    assert answer(engine, query) == [
        ("CandidateShortlisted", "c-3", 1, 3, "c-1", True, "speaks Dari", False),
        ("ProposalAccepted", None, 1, None, "c-1", False, accepted.reason, False),
        ("OfferMade", "c-2", 1, 2, "c-1", True, "the better fit", True),
        ("OfferMade", "c-2", 2, 1, "c-2", False, None, False),
        ("OfferMade", "c-3", 2, 2, "c-2", True, "both agreed", False),
        ("ProposalRejected", None, 2, None, "c-2", True, "start again", False),
    ]


def test_an_offer_on_advice_is_held_against_the_list_that_was_reviewed(
    model: ReadModel, engine: Engine
) -> None:
    advice = event("ProposalAdvised", "v-2", at(3), vacancy_id="v", revision=2, reviewed_revision=1)
    made = offer("OfferMade", "o-1", "c-1", at(4), revision_seen=2)
    save(model, listed("v", 1, "c-1", "c-2", **at(2)), advice, made)
    query = "SELECT list_revision, place, departs FROM decision_overrides"
    assert answer(engine, query) == [(1, 1, False)]


def test_time_to_fill_counts_days_from_the_first_opening(model: ReadModel, engine: Engine) -> None:
    refused = offer("OfferMade", "o-0", "c-9", at(5), revision_seen=1)
    opened = event("VacancyOpened", "v-open", at(1), vacancy_id="v", opened_on=date(2026, 3, 1))
    idle = event("VacancyOpened", "i-open", at(1), vacancy_id="i", opened_on=date(2026, 3, 4))
    save(
        model,
        opened,
        idle,
        listed("v", 1, "c-1", "c-2", **at(1, 23)),
        listed("v", 2, "c-2", **at(4)),
        refused,
        refusal(refused),
        offer("OfferMade", "o-1", "c-1", at(9)),
        offer("OfferAccepted", "o-1", "c-1", at(11)),
        offer("OfferRevoked", "o-1", "c-1", at(12)),
        offer("OfferMade", "o-2", "c-2", at(14)),
        offer("OfferAccepted", "o-2", "c-2", at(20, 23)),
        offer("PlacementConfirmed", "o-2", "c-2", at(25), starts_on=date(2026, 5, 1)),
    )
    query = (
        "SELECT vacancy_id, state, opened_on, proposed_on, offered_on, accepted_on, starts_on, "
        "days_to_proposal, days_to_offer, days_to_acceptance, days_to_start "
        "FROM time_to_fill ORDER BY vacancy_id"
    )
    days = ("2026-03-01", "2026-03-01", "2026-03-09", "2026-03-20", "2026-05-01")
    assert answer(engine, query) == [
        ("i", "OPEN", "2026-03-04", *[None] * 8),
        ("v", "OPEN", *days, 0, 8, 19, 61),
    ]


def panel(shown_from: int, *cells: tuple[str, int | None, int | None, int | None]) -> Any:
    return DiversityPanel(
        shown_from=shown_from,
        cells=tuple(
            DiversityCell(
                dimension="GENDER", value=value, pool=pool, eligible=eligible, listed=listed
            )
            for value, pool, eligible, listed in cells
        ),
    )


def test_adverse_impact_adds_up_only_what_was_shown(model: ReadModel, engine: Engine) -> None:
    save(
        model,
        # An earlier list of the same vacancy counts no longer.
        listed("a", 1, diversity=panel(5, ("F", 90, 9, 9), ("M", 90, 90, 90))),
        listed(
            "a", 2, diversity=panel(5, ("F", 20, 10, 5), ("M", 40, 30, 10), ("X", 5, None, None))
        ),
        listed("b", 1, diversity=panel(5, ("F", 30, 15, None), ("M", 10, 10, 5))),
        # Shows groups of 2: not one cell of it may be used.
        listed("c", 1, diversity=panel(2, ("F", 100, 2, 2), ("M", 100, 100, 100))),
    )
    query = (
        "SELECT value, lists, lists_with_eligible, pool, eligible, eligible_rate, eligible_ratio, "
        "lists_with_listed, listed, listed_rate, listed_ratio FROM adverse_impact ORDER BY value"
    )
    # F: 25 of 50 eligible, M: 40 of 50; listed F 5 of 10 (list a alone), M 15 of 40.
    assert answer(engine, query) == [
        ("F", 2, 2, 50, 25, 0.5, 0.625, 1, 5, 0.5, 1.0),
        ("M", 2, 2, 50, 40, 0.8, 1.0, 2, 15, 0.375, 0.75),
        ("X", 1, 0, None, None, None, None, 0, None, None, None),
    ]


def test_coverage_counts_the_bench_by_rating_and_the_month_in_which_it_ends(
    model: ReadModel, engine: Engine
) -> None:
    def benched(who: str, status: str, rating: str | None, until: date | None) -> Any:
        return member(who, 1, status, 1, rating=rating, valid_until=until)

    save(
        model,
        benched("c-1", "ACTIVE", "STAR", date(2026, 5, 31)),
        benched("c-2", "ACTIVE", "STAR", date(2026, 5, 1)),
        benched("c-3", "ON_HOLD", "STAR", date(2026, 5, 1)),
        benched("c-4", "COMMITTED", "STAR", date(2026, 6, 1)),
        benched("c-5", "ACTIVE", None, None),
        benched("c-6", "EXPIRED", "STAR", date(2026, 5, 1)),
    )
    query = (
        "SELECT job_group, grade, rating, expires_in, active, on_hold, suspended, taken "
        "FROM coverage ORDER BY rating, expires_in"
    )
    assert answer(engine, query) == [
        ("COM", "P-5", "NOT_ASSESSED", None, 1, 0, 0, 0),
        ("COM", "P-5", "STAR", "2026-05", 2, 1, 0, 0),
        ("COM", "P-5", "STAR", "2026-06", 0, 0, 0, 1),
    ]
