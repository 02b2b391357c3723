"""What an event can contradict itself in: only what no later fact could cure."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from schemas import events
from schemas.language_levels import misspelt
from schemas.problem import Problem, contradictory, malformed
from schemas.rule_set_shape import unsound_policy

EXERCISE_WEIGHT_MAX = 1_000
"""So that a slate's whole cost stays exact in the solver's floating point numbers."""
THOUSANDTHS = 1_000

Check = Callable[[Any], Iterable[Problem]]


def _ordered(earlier: str, later: str) -> Check:
    def check(event: Any) -> Iterable[Problem]:
        first, last = getattr(event, earlier), getattr(event, later)
        if first is not None and last is not None and last < first:
            yield contradictory(later, f"{last} lies before {earlier} {first}")

    return check


def _no_two(field: str, identity: Callable[[Any], Hashable], what: str) -> Check:
    """No two entries of a list are about the same thing."""

    def check(event: Any) -> Iterable[Problem]:
        counted = Counter(map(identity, getattr(event, field)))
        for entry, count in counted.items():
            if count > 1:
                yield contradictory(field, f"{what} {entry} stands {count} times")

    return check


def _some(field: str, wanted: str) -> Check:
    def check(event: Any) -> Iterable[Problem]:
        if not getattr(event, field):
            yield malformed(field, wanted)

    return check


def _supersedes_another(event: events.AssessmentCompleted) -> Iterable[Problem]:
    if event.supersedes == event.assessment_id:
        yield contradictory("supersedes", "an assessment cannot replace itself")


def _merges_another(event: events.CandidateMerged) -> Iterable[Problem]:
    if event.merged_candidate_id == event.candidate_id:
        yield contradictory("merged_candidate_id", "a person cannot be merged with the same id")


def _kinds_within_total(event: events.ProfileUpdated) -> Iterable[Problem]:
    if event.experience is None:
        return
    total = event.experience.total_months
    for name, months in vars(event.experience).items():
        if months > total:
            yield contradictory("experience", f"{name}: {months} of {total} months in all")


def _spelt_levels(event: events.LanguageRecorded) -> Iterable[Problem]:
    for entry in event.levels:
        if text := misspelt(event.framework, entry.level):
            yield malformed("levels", text)
    if event.evidence == "SELF" and event.tested_on is not None:
        yield contradictory("tested_on", "the person's own word is no test")


def _comparable_wishes(event: events.PreferencesDeclared) -> Iterable[Problem]:
    if event.max_hardship == "UNCLASSIFIED":
        yield malformed("max_hardship", "UNCLASSIFIED is no class that others compare with")
    for station in event.preferred_stations:
        if station in event.excluded_stations:
            yield contradictory(
                "excluded_stations", f"{station.country} {station.city_code} is wanted as well"
            )


def _asks_of_people(
    event: events.VacancyOpened | events.VacancyAmended | events.CataloguePost,
) -> Iterable[Problem]:
    for clause in event.tier_rule.first if event.tier_rule else ():
        if not (clause.origins or clause.genders or clause.nationality_list):
            yield malformed("tier_rule", f"clause {clause.clause!r} asks nothing of a person")
        if "UNDISCLOSED" in clause.genders:
            yield malformed("tier_rule", f"clause {clause.clause!r} asks for an undisclosed gender")


def _spelt_requirements(
    event: events.VacancyOpened | events.VacancyAmended | events.CataloguePost,
) -> Iterable[Problem]:
    if event.languages is None:
        return
    for required in (*event.languages.all_of, *event.languages.any_of):
        if text := misspelt(required.framework, required.level):
            yield malformed("languages", f"{required.language}: {text}")


def _terms_of_posts(field: str) -> Check:
    """A catalogue's post asks of people what a vacancy can ask."""

    def check(event: Any) -> Iterable[Problem]:
        for post in getattr(event, field):
            for problem in (*_asks_of_people(post), *_spelt_requirements(post)):
                yield Problem(problem.kind, field, f"{post.post_id}: {problem.text}")

    return check


def _sees_a_revision(
    event: events.ProposalReview | events.CandidateShortlisted | events.OfferMade,
) -> Iterable[Problem]:
    if event.revision_seen == 0:
        yield malformed("revision_seen", "revisions are numbered from 1")


def _explains_override(
    event: events.ProposalAccepted | events.CandidateShortlisted,
) -> Iterable[Problem]:
    if event.override and event.reason is None:
        yield malformed("reason", "a decision that departs from the order of the list says why")


def _extent_and_shortfall(event: events.WaiverGranted) -> Iterable[Problem]:
    if event.extent == "PARTIAL" and not event.shortfall_accepted:
        yield malformed("shortfall_accepted", "a partial waiver says how much it accepts")
    if event.extent == "FULL" and event.shortfall_accepted is not None:
        yield contradictory("shortfall_accepted", "a full waiver accepts any shortfall")


def _members_listed(event: events.MemberStateListPublished) -> Iterable[Problem]:
    if event.kind == "MEMBER_STATES" and not event.states:
        yield malformed("states", "an organisation has at least one member state")


def _tour_of_some_months(event: Any) -> Iterable[Problem]:
    if event.standard_assignment_months == 0:
        yield malformed("standard_assignment_months", "a tour has at least one month")


def _id_is_the_day(event: events.DayStarted) -> Iterable[Problem]:
    if event.event_id != event.day.isoformat():
        yield contradictory("event_id", f"the id of a day is its date, {event.day.isoformat()}")


def _part_of_parts(event: events.CatalogueFrozen) -> Iterable[Problem]:
    if not 1 <= event.part <= event.parts:
        yield contradictory("part", f"part {event.part} of {event.parts}")


def _enters_or_leaves(event: events.CatalogueAmended) -> Iterable[Problem]:
    entered = {post.post_id for post in event.entered}
    for post_id in event.left:
        if post_id in entered:
            yield contradictory("left", f"{post_id} enters as well")


def _ranked_from_one(field: str) -> Check:
    def check(event: Any) -> Iterable[Problem]:
        if any(entry.rank == 0 for entry in getattr(event, field)):
            yield malformed(field, "ranks are numbered from 1")

    return check


def _together_with_another(event: events.PreferencesRanked) -> Iterable[Problem]:
    if event.together_with_id == event.candidate_id:
        yield contradictory("together_with_id", "nobody is their own spouse")


def _exercise_weights(event: events.ExercisePolicyPublished) -> Iterable[Problem]:
    weights = event.person_rank_weight, event.post_rank_weight, event.burden_weight
    if max(weights) > EXERCISE_WEIGHT_MAX:
        yield malformed("person_rank_weight", f"the most is {EXERCISE_WEIGHT_MAX} for each weight")
    if event.burden_share > THOUSANDTHS:
        yield malformed("burden_share", f"the most is {THOUSANDTHS} thousandths")
    if both := sorted(set(event.relief_classes) & set(event.settled_classes)):
        yield contradictory("settled_classes", f"{both[0]} is a relief class as well")
    if event.choices_max == 0:
        yield malformed("choices_max", "the least is 1")


def _development(event: events.LeadershipPolicyPublished) -> Iterable[Problem]:
    for name in ("gap_min", "cell_min"):
        if getattr(event, name) == 0:
            yield malformed(name, "the least is 1")


def _station(key: events.DutyStationKey) -> str:
    return f"{key.country} {key.city_code}"


_VACANCY_TERMS = (_asks_of_people, _spelt_requirements)

CONTRADICTIONS: Mapping[type[Any], tuple[Check, ...]] = {
    events.ApplicationSubmitted: (_some("profiles", "an application names at least one profile"),),
    events.AssessmentCompleted: (_supersedes_another,),
    events.CandidateMerged: (_merges_another,),
    events.ProfileUpdated: (_kinds_within_total,),
    events.LanguageRecorded: (
        _no_two("levels", lambda entry: entry.ability, "ability"),
        _spelt_levels,
    ),
    events.PreferencesDeclared: (
        _comparable_wishes,
        _no_two("preferred_stations", _station, "duty station"),
        _no_two("preferred_regions", str, "region"),
    ),
    events.ClearanceRecorded: (_ordered("valid_from", "valid_until"),),
    events.IncumbentAssigned: (_ordered("starts_on", "due_rotation_on"),),
    events.AvailabilityHeld: (_ordered("held_from", "held_until"),),
    events.VacancyOpened: (
        _ordered("opened_on", "closes_on"),
        _ordered("opened_on", "start_by"),
        *_VACANCY_TERMS,
    ),
    events.VacancyAmended: _VACANCY_TERMS,
    events.ProposalAccepted: (_sees_a_revision, _explains_override),
    events.ProposalRejected: (_sees_a_revision,),
    events.ProposalReturned: (_sees_a_revision,),
    events.CandidateShortlisted: (_sees_a_revision, _explains_override),
    events.OfferMade: (_sees_a_revision,),
    events.WaiverGranted: (_extent_and_shortfall,),
    events.RotationCyclePublished: (
        _some("job_groups", "a cycle covers at least one job group"),
        _ordered("catalogue_published", "window_close"),
        _ordered("window_open", "window_close"),
        _ordered("window_open", "effective_from"),
    ),
    events.DutyStationClassified: (_tour_of_some_months,),
    events.PostPublished: (_tour_of_some_months,),
    events.MemberStateListPublished: (
        _members_listed,
        _no_two("states", lambda entry: entry.country, "state"),
    ),
    events.CompetencyProfilePublished: (
        _no_two("competencies", lambda entry: entry.code, "competency"),
        _no_two("behaviours", str, "behaviour"),
    ),
    events.DayStarted: (_id_is_the_day,),
    events.RuleSetPublished: (unsound_policy,),
    events.CatalogueFrozen: (
        _some("posts", "a part of a catalogue has at least one post"),
        _no_two("posts", lambda post: post.post_id, "post"),
        _terms_of_posts("posts"),
        _part_of_parts,
    ),
    events.CatalogueAmended: (
        _no_two("entered", lambda post: post.post_id, "post"),
        _terms_of_posts("entered"),
        _no_two("left", str, "post"),
        _enters_or_leaves,
    ),
    events.PreferencesRanked: (
        _no_two("choices", lambda choice: choice.post_id, "post"),
        _ranked_from_one("choices"),
        _together_with_another,
    ),
    events.HirerRankingSubmitted: (
        _no_two("candidates", lambda ranked: ranked.candidate_id, "candidate"),
        _ranked_from_one("candidates"),
    ),
    events.ExercisePolicyPublished: (_exercise_weights,),
    events.ProgrammeEditionAnnounced: (
        _ordered("starts_on", "ends_on"),
        _ordered("apply_by", "ends_on"),
    ),
    events.LeadershipPolicyPublished: (
        _no_two("themes", lambda entry: entry.competency, "competency"),
        _some("programmes", "a policy names at least one programme"),
        _development,
    ),
}
"""The checks of each kind of event, once its fields are well formed."""
