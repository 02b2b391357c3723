"""Pages of exercises: what each role is shown, what each form publishes and what it turns away."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

import httpx
import pytest

from consumers.console import exercise
from consumers.web.ports import Away
from consumers.web.roles import ROLES, Role, may
from schemas.events import Event
from schemas.shape import problems
from schemas.text import to_json
from tests.web.console import csrf_of, with_other_ports
from tests.web.house import House
from tests.web.stage_story import CYCLE, LAST_CYCLE
from tests.web.visiting import Visitors, visitors

PATH = f"/rotation/{CYCLE}"
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@dataclass
class Desks:
    """Somebody of each role, and what they published."""

    people: Visitors
    published: list[Event] = field(default_factory=list)
    away: bool = False

    def publish(self, event: Event) -> None:
        if self.away:
            raise Away("Kafka does not answer.")
        self.published.append(event)

    def fields(self, role: Role, kind: str) -> dict[str, str]:
        """What a form carries without being filled in."""
        page = self.people[role].get(PATH).text
        for form in re.findall(r'<form method="post" action="/act/.*?</form>', page, re.DOTALL):
            found = {name: unescape(value) for name, value in _HIDDEN.findall(form)}
            if found.get("kind") == kind:
                return found
        raise AssertionError(f"{role} has no form for {kind}")

    def send(self, role: Role, form: str, **filled: str) -> httpx.Response:
        return self.people[role].post(f"/act/{CYCLE}", data=self.fields(role, form) | filled)


@pytest.fixture(scope="module")
def all_desks(shared_house: House) -> Iterator[Desks]:
    made = Desks({})
    with visitors(with_other_ports(shared_house, publish=made.publish)) as people:
        made.people = people
        yield made


@pytest.fixture
def desks(all_desks: Desks) -> Desks:
    all_desks.published.clear()
    all_desks.away = False
    return all_desks


@pytest.mark.parametrize("role", ROLES)
def test_everybody_sees_how_far_exercises_are_and_some_see_who_would_go_where(
    desks: Desks, role: Role
) -> None:
    listed = desks.people[role].get("/rotation").text
    waiting = desks.people[role].get("/").text
    assert f'href="{PATH}"' in waiting
    assert f'href="/rotation/{LAST_CYCLE}"' not in waiting
    assert listed.index(f'href="{PATH}"') < listed.index(f'href="/rotation/{LAST_CYCLE}"')
    page = desks.people[role].get(PATH).text
    assert "Waits for a signature" in page
    assert "run 1, revision 2" in page
    assert "post-77" in page
    private = may(role, "read_private")
    for told in ("c-6", "none left", "nobody who takes part may take it", "Not the last revision"):
        assert (told in page) == private, told


def test_a_slate_tells_both_ranks_and_why_of_each_placement(desks: Desks) -> None:
    page = desks.people["auditor"].get(PATH).text
    first = page[page.index('id="placed-post-1"') : page.index('id="placed-post-2"')]
    for told in ("wish 1", "2 in the post&#39;s order", "locked", "changed by people", "leaves"):
        assert told in first, told
    assert "first wish; the one person ranked higher" in first
    for told in ("Blocking pairs", "both in AFG KA010", "must move", "choice post-52"):
        assert told in page, told


def test_earlier_revisions_are_read_and_not_decided_on(desks: Desks) -> None:
    page = desks.people["hr_partner"].get(f"{PATH}?run=1&revision=1").text
    assert "You are looking at run 1, revision 1. It is not the last one." in page
    assert "changed by people" not in page[: page.index('id="acts"')]
    assert 'id="decide-SlateAdjusted"' not in page
    for missing in ("?run=2", "?run=1&revision=9", "?run=7"):
        assert desks.people["viewer"].get(PATH + missing).status_code == 404
    assert desks.people["viewer"].get("/rotation/nobody-knows").status_code == 404
    assert desks.people["viewer"].get(f"{PATH}?run=x").status_code == 422


def test_a_list_goes_on_behind_its_page(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exercise, "PAGE", 2)
    posts, path = [], PATH
    while path:
        page = desks.people["director"].get(path).text
        posts += re.findall(r'id="placed-(post-\d+)"', page)
        found = re.search(r'href="([^"]*placements=[^"]*)#placements"', page)
        path = unescape(found[1]) if found else ""
    assert posts == [f"post-{number}" for number in range(1, 6)]


def test_placements_are_found_by_job_group_and_by_person(desks: Desks) -> None:
    found = desks.people["director"].get(f"{PATH}?run=1&revision=1&job_group=RMO").text
    assert re.findall(r'id="placed-(post-\d+)"', found) == ["post-4", "post-5"]
    clear = re.search(r'class="clear" href="([^"]+)"', found)
    assert clear is not None
    assert unescape(clear[1]) == f"{PATH}?run=1&revision=1#placements"
    found = desks.people["director"].get(f"{PATH}?candidate_id=c-6").text
    assert re.findall(r'id="placed-(post-\d+)"', found) == ["post-1"]
    found = desks.people["director"].get(f"{PATH}?candidate_id=c-nobody").text
    assert "No placement is like that." in found


def test_what_people_did_says_what_became_of_it(desks: Desks) -> None:
    page = desks.people["hr_partner"].get(PATH).text
    acts = page[page.index('id="acts"') :]
    states = re.findall(r'id="act-([\w-]+)" data-news="[^:]*: ([^"]+)"', acts)
    assert dict(states) == {
        "asked-2": "Taken in",
        "adjusted-late": "Refused",
        "adjusted-1": "Answered",
        "asked-1": "Answered",
    }
    assert "changed on revision 1: the last is revision 2" in acts


def test_a_signed_exercise_tells_what_returned_and_has_no_form(desks: Desks) -> None:
    for role in ("hr_partner", "director"):
        page = desks.people[role].get(f"/rotation/{LAST_CYCLE}").text
        assert "cycle-2027/post-77" in page
        assert "director-general" in page
        assert 'action="/act/' not in page


FORMS: Any = (
    ("hr_partner", "SlateRequested", {"method": "GLOBAL_ASSIGNMENT"}, {"reason": None}),
    (
        "hr_partner",
        "SlateAdjusted",
        {"post_id": "post-2", "candidate_id": "c-9", "locked": "on", "reason": "a couple"},
        {"candidate_id": "c-9", "locked": True, "run": 1, "revision_seen": 2},
    ),
    (
        "hr_partner",
        "SlateAdjusted",
        {"post_id": "post-2", "nobody": "on", "reason": "frozen"},
        {"candidate_id": None, "locked": False, "slate_id": f"{CYCLE}/1"},
    ),
    ("director", "SlateSignedOff", {"reason": ""}, {"run": 1, "revision_seen": 2}),
)


@pytest.mark.parametrize(("role", "kind", "filled", "wanted"), FORMS)
def test_each_form_publishes_what_it_says(
    desks: Desks, role: Role, kind: str, filled: dict[str, str], wanted: dict[str, Any]
) -> None:
    answer = desks.send(role, kind, **filled)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}#acts")
    (event,) = desks.published
    document = to_json(event)
    assert document["type"] == kind
    assert document["cycle_id"] == CYCLE
    assert wanted.items() <= document.items()
    assert document["actor_role"] == role.replace("_", "-")
    assert problems(event) == ()
    page = desks.people[role].get(PATH).text
    assert f'id="act-{event.event_id}"' in page
    assert "On its way" in page


@pytest.mark.parametrize(
    ("kind", "filled", "words"),
    [
        ("SlateRequested", {"method": "LOTTERY"}, "Method: "),
        ("SlateRequested", {"method": "GLOBAL_ASSIGNMENT", "key": ""}, "load the page again"),
        ("SlateAdjusted", {"post_id": "p", "reason": "x"}, "name one person, or tick"),
        (
            "SlateAdjusted",
            {"post_id": "p", "candidate_id": "c", "nobody": "on", "reason": "x"},
            "name one person, or tick",
        ),
        ("SlateAdjusted", {"post_id": "p", "candidate_id": "<b>", "reason": "x"}, "Person: "),
        ("SlateAdjusted", {"post_id": "", "nobody": "on", "reason": "x"}, "Post: "),
        ("SlateAdjusted", {"post_id": "p", "nobody": "on", "reason": " "}, "Reason: "),
        (
            "SlateAdjusted",
            {"post_id": "p", "nobody": "on", "reason": "x", "run": "one"},
            "whole number",
        ),
        ("SlateRequested", {"kind": "CandidateErased"}, ""),
    ],
)
def test_what_makes_no_event_is_turned_away_and_the_form_kept(
    desks: Desks, kind: str, filled: dict[str, str], words: str
) -> None:
    answer = desks.send("hr_partner", kind, **filled)
    assert answer.status_code == 422
    assert words in answer.text
    assert not desks.published
    if kind == "SlateAdjusted":
        assert f'value="{filled["post_id"]}"' in answer.text


def test_whoever_prepares_a_slate_does_not_sign_it(desks: Desks) -> None:
    assert desks.send("hr_partner", "SlateRequested", kind="SlateSignedOff").status_code == 403
    assert desks.send("director", "SlateSignedOff", kind="SlateAdjusted").status_code == 403
    for role in ROLES:
        page = desks.people[role].get(PATH).text
        assert ('id="decide-SlateAdjusted"' in page) == may(role, "decide")
        assert ('id="decide-SlateSignedOff"' in page) == may(role, "sign_off")
    fields = desks.fields("hr_partner", "SlateRequested")
    for role in ("viewer", "operator", "auditor"):
        mine = fields | {"csrf": csrf_of(desks.people[role].get("/").text)}
        assert desks.people[role].post(f"/act/{CYCLE}", data=mine).status_code == 403
    assert desks.send("hr_partner", "SlateRequested", csrf="other").status_code == 403
    assert not desks.published


def test_the_same_form_sent_twice_is_one_event(desks: Desks) -> None:
    fields = desks.fields("hr_partner", "SlateRequested") | {"method": "DEFERRED_ACCEPTANCE"}
    for _ in range(2):
        answer = desks.people["hr_partner"].post(f"/act/{CYCLE}", data=fields)
        assert answer.status_code == 303
    assert len({event.event_id for event in desks.published}) == 1
    assert desks.fields("hr_partner", "SlateRequested")["key"] != fields["key"]


def test_a_kafka_that_is_away_keeps_the_form_and_a_stale_one_says_so(desks: Desks) -> None:
    desks.away = True
    filled = {"post_id": "post-3", "nobody": "on", "locked": "on", "reason": "it is frozen"}
    answer = desks.send("hr_partner", "SlateAdjusted", revision_seen="1", **filled)
    assert answer.status_code == 503
    assert "Nothing is lost" in answer.text
    form = answer.text[answer.text.index('id="decide-SlateAdjusted"') :]
    assert "it is frozen</textarea>" in form
    assert form.count(" checked") == 2
    assert "You decide on run 1, revision 1." in form
    assert not re.search(r'class="note warn stale" role="alert" hidden', form)


def test_nothing_is_asked_of_an_exercise_that_nobody_spoke_of(desks: Desks) -> None:
    fields = desks.fields("hr_partner", "SlateRequested") | {"method": "DEFERRED_ACCEPTANCE"}
    assert desks.people["hr_partner"].post("/act/nobody-knows", data=fields).status_code == 404
    assert not desks.published


def test_a_person_is_told_with_the_post_of_the_last_slate(desks: Desks) -> None:
    page = desks.people["director"].get("/people/c-2").text
    assert f'href="{PATH}"' in page
    assert "post-2" in page
    assert desks.people["viewer"].get("/people/c-6").status_code == 404
