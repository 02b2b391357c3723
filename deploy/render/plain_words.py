"""Rules, answers and events in plain sentences, for people who did not make the rules."""

import re
from datetime import datetime

from schemas.events import LogPosition, RuleOutcome

RULE_QUESTIONS = {
    "H1": "Is the person a member of the Pool for this job group and grade?",
    "H2": "Is the rating at least the one that the vacancy asks for?",
    "H3": "Is the membership still valid when the post must be taken up?",
    "H4": "Does the person have the languages that the post asks for?",
    "H5": "Does the nationality fit a post of this kind?",
    "H6": "Is the post outside the person's own country?",
    "H7": "Is the last performance appraisal good enough?",
    "H8": "Has the person served long enough where they are now?",
    "H9": "Is there time for a useful tour before retirement?",
    "H10": "Is the person free when the post must be taken up?",
    "H11": "Are all clearances there and valid?",
    "H12": "Is this a kind of duty station that the person did not refuse?",
    "H13": "Has the person no close relative among the personnel?",
    "H14": "Is the vacancy open to people of this origin and kind of contract?",
    "H15": "Has the person accepted no other post?",
    "H16": "Is the vacancy really outside the rotation exercise?",
    "DECLINED": "Has the person not declined this very post before?",
}
"""A rule that is not named here is told by its id alone."""

ANSWERS: dict[RuleOutcome, str] = {
    "PASS": "yes",
    "FAIL": "no",
    "UNKNOWN": "not known",
    "WAIVED": "waived",
}

SHORTFALL_UNITS = {
    "H2": "level",
    "H3": "day",
    "H4": "level",
    "H8": "month",
    "H9": "month",
    "H10": "day",
    "H11": "day",
}
"""What each rule that can be missed by a part counts in."""

TIERS = {
    "FIRST": "the first tier, considered before all others",
    "SECOND": "the second tier, considered after everybody of the first",
    "UNCONFIRMED": "no tier yet: a fact is missing",
}

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def spaced(event_type: str) -> str:
    """`AssessmentCompleted` as `assessment completed`."""
    return _WORD.sub(" ", event_type).lower()


def moment(time: datetime) -> str:
    """A day where it is midnight, otherwise to the minute; UTC."""
    return f"{time:%Y-%m-%d}" if time.time().isoformat() == "00:00:00" else f"{time:%Y-%m-%d %H:%M}"


def place(position: LogPosition) -> str:
    return f"{position.log}/{position.partition} record {position.count}"


def counted(number: int, thing: str, several: str | None = None) -> str:
    """`1 rule`, `3 rules`."""
    return f"{number} {thing if number == 1 else several or f'{thing}s'}"


def listed(parts: list[str]) -> str:
    """`a, b and c`."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"
