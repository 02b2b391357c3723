"""What is laid over a run, read from files and checked before any of history is read."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from deploy.backtest.errors import BadEvents, NotARuleSet
from deploy.rotation.errors import WrongFile
from producers.json_lines import read_lines
from producers.line_report import LineReport
from producers.reference.policies import exercise_policy
from producers.rule_sets import WrongRuleSet, read_rule_set
from schemas.events import (
    Event,
    ExercisePolicyPublished,
    HirerRankingSubmitted,
    PreferencesRanked,
    RuleSetPublished,
    SlateMethod,
)
from streams.history.exercise.otherwise import Otherwise

Kind = TypeVar("Kind", bound=Event)


def read_otherwise(
    cycle_id: str,
    method: SlateMethod | None,
    rule_set: Path | None,
    policy: Path | None,
    events: Path | None,
) -> Otherwise:
    """Raises WrongFile, NotARuleSet or BadEvents."""
    stated = _events(events, cycle_id) if events else ()
    return Otherwise(
        method=method,
        rule_set=_rule_set(rule_set) if rule_set else None,
        policy=_policy(policy) if policy else None,
        preferences=tuple(_of(PreferencesRanked, stated)),
        rankings=tuple(_of(HirerRankingSubmitted, stated)),
    )


def otherwise_words(otherwise: Otherwise) -> str:
    """What the second slate is made otherwise by."""
    parts = []
    if otherwise.method:
        parts.append("another method")
    if otherwise.rule_set:
        parts.append(f"rule set {otherwise.rule_set.rule_set_id}")
    if otherwise.policy:
        parts.append(f"exercise policy {otherwise.policy.policy_id}")
    wishes = len(otherwise.preferences) + len(otherwise.rankings)
    if wishes:
        parts.append(f"{wishes} other rankings")
    return "the same run with " + ", ".join(parts)


def _rule_set(file: Path) -> RuleSetPublished:
    try:
        return read_rule_set(_text(file))
    except WrongRuleSet as error:
        raise NotARuleSet(file, error) from error


def _policy(file: Path) -> ExercisePolicyPublished:
    try:
        return exercise_policy(_text(file))
    except KeyError as error:
        raise WrongFile(file, f"{error} is missing", "see exercise_policy.toml") from error
    except ValueError as error:
        remedy = "`producers/reference/exercise_policy.toml` shows how one is written"
        raise WrongFile(file, str(error), remedy) from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise WrongFile(file, str(error), "save it as UTF-8") from error


def _events(file: Path, cycle_id: str) -> tuple[PreferencesRanked | HirerRankingSubmitted, ...]:
    report = LineReport()
    with file.open("rb") as source:
        found = [good.event for good in report.goods(read_lines(source))]
    if report.rejections:
        raise BadEvents(file, report.rejections)
    for event in found:
        if not isinstance(event, PreferencesRanked | HirerRankingSubmitted):
            what = f"{type(event).__name__} {event.event_id} cannot be laid over a run"
            remedy = "only PreferencesRanked and HirerRankingSubmitted can; see also --rule-set"
            raise WrongFile(file, what, remedy)
        if event.cycle_id != cycle_id:
            what = f"{event.event_id} is of the cycle {event.cycle_id}, not of {cycle_id}"
            raise WrongFile(file, what, "leave it out, or name that cycle")
    if not found:
        raise WrongFile(file, "it holds no event", "write one event a line")
    return tuple(found)


def _of(kind: type[Kind], events: tuple[Event, ...]) -> Iterator[Kind]:
    return (event for event in events if isinstance(event, kind))
