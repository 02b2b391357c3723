"""Speaks of the months ahead on the first day of each: forecasts, and what is newly anticipated."""

from collections.abc import Iterable, Iterator

from schemas.events import (
    AnticipatedOpening,
    BenchStrength,
    HorizonForecast,
    VacancyAnticipated,
    VacancyCancelled,
)
from streams.pool import DECISION_VERSION
from streams.pool.evaluation import Evaluation
from streams.pool.holdings import Holdings
from streams.pool.horizon.eligible import with_people
from streams.pool.horizon.months import first_of_month
from streams.pool.horizon.opening import Opening
from streams.pool.horizon.openings import openings_of
from streams.pool.horizon.spoken_for import SpokenFor
from streams.pool.horizon.strength import Bench
from streams.pool.moment import SOURCE, Moment
from streams.pool.policy import Policy

ENTRIES_MAX = 500
"""Openings, and as many months of strength, in one record."""


def speak_of_horizon(holdings: Holdings, moment: Moment, done: Evaluation) -> None:
    """By job group, for those of which there are members; nothing where no rule set is in force."""
    policy = holdings.policy
    if policy is None:
        return
    groups = {group for (group, _), table in holdings.tables.items() if len(table)}
    for job_group in sorted(groups):
        openings = openings_of(holdings, job_group, moment.as_of)
        done.forecasts.extend(_forecast(holdings, policy, job_group, openings, moment))
        done.anticipated.extend(_news(holdings, job_group, openings, moment))


def _forecast(
    holdings: Holdings, policy: Policy, job_group: str, openings: list[Opening], moment: Moment
) -> Iterator[HorizonForecast]:
    counted = tuple(with_people(holdings, policy, openings, moment))
    strength = tuple(_strength(holdings, policy, job_group, openings, moment))
    if not strength:
        return
    parts = -(-max(len(counted), len(strength)) // ENTRIES_MAX)
    for number in range(parts):
        cut = slice(number * ENTRIES_MAX, (number + 1) * ENTRIES_MAX)
        yield _part(job_group, (number + 1, parts), counted[cut], strength[cut], policy, moment)


def _strength(
    holdings: Holdings, policy: Policy, job_group: str, openings: list[Opening], moment: Moment
) -> Iterator[BenchStrength]:
    """Of every profile of the group that is published."""
    grades = {grade for (group, grade), table in holdings.tables.items() if group == job_group}
    for grade in sorted(grades | {opening.grade for opening in openings}):
        expected = [opening for opening in openings if opening.grade == grade]
        table = holdings.table(job_group, grade)
        published = holdings.reference.profile(job_group, grade, moment.as_of)
        if published is not None and (len(table) or expected):
            yield from Bench(holdings, policy, table, expected, moment).strength()


def _part(
    job_group: str,
    part: tuple[int, int],
    openings: tuple[AnticipatedOpening, ...],
    strength: tuple[BenchStrength, ...],
    policy: Policy,
    moment: Moment,
) -> HorizonForecast:
    number, parts = part
    month = first_of_month(moment.as_of)
    return HorizonForecast(
        event_id=f"horizon/{job_group}/{month:%Y-%m}/{number}",
        occurred_at=moment.at,
        recorded_at=moment.at,
        source=SOURCE,
        correlation_id=job_group,
        job_group=job_group,
        month=month,
        part=number,
        parts=parts,
        position=moment.position,
        as_of=moment.as_of,
        rule_set=policy.used,
        decision_version=DECISION_VERSION,
        openings=openings,
        strength=strength,
    )


def _news(
    holdings: Holdings, job_group: str, openings: Iterable[Opening], moment: Moment
) -> Iterator[VacancyAnticipated | VacancyCancelled]:
    """What is foreseen for the first time, and what this pool foresaw and does not any more."""
    foreseen = {opening.vacancy_id: opening for opening in openings}
    for vacancy_id, opening in foreseen.items():
        if vacancy_id not in holdings.cases and opening.expected_on > moment.as_of:
            yield _anticipated(opening, moment)
    for vacancy_id, said in sorted(SpokenFor(holdings, job_group).own.items()):
        if vacancy_id not in foreseen:
            yield _cancelled(said, moment)


def _anticipated(opening: Opening, moment: Moment) -> VacancyAnticipated:
    return VacancyAnticipated(
        event_id=f"{opening.vacancy_id}/anticipated",
        occurred_at=moment.at,
        recorded_at=moment.at,
        source=SOURCE,
        correlation_id=opening.vacancy_id,
        vacancy_id=opening.vacancy_id,
        job_group=opening.job_group,
        grade=opening.grade,
        post_id=opening.post_id,
        duty_station=opening.duty_station,
        reason=opening.reason,
        expected_on=opening.expected_on,
    )


def _cancelled(said: VacancyAnticipated, moment: Moment) -> VacancyCancelled:
    return VacancyCancelled(
        event_id=f"{said.vacancy_id}/foreseen-no-more",
        occurred_at=moment.at,
        recorded_at=moment.at,
        source=SOURCE,
        correlation_id=said.vacancy_id,
        causation_id=said.event_id,
        vacancy_id=said.vacancy_id,
        job_group=said.job_group,
        reason=f"{said.post_id} is not expected to fall vacant on {said.expected_on} any more",
    )
