"""What one transaction of the pool says, and what of its state it changed."""

from dataclasses import dataclass, field

from schemas.events import (
    CandidatesListed,
    DecisionRefused,
    HorizonForecast,
    MembershipEvent,
    PostsJudged,
    ProposalEvent,
    VacancyAnticipated,
    VacancyCancelled,
)
from streams.pool.touched import Profile


@dataclass
class Evaluation:
    """Everything follows from the events taken and from where the transaction ended."""

    roster: list[MembershipEvent] = field(default_factory=list)
    refusals: list[DecisionRefused] = field(default_factory=list)
    proposals: list[ProposalEvent] = field(default_factory=list)
    listings: list[CandidatesListed] = field(default_factory=list)
    """What every pool is told about the lists of this one."""
    judged: list[PostsJudged] = field(default_factory=list)
    """The answers to the exercise."""
    forecasts: list[HorizonForecast] = field(default_factory=list)
    anticipated: list[VacancyAnticipated | VacancyCancelled] = field(default_factory=list)
    """What the pool tells itself of openings that it foresees, or foresees no more."""
    vacancies_evaluated: int = 0
    memberships: dict[Profile, list[int]] = field(default_factory=dict)
    """The changed rows of each table."""
    vacancies: set[str] = field(default_factory=set)
    references: set[str] = field(default_factory=set)
