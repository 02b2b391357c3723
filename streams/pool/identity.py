"""Ids of what the pool says: derived from the log, so that a recomputation finds the same ones."""

from hashlib import sha256


def derived_id(*parts: str | int) -> str:
    """32 hexadecimal digits that depend on the parts alone."""
    return sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:32]


def proposal_id(vacancy_id: str) -> str:
    """One for each vacancy: revisions count what was said about it."""
    return derived_id("proposal", vacancy_id)


def membership_key(candidate_id: str, job_group: str, grade: str) -> str:
    """The key of a membership on the roster."""
    return f"{candidate_id}|{job_group}|{grade}"
