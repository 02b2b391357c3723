"""What the ids of rules and criteria are about, in a word or two for people."""

RULE_SUBJECTS = {
    "H1": "membership",
    "H2": "rating",
    "H3": "validity",
    "H4": "languages",
    "H5": "nationality",
    "H6": "own country",
    "H7": "performance",
    "H8": "tour served",
    "H9": "retirement",
    "H10": "availability",
    "H11": "clearances",
    "H12": "hardship",
    "H13": "relatives",
    "H14": "scope",
    "H15": "commitment",
}
"""A rule that is not named here is told by its id alone."""

CRITERION_SUBJECTS = {
    "S1": "readiness",
    "S2": "rotation",
    "S3": "willing",
    "S4": "burden",
    "S5": "skills",
    "S6": "languages",
    "S7": "experience",
    "S8": "wish",
    "S9": "balance",
    "S10": "freshness",
}


def rule_name(rule: str) -> str:
    """The id, and what it is about."""
    subject = RULE_SUBJECTS.get(rule)
    return f"{rule} {subject}" if subject else rule


def criterion_name(criterion: str) -> str:
    return CRITERION_SUBJECTS.get(criterion, criterion)
