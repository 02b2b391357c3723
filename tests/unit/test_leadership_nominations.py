"""Free seats go to people with needs, in a stated order, with grounds, and without churn."""

from datetime import date

import pytest

from schemas.events import (
    CompetencyGap,
    Event,
    LeadershipRemarked,
    NominationProposed,
    NominationWithdrawn,
)
from tests.unit.leadership_facts import (
    Log,
    day,
    declined,
    edition,
    endorsed,
    gap,
    gone,
    of,
    part,
    policy,
    seats,
    standing,
)


def log(*facts: Event, free: int = 2) -> Log:
    return Log(policy(), day(), edition(seats=free), *facts)


def needy(number: int, *gaps: CompetencyGap) -> Event:
    return standing(f"c-{number}", *(gaps or (gap(),)))


def test_a_nomination_says_why_on_what_grounds_and_that_people_decide() -> None:
    (told,) = of(log().add(needy(1)), NominationProposed)
    assert (
        told.reason
        == "STRATEGY is one level below what COM/P-5 expects, and the edition has free seats"
    )
    assert [(it.ground, it.required, it.held) for it in told.grounds] == [
        ("competency STRATEGY in COM/P-5", "level 4", "level 3"),
        ("time to apply", "by 2026-04-01", "still open"),
        ("part in this edition", "none yet, or an application that nobody decided on", "none"),
        ("programme UNELE", "not completed yet, and no seat in another edition", "neither"),
    ]
    assert told.grounds[0].evidence == ("a-c-1-done",)
    assert (told.place, told.seats_reserved, told.seats_free, told.revision) == (1, 2, 2, 1)
    assert "recommendation only" in told.recommendation


def test_more_needs_then_more_missing_levels_come_first() -> None:
    whole = Log(policy(), edition(seats=3))
    whole.add(
        needy(1, gap("A", 1)), needy(2, gap("A", 3)), needy(3, gap("A", 1), gap("B", 1)), day()
    )
    assert whole.live() == ["c-3", "c-2", "c-1"]


def test_no_more_people_are_proposed_than_seats_are_free() -> None:
    whole = log(*(needy(it) for it in range(5)))
    assert len(whole.live()) == 2


def test_who_was_proposed_stays_whoever_comes_later() -> None:
    whole = log(needy(1), needy(2))
    assert whole.add(needy(3, gap("A", 3), gap("B", 3))) != []
    assert whole.live() == ["c-1", "c-2"]


def test_a_need_that_closes_frees_the_seat_for_the_next_person() -> None:
    whole = log(needy(1), needy(2), needy(3))
    told = whole.add(standing("c-1", rating="STAR", assessment="a-9", at=1))
    assert of(told, NominationWithdrawn)[0].reason == "no need is open any more"
    places = {it.candidate_id: it.place for it in of(told, NominationProposed)}
    assert places == {"c-2": 1, "c-3": 2}
    assert of(told, NominationProposed)[0].revision == 2


def test_one_need_of_several_closing_is_a_revision() -> None:
    whole = log(needy(1, gap("A"), gap("B")))
    (told,) = of(whole.add(standing("c-1", gap("B"), at=1)), NominationProposed)
    assert (told.revision, told.need_ids) == (2, ("a-c-1/B",))


def test_fewer_seats_take_the_last_place_first_unless_somebody_stands_behind_it() -> None:
    whole = log(needy(1), needy(2), needy(3), free=3)
    whole.add(endorsed("c-3"))
    (gone_one,) = of(whole.add(seats(2)), NominationWithdrawn)
    assert (gone_one.candidate_id, gone_one.reason[:5]) == ("c-2", "fewer")
    assert whole.live() == ["c-1", "c-3"]


def test_an_endorsement_is_a_ground_of_a_new_revision() -> None:
    whole = log(needy(1))
    (told,) = of(whole.add(endorsed("c-1")), NominationProposed)
    assert told.revision == 2
    assert told.grounds[-1].held == "endorsed by supervisor"


def test_a_declined_nomination_is_not_made_again_for_that_edition() -> None:
    whole = log(needy(1), free=1)
    (told,) = of(whole.add(declined("c-1")), NominationWithdrawn)
    assert told.reason == "declined by supervisor"
    whole.add(day(date(2026, 3, 2)), needy(1, gap("A", 3)))
    assert whole.live() == []
    whole.add(edition("e-2"))
    assert whole.live("e-2") == ["c-1"]


def test_the_later_of_two_answers_counts_whichever_comes_first() -> None:
    for answers in ([endorsed("c-1", at=5), declined("c-1", at=6)],) * 2:
        whole = log(needy(1))
        whole.add(*answers)
        assert whole.live() == []
        answers.reverse()


def test_who_applies_keeps_the_seat_until_it_is_decided() -> None:
    whole = log(needy(1), needy(2), free=1)
    told = whole.add(standing("c-1", gap(), part("APPLIED"), at=1))
    assert of(told, NominationWithdrawn) == []
    assert whole.live() == ["c-1"]
    told = whole.add(standing("c-1", gap(), part("NOT_SELECTED"), at=2))
    assert "no seat" in of(told, NominationWithdrawn)[0].reason
    assert whole.live() == ["c-2"]


def test_an_allocated_seat_is_free_no_longer_and_one_declined_is_free_again() -> None:
    whole = log(needy(1), needy(2), free=1)
    whole.add(standing("c-1", gap(), part("SEAT_OFFERED"), at=1))
    assert whole.live() == []
    whole.add(standing("c-1", gap(), part("DECLINED"), at=2))
    assert whole.live() == ["c-2"]


def test_a_seat_given_to_somebody_else_ends_a_nomination() -> None:
    whole = log(needy(1), free=1)
    told = whole.add(standing("c-9", part("SEAT_OFFERED"), rating="STAR"))
    assert of(told, NominationWithdrawn)[0].candidate_id == "c-1"


def test_nobody_is_proposed_twice_for_one_programme() -> None:
    whole = log(edition("e-2", at=1), needy(1))
    assert (whole.live("e-1"), whole.live("e-2")) == (["c-1"], [])
    whole.add(standing("c-1", gap(), part("WITHDRAWN"), at=1))
    assert (whole.live("e-1"), whole.live("e-2")) == ([], ["c-1"])


def test_who_loses_a_seat_to_somebody_is_proposed_where_one_is_still_free() -> None:
    whole = log(edition("e-2", starts_on=date(2026, 6, 1)), needy(1), free=1)
    whole.add(standing("c-9", part("SEAT_OFFERED"), rating="STAR"))
    assert (whole.live("e-1"), whole.live("e-2")) == ([], ["c-1"])


@pytest.mark.parametrize("status", ["COMPLETED", "SEAT_OFFERED"])
def test_who_has_done_the_programme_or_is_about_to_is_not_proposed_for_it(status: str) -> None:
    whole = log(edition("e-0", starts_on=date(2026, 2, 1), apply_by=None, ends_on=date(2026, 6, 1)))
    whole.add(standing("c-1", gap(), part(status, "e-0")))
    assert whole.live() == []


def test_a_seat_that_led_nowhere_in_an_edition_that_is_over_is_no_obstacle() -> None:
    past = edition("e-0", starts_on=date(2025, 2, 1), apply_by=None, ends_on=date(2025, 6, 1))
    whole = log(past, standing("c-1", gap(), part("SEAT_OFFERED", "e-0")))
    assert whole.live() == ["c-1"]


def test_nominations_end_with_the_time_to_apply() -> None:
    whole = log(needy(1))
    assert of(whole.add(day(date(2026, 4, 1))), NominationWithdrawn) == []
    (told,) = of(whole.add(day(date(2026, 4, 2))), NominationWithdrawn)
    assert "open" in told.reason


def test_without_a_last_day_people_may_apply_until_it_starts() -> None:
    whole = Log(policy(), day(date(2026, 5, 1)), edition(apply_by=None), needy(1))
    assert whole.live() == ["c-1"]
    whole.add(day(date(2026, 5, 2)))
    assert whole.live() == []


def test_a_programme_that_the_policy_does_not_name_proposes_nobody() -> None:
    assert log(edition("e-2", programme_id="OTHER"), free=0).add(needy(1)) != []
    whole = Log(policy(), day(), edition("e-2", programme_id="OTHER"), needy(1))
    assert whole.live("e-2") == []


def test_one_proposed_again_goes_on_with_the_next_revision() -> None:
    whole = log(needy(1))
    whole.add(standing("c-1", rating="STAR", at=1))
    (told,) = of(whole.add(standing("c-1", gap(), at=2)), NominationProposed)
    assert told.revision == 2
    assert len({it.event_id for it in whole.told}) == len(whole.told)


def test_an_erased_person_vanishes_from_everything_and_the_seat_is_free() -> None:
    whole = log(needy(1), needy(2), standing("c-3", part("APPLIED", "e-9")), free=1)
    whole.add(endorsed("c-1"), day(date(2026, 3, 2)))
    assert any(b"c-1" in it or b"c-1" in value for it, value in whole.state.items())
    told = whole.add(gone("c-1"), gone("c-3"))
    assert "gone" in of(told, NominationWithdrawn)[0].reason
    assert whole.live() == ["c-2"]
    for name in (b"c-1", b"c-3"):
        assert not any(name in it or name in value for it, value in whole.state.items())


def test_who_goes_on_under_another_id_is_proposed_under_that_one() -> None:
    whole = log(needy(1), free=1)
    whole.add(gone("c-1", "CandidateMerged"), standing("c-2", gap(assessment="a-c-1")))
    assert whole.live() == ["c-2"]


def remarks(told: list[Event]) -> list[tuple[str, str | None, str | None]]:
    return [(it.remark, it.edition_id, it.candidate_id) for it in of(told, LeadershipRemarked)]


def test_an_edition_that_nobody_announced_is_remarked_once_a_day_has_not_cured_it() -> None:
    whole = log()
    assert remarks(whole.add(standing("c-1", part("APPLIED", "e-7")), seats(3, "e-8"))) == []
    assert remarks(whole.add(day(date(2026, 3, 2)))) == [
        ("UNKNOWN_EDITION", "e-7", "c-1"),
        ("UNKNOWN_EDITION", "e-8", None),
    ]
    assert remarks(whole.add(day(date(2026, 3, 3)))) == []
    whole.add(edition("e-7"), edition("e-8", at=0))
    assert not any(it.startswith(b"remark") for it in whole.state)
    assert whole.fold.pipeline.known.seats_reserved("e-8") == 3


def test_an_edition_announced_on_the_day_it_is_named_is_no_remark() -> None:
    whole = log(standing("c-1", part("APPLIED", "e-7")), edition("e-7"))
    assert remarks(whole.add(day(date(2026, 3, 2)))) == []


def test_more_seats_than_reserved_are_remarked_until_they_fit_again() -> None:
    taken = [standing(f"c-{it}", part("SEAT_OFFERED"), rating="STAR") for it in range(2)]
    whole = log(*taken)
    (remark,) = remarks(whole.add(seats(1)))
    assert remark == ("MORE_SEATS_THAN_RESERVED", "e-1", None)
    assert remarks(whole.add(day(date(2026, 3, 2)))) == []
    assert remarks(whole.add(seats(2, at=2))) == []
    assert remarks(whole.add(seats(0, at=3))) == [remark]


def test_an_answer_to_a_nomination_that_was_never_made_is_remarked_and_forgotten() -> None:
    whole = log()
    assert remarks(whole.add(endorsed("c-1"))) == [("UNKNOWN_NOMINATION", "e-1", "c-1")]
    assert not any(b"c-1" in it for it in whole.state)


def test_without_a_policy_that_is_said_once_and_nobody_is_proposed() -> None:
    whole = Log(edition(), needy(1))
    assert remarks(whole.add(day())) == [("NO_POLICY", None, None)]
    assert remarks(whole.add(day(date(2026, 3, 2)))) == []
    assert of(whole.add(policy()), NominationProposed) != []


def test_the_later_statement_of_an_edition_and_its_seats_counts() -> None:
    for facts in (
        [seats(5, at=1), edition(seats=2, at=0)],
        [edition(seats=2, at=0), seats(5, at=1)],
    ):
        assert Log(*facts).fold.pipeline.known.seats_reserved("e-1") == 5
    restated = Log(seats(5, at=1), edition(seats=7, at=2), seats(6, at=0))
    assert restated.fold.pipeline.known.seats_reserved("e-1") == 7
