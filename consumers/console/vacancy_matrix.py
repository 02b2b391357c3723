"""Every rule's answer for everybody whom a list names, as rows and columns: pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Answer = Mapping[str, Any]
SECTIONS = ("ranked", "tier_unconfirmed", "near_misses", "cannot_confirm")


@dataclass(frozen=True)
class Row:
    """One person: the section, and an answer for each rule; None where the rule was not asked."""

    section: str
    candidate_id: str
    answers: Sequence[Answer | None]


@dataclass(frozen=True)
class Matrix:
    """`advisory`: rules that only warn; they come last."""

    rules: Sequence[str]
    advisory: frozenset[str]
    rows: Sequence[Row]


def matrix_of(listing: Mapping[str, Any]) -> Matrix:
    """From the document of a list, whole; the rules in the order in which it names them."""
    people = [(section, who) for section in SECTIONS for who in listing[section]]
    hard = dict.fromkeys(answer["rule"] for _, who in people for answer in who["answers"])
    warning = dict.fromkeys(
        answer["rule"]
        for _, who in people
        for answer in who.get("advisory", ())
        if answer["rule"] not in hard
    )
    rules = [*hard, *warning]
    return Matrix(
        rules=rules,
        advisory=frozenset(warning),
        rows=[_row(section, who, rules) for section, who in people],
    )


def _row(section: str, who: Mapping[str, Any], rules: Sequence[str]) -> Row:
    given = {answer["rule"]: answer for answer in (*who.get("advisory", ()), *who["answers"])}
    return Row(section, who["candidate_id"], [given.get(rule) for rule in rules])
