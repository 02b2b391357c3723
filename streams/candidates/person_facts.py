"""What holds for each membership of a person alike, and which event can change what of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from schemas import events
from schemas.events.candidate_state import CandidateState
from streams.candidates.availability import availability_fact, hold_facts
from streams.candidates.commitments import commitment_facts
from streams.candidates.learning import learning_facts
from streams.candidates.personal import (
    clearance_facts,
    experience_fact,
    language_facts,
    nationalities_fact,
    performance_fact,
    preferences_fact,
    retirement_fact,
    text_fact,
)
from streams.candidates.posts import posting_fact
from streams.candidates.stated.applications import APPLICATIONS
from streams.candidates.stated.availability import AVAILABILITY
from streams.candidates.stated.learning import LEARNING


@dataclass(frozen=True)
class PersonFacts:
    """Named as in `MembershipRecorded`."""

    performance: events.PerformanceFact | None = None
    availability: events.AvailabilityFact | None = None
    holds: tuple[events.HoldFact, ...] = ()
    commitments: tuple[events.CommitmentFact, ...] = ()
    origin: events.StatedFact | None = None
    appointment_type: events.StatedFact | None = None
    gender: events.StatedFact | None = None
    nationalities: events.NationalitiesFact | None = None
    retirement: events.DateFact | None = None
    relatives: events.StatedFact | None = None
    experience: events.ExperienceFact | None = None
    languages: tuple[events.LanguageFact, ...] = ()
    preferences: events.PreferencesFact | None = None
    clearances: tuple[events.ClearanceFact, ...] = ()
    posting: events.PostingFact | None = None
    learning: tuple[events.LearningFact, ...] = ()
    former_ids: tuple[str, ...] = ()


NOTHING_KNOWN = PersonFacts()

_FACTS: Mapping[str, Callable[[CandidateState], Any]] = {
    "performance": performance_fact,
    "availability": availability_fact,
    "holds": hold_facts,
    "commitments": commitment_facts,
    "origin": text_fact("origin"),
    "appointment_type": text_fact("appointment_type"),
    "gender": text_fact("gender"),
    "nationalities": nationalities_fact,
    "retirement": retirement_fact,
    "relatives": text_fact("relatives"),
    "experience": experience_fact,
    "languages": language_facts,
    "preferences": preferences_fact,
    "clearances": clearance_facts,
    "posting": posting_fact,
    "learning": learning_facts,
}

_STATED = ("origin", "appointment_type", "gender", "nationalities", "experience", "retirement")

ONLY_PERSONAL: Mapping[type[events.Event], tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(APPLICATIONS, ()),
        events.ApplicationSubmitted: ("origin", "appointment_type", "nationalities"),
        events.AssessmentScheduled: (),
        events.ProfileUpdated: _STATED,
        events.RelativesDeclared: ("relatives",),
        events.LanguageRecorded: ("languages",),
        events.PreferencesDeclared: ("preferences",),
        events.ClearanceRecorded: ("clearances",),
        events.PerformanceRated: ("performance",),
        **dict.fromkeys(AVAILABILITY, ("holds",)),
        events.AvailabilityConfirmed: ("availability",),
        **dict.fromkeys(LEARNING, ("learning",)),
    }
)
"""Events that can change these facts of a person and none of a membership's own."""


def person_facts(state: CandidateState, former_ids: tuple[str, ...] = ()) -> PersonFacts:
    facts = {name: fact(state) for name, fact in _FACTS.items()}
    return PersonFacts(**facts, former_ids=former_ids)


def with_facts(person: PersonFacts, state: CandidateState, names: Iterable[str]) -> PersonFacts:
    """The facts with those of some names read again; the same object where none is another one."""
    read = {name: _FACTS[name](state) for name in names}
    if all(getattr(person, name) == fact for name, fact in read.items()):
        return person
    changed = object.__new__(PersonFacts)
    changed.__dict__.update(person.__dict__)
    changed.__dict__.update(read)
    return changed
