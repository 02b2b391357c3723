"""Exercises, forecasts and leadership by the API: what each role is told, page by page."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from consumers.web.roles import ROLES, Role, may
from tests.web.house import TOKENS, House, asking
from tests.web.stage_story import CYCLE, EDITION, LAST_CYCLE

OTHERS = [role for role in ROLES if not may(role, "read_private")]
SLATE = f"/exercises/{CYCLE}/slates/1"


@pytest.fixture(scope="module")
def client(shared_house: House) -> Iterator[httpx.Client]:
    with asking(shared_house) as client:
        yield client


def get(client: httpx.Client, path: str, role: Role = "hr_partner", status: int = 200) -> Any:
    headers = {"Authorization": f"Bearer {TOKENS[role]}"}
    response = client.get(f"/api/v1{path}", headers=headers)
    assert response.status_code == status, response.text
    return response.json()


def test_exercises_say_how_far_they_have_come(client: httpx.Client) -> None:
    found = {one["cycle_id"]: one for one in get(client, "/exercises", "viewer")["items"]}
    assert (found[CYCLE]["status"], found[LAST_CYCLE]["status"]) == ("PROPOSED", "SETTLED")
    assert (found[CYCLE]["run"], found[CYCLE]["revision"], found[CYCLE]["remarks"]) == (1, 2, 3)
    assert found[LAST_CYCLE]["window_close"] == "2025-11-30"
    assert list(found)[:2] == [CYCLE, LAST_CYCLE]


def test_a_slate_of_which_a_part_is_missing_is_none(client: httpx.Client) -> None:
    whole = get(client, f"/exercises/{CYCLE}", "viewer")
    assert [(one["run"], one["revision"]) for one in whole["slates"]] == [(1, 2), (1, 1)]
    assert whole["settlement"] is None
    get(client, f"/exercises/{CYCLE}/slates/2", status=404)
    get(client, f"/exercises/{CYCLE}/slates/2/placements", status=404)


def test_the_numbers_of_a_slate_are_those_of_all_its_parts(client: httpx.Client) -> None:
    first = get(client, f"{SLATE}?revision=1", "viewer")
    assert (first["placed"], first["unplaced"], first["unfilled"]) == (5, 1, 1)
    assert first["recommendation"].startswith("A recommendation only")


def test_placements_come_in_pages_of_the_revision_that_is_asked_for(client: httpx.Client) -> None:
    posts, cursor = [], ""
    while True:
        told = get(client, f"{SLATE}/placements?limit=2{cursor}")
        posts += [one["post_id"] for one in told["items"]]
        if told["next"] is None:
            break
        cursor = f"&cursor={told['next']}"
    assert posts == [f"post-{number}" for number in range(1, 6)]
    first = get(client, f"{SLATE}/placements?revision=1")["items"][0]
    last = get(client, f"{SLATE}/placements")["items"][0]
    assert (first["candidate_id"], first["adjusted"]) == ("c-1", False)
    assert (last["candidate_id"], last["adjusted"], last["locked"]) == ("c-6", True, True)
    rmo = get(client, f"{SLATE}/placements?job_group=RMO")["items"]
    assert [one["post_id"] for one in rmo] == ["post-4", "post-5"]
    assert not get(client, f"{SLATE}/placements?candidate_id=c-none")["items"]


def test_what_people_should_look_at_is_told(client: httpx.Client) -> None:
    (nobody,) = get(client, f"{SLATE}/unplaced")["items"]
    assert (nobody["candidate_id"], nobody["must_move"]) == ("c-6", True)
    (pair,) = get(client, f"{SLATE}/blocking")["items"]
    assert pair["post_id"] == "post-12"
    (couple,) = get(client, f"{SLATE}/joint-options")["items"]
    assert couple["partner_id"] == "c-99d0c7e1"
    remarks = get(client, f"/exercises/{CYCLE}/remarks")["items"]
    assert [one["remark"] for one in remarks] == ["UNKNOWN_POST", "STALE", "NOT_ALLOWED"]
    acts = get(client, f"/exercises/{CYCLE}/acts?limit=1")
    assert [one["event_id"] for one in acts["items"]] == ["asked-2"]
    assert acts["next"]


@pytest.mark.parametrize("role", OTHERS)
def test_why_a_post_stays_open_is_for_those_who_may_read_of_people(
    client: httpx.Client, role: Role
) -> None:
    assert get(client, f"{SLATE}/unfilled")["items"][0]["explanation"]
    (post,) = get(client, f"{SLATE}/unfilled", role)["items"]
    assert (post["post_id"], post["explanation"]) == ("post-77", None)


def test_what_was_asked_and_decided_says_what_became_of_it(client: httpx.Client) -> None:
    states = {
        one: get(client, f"/exercise-acts/{one}")
        for one in ("asked-1", "adjusted-1", "adjusted-late", "asked-2", "nobody-knows")
    }
    assert {one: told["state"] for one, told in states.items()} == {
        "asked-1": "ANSWERED",
        "adjusted-1": "ANSWERED",
        "adjusted-late": "REFUSED",
        "asked-2": "TAKEN_IN",
        "nobody-knows": "PUBLISHED",
    }
    assert (states["adjusted-1"]["run"], states["adjusted-1"]["revision"]) == (1, 2)
    assert states["adjusted-late"]["remark"]["remark"] == "STALE"


@pytest.mark.parametrize("role", OTHERS)
def test_no_person_is_named_where_everybody_reads(client: httpx.Client, role: Role) -> None:
    """An allow-list in its way: of what everybody gets here, nothing has a field for a person."""
    paths = ["/exercises", f"/exercises/{CYCLE}", SLATE, f"{SLATE}/unfilled"]
    paths += ["/horizon", "/horizon/COM", "/leadership/editions"]
    for path in (*paths, f"/leadership/editions/{EDITION}"):
        told = str(get(client, path, role))
        assert "candidate" not in told, path
        assert "partner" not in told, path


def test_a_settled_exercise_tells_what_returned(client: httpx.Client) -> None:
    settled = get(client, f"/exercises/{LAST_CYCLE}", "viewer")["settlement"]
    assert settled["returned"] == ["cycle-2027/post-77"]
    assert (settled["run"], settled["actor_role"]) == (1, "director-general")


def test_a_forecast_is_the_latest_whole_one(client: httpx.Client) -> None:
    found = {one["job_group"]: one for one in get(client, "/horizon", "viewer")["items"]}
    assert (found["COM"]["made_in"], found["COM"]["openings"]) == ("2027-02-01", 1)
    whole = get(client, "/horizon/COM")
    assert whole["months"][:2] == ["2027-02-01", "2027-01-01"]
    assert [one["dimension"] for one in whole["strength"]] == ["ALL", "LANGUAGE"]
    assert whole["foreseen"][0]["cannot_confirm"] == 1
    assert get(client, "/horizon/COM?made_in=2027-01-01")["foreseen"] == []
    get(client, "/horizon/RMO?made_in=2027-02-01", status=404)


@pytest.mark.parametrize("role", OTHERS)
def test_what_small_numbers_tell_of_people_is_kept_from_others(
    client: httpx.Client, role: Role
) -> None:
    whole = get(client, "/horizon/COM", role)
    assert {one["dimension"] for one in whole["strength"]} == {"ALL"}
    assert all(one["cannot_confirm"] is None for one in whole["foreseen"])


def test_editions_have_the_seats_of_the_later_fact_and_the_last_funnel(
    client: httpx.Client,
) -> None:
    (edition,) = get(client, "/leadership/editions", "viewer")["items"]
    assert (edition["edition_id"], edition["seats_reserved"]) == (EDITION, 14)
    assert (edition["seats_used"], edition["proposed"]) == (11, 2)
    told = get(client, f"/leadership/editions/{EDITION}", "viewer")["funnel"]
    assert told["as_of"] == "2026-11-09"
    attended = next(one for one in told["groups"] if one["cohort"] == "ATTENDED")
    assert [one["people"] for one in attended["steps"]] == [12, 12, 8, None, None]


def test_nominations_stand_as_people_and_stage_left_them(client: httpx.Client) -> None:
    found = get(client, f"/leadership/nominations?edition_id={EDITION}")["items"]
    assert [(one["nomination_id"], one["status"]) for one in found] == [
        ("n-1", "PROPOSED"),
        ("n-2", "ENDORSED"),
        ("n-3", "DECLINED"),
        ("n-4", "WITHDRAWN"),
    ]
    page = get(client, "/leadership/nominations?limit=1")
    after = get(client, f"/leadership/nominations?limit=1&cursor={page['next']}")
    assert [one["nomination_id"] for one in after["items"]] == ["n-2"]
    whole = get(client, "/leadership/nominations/n-1")
    assert (whole["nomination"]["revision"], whole["nomination"]["reason"]) == (2, "now the first")
    assert whole["grounds"][0]["held"] == "level 3"
    assert [one["event_type"] for one in get(client, "/leadership/nominations/n-3")["said"]] == [
        "NominationDeclined"
    ]
    get(client, "/leadership/nominations?cursor=WyJhIiwgImIiLCAiYyJd", status=422)


def test_needs_are_open_until_they_are_closed(client: httpx.Client) -> None:
    (open_need,) = get(client, "/leadership/needs?candidate_id=c-1")["items"]
    assert (open_need["level_expected"], open_need["closure"]) == (4, None)
    assert not get(client, "/leadership/needs?candidate_id=c-3")["items"]
    (closed,) = get(client, "/leadership/needs?candidate_id=c-3&open_only=false")["items"]
    assert (closed["closure"], closed["closed_as_of"]) == ("RATED_READY", "2026-10-08")
    remark = get(client, "/leadership/remarks")["items"][0]
    assert remark["remark"] == "UNKNOWN_EDITION"
    assert get(client, "/nomination-answers/stray")["state"] == "REFUSED"
    assert get(client, "/nomination-answers/yes")["state"] == "TAKEN_IN"
