"""What one transaction of the pool says, and what of its state it changed."""

from dataclasses import dataclass, field

from schemas.events import CandidatesListed, DecisionRefused, MembershipEvent, ProposalEvent
from streams.pool.touched import Profile


@dataclass
class Evaluation:
    """Everything follows from the events taken and from where the transaction ended."""

    roster: list[MembershipEvent] = field(default_factory=list)
    refusals: list[DecisionRefused] = field(default_factory=list)
    proposals: list[ProposalEvent] = field(default_factory=list)
    listings: list[CandidatesListed] = field(default_factory=list)
    """What every pool is told about the lists of this one."""
    vacancies_evaluated: int = 0
    memberships: dict[Profile, list[int]] = field(default_factory=dict)
    """The changed rows of each table."""
    vacancies: set[str] = field(default_factory=set)
    references: set[str] = field(default_factory=set)
