"""What a scenario may expect, each kind of expectation as one check of what was said."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from tests.scenarios.said import Event, Said

PROFILE = "COM/P-5"
"""Of a membership where the story names none."""


class Unmet(AssertionError):
    """What was said is not what the scenario expects."""


@dataclass(frozen=True)
class Look:
    """One look at what was said of one vacancy."""

    said: Said
    vacancy: str
    steps: bool = True
    """Whether every step on the way was told; otherwise only the end of all of them."""

    @property
    def last(self) -> Event:
        last = self.said.last(self.vacancy)
        return unmet(f"nothing was said of {self.vacancy}") if last is None else last

    @property
    def news(self) -> list[Event]:
        """What was said since the last look, or else the last word."""
        return self.said.news(self.vacancy) or [self.last]

    @property
    def changing(self) -> list[Event]:
        return [event for event in self.said.news(self.vacancy) if "changes" in event]

    @property
    def listing(self) -> Event:
        """The list as it stands; a withdrawn one is none."""
        last = self.last
        if "ranked" not in last:
            unmet(f"no list stands: {last['type']}, {last['reason']}")
        return last

    def person(self, name: str) -> Event:
        """A person wherever the list has them."""
        for part in ("ranked", "tier_unconfirmed", "near_misses", "cannot_confirm"):
            for person in self.listing[part]:
                if person["candidate_id"] == name:
                    found: Event = person
                    return found
        return unmet(f"{name} is nowhere on the list: {shown(self.listing)}")


def unmet(what: str) -> NoReturn:
    raise Unmet(what)


def shown(listing: Event) -> Event:
    """A list in brief, for whoever must find out why it is not as expected."""
    return {
        "ranked": names(listing["ranked"]),
        "unconfirmed": names(listing["tier_unconfirmed"]),
        "near misses": {one["candidate_id"]: one["rule"] for one in listing["near_misses"]},
        "cannot confirm": {
            one["candidate_id"]: one["missing"] for one in listing["cannot_confirm"]
        },
        "excluded": {
            it["rule"]: it["excluded"] for it in listing["counts"]["excluded"] if it["excluded"]
        },
    }


def names(people: Iterable[Event]) -> list[str]:
    return [person["candidate_id"] for person in people]


def same(what: str, expected: Any, found: Any, listing: Event | None = None) -> None:
    if expected != found:
        more = f"; the list: {shown(listing)}" if listing else ""
        raise Unmet(f"{what}: expected {expected}, found {found}{more}")


def contains(what: str, texts: Any, found: str | Iterable[str]) -> None:
    """Every text stands somewhere in what was found."""
    lines = found if isinstance(found, str) else " | ".join(found)
    for text in texts if isinstance(texts, list) else [texts]:
        if str(text).lower() not in lines.lower():
            raise Unmet(f"{what}: expected {text!r} in {lines!r}")


def says(expected: str | list[str], look: Look) -> None:
    news = [event["type"] for event in look.said.news(look.vacancy)]
    if expected == "NOTHING":
        same("said since", [], news)
    elif isinstance(expected, list):
        same("said since", expected, news)
    else:
        same("said last", expected, news[-1] if news else "NOTHING")


def reason(expected: str | list[str], look: Look) -> None:
    contains("reason", expected, [event["reason"] for event in look.news])


def causes(expected: list[str], look: Look) -> None:
    found = [cause["event_id"] for event in look.news for cause in event["causes"]]
    for cause in expected:
        if cause not in found:
            raise Unmet(f"causes: expected {cause}, found {found}")


def ranked(expected: list[str], look: Look) -> None:
    same("ranked", expected, names(look.listing["ranked"]), look.listing)


def unconfirmed(expected: list[str], look: Look) -> None:
    same("tier unconfirmed", expected, names(look.listing["tier_unconfirmed"]), look.listing)


def near_misses(expected: Mapping[str, str], look: Look) -> None:
    found = {one["candidate_id"]: one["rule"] for one in look.listing["near_misses"]}
    same("near misses", expected, found, look.listing)


def waiver_words(expected: Mapping[str, str], look: Look) -> None:
    for name, text in expected.items():
        contains(f"waiver for {name}", text, look.person(name)["waiver"])


def cannot_confirm(expected: Mapping[str, str | list[str]], look: Look) -> None:
    people = {one["candidate_id"]: one["missing"] for one in look.listing["cannot_confirm"]}
    same("cannot confirm", sorted(expected), sorted(people), look.listing)
    for name, text in expected.items():
        contains(f"missing of {name}", text, people[name])


def nowhere(expected: list[str], look: Look) -> None:
    parts = ("ranked", "tier_unconfirmed", "near_misses", "cannot_confirm")
    listed = {name for part in parts for name in names(look.listing[part])}
    same("listed", set(), listed & set(expected), look.listing)


def answers(expected: Mapping[str, Mapping[str, Any]], look: Look) -> None:
    for name, rules in expected.items():
        found = {one["rule"]: one for one in look.person(name)["answers"]}
        for rule, wanted in rules.items():
            if rule not in found:
                raise Unmet(f"{rule} of {name}: not asked; {sorted(found)}")
            answer(f"{rule} of {name}", wanted, found[rule])


def advisory(expected: Mapping[str, Mapping[str, Any]], look: Look) -> None:
    for name, rules in expected.items():
        found = {one["rule"]: one for one in look.person(name)["advisory"]}
        for rule, wanted in rules.items():
            answer(f"advisory {rule} of {name}", wanted, found.get(rule) or unmet(f"no {rule}"))


def path(expected: Any, look: Look) -> None:
    answer("H16", expected, look.last["path_answer"] or unmet("H16 was not answered"))


def answer(what: str, wanted: str | Mapping[str, Any], found: Event) -> None:
    """`PASS`, or more: what is required and held in words, and which events prove it."""
    details = {"outcome": wanted} if isinstance(wanted, str) else wanted
    same(f"{what} ({found['held']})", details["outcome"], found["outcome"])
    for part in ("required", "held"):
        if part in details:
            contains(f"{what}, {part}", details[part], found[part])
    for event_id in details.get("evidence", ()):
        if event_id not in found["evidence"]:
            raise Unmet(f"{what}: expected evidence {event_id}, found {found['evidence']}")


def tiers(expected: Mapping[str, str], look: Look) -> None:
    found = {name: look.person(name)["consideration_tier"] for name in expected}
    same("tiers", dict(expected), found)


def clauses(expected: Mapping[str, str], look: Look) -> None:
    for name, text in expected.items():
        contains(f"clause of {name}", text, look.person(name)["tier_clause"])


def criteria(expected: Mapping[str, Mapping[str, int]], look: Look) -> None:
    """The thousandths of each criterion; contributions and the total must add up to them."""
    for name, wanted in expected.items():
        person = look.person(name)
        found = {one["criterion"]: one for one in person["criteria"]}
        for criterion, normalised in wanted.items():
            one = found.get(criterion) or unmet(f"{name} has no {criterion}")
            same(f"{criterion} of {name} ({one['raw']})", normalised, one["normalised"])
            same(f"{criterion}", one["normalised"] * one["weight"], one["contribution"])
        same(f"total of {name}", sum(it["contribution"] for it in found.values()), person["total"])


def tie_breaks(expected: Mapping[str, str], look: Look) -> None:
    for name, text in expected.items():
        contains(f"tie-break of {name}", text, look.person(name)["tie_break"])


def warnings(expected: Mapping[str, str | list[str]], look: Look) -> None:
    for name, text in expected.items():
        contains(f"warnings of {name}", text, look.person(name)["warnings"])


def competing(expected: Mapping[str, list[str]], look: Look) -> None:
    for name, vacancies in expected.items():
        found = [one["vacancy_id"] for one in look.person(name)["competing"]]
        same(f"competing for {name}", sorted(vacancies), sorted(found))


def learning(expected: Mapping[str, Mapping[str, str]], look: Look) -> None:
    for name, editions in expected.items():
        found = {one["edition_id"]: one["status"] for one in look.person(name)["learning"]}
        same(f"learning of {name}", dict(editions), found)


Check = Callable[[Any, Look], None]
