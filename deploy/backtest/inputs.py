"""Everything that is to be laid over history, read and checked before any of history is read."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import cast

import click

from deploy.backtest.corrections import read_corrections
from deploy.backtest.errors import BadEvents, BadFile, NotARuleSet
from producers.json_lines import read_lines
from producers.line_report import LineReport
from producers.rule_sets import WrongRuleSet, read_rule_set
from schemas.events import Event, RuleSetPublished
from streams.history.backtest.changes import CHOICE_FIELDS, Changes, Choice, ChoiceKind

_CHOICE = re.compile(r"(?P<kind>\w+)=(?P<value>.+)")


class ChoiceOption(click.ParamType):
    """`panel=PANEL`, `modality=MODALITY`, `round=ROUND` or `assessment=ID`."""

    name = "panel|modality|round|assessment=VALUE"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Choice:
        if isinstance(value, Choice):
            return value
        found = _CHOICE.fullmatch(str(value))
        if found is None or found["kind"] not in CHOICE_FIELDS:
            kinds = ", ".join(f"{kind}=..." for kind in CHOICE_FIELDS)
            self.fail(f"{value!r} names no assessments: write one of {kinds}")
        return Choice(cast(ChoiceKind, found["kind"]), found["value"].strip())


def read_changes(
    rule_set: Path | None,
    voided: Iterable[Choice],
    recalibrate: Path | None,
    add: Path | None,
    *,
    replaces: bool,
) -> Changes:
    """Raises WrongChanges, which says what to mend."""
    return Changes(
        rule_set=_rule_set(rule_set) if rule_set else None,
        voided=tuple(dict.fromkeys(voided)),
        corrected=read_corrections(recalibrate) if recalibrate else (),
        added=_events(add) if add else (),
        replaces=replaces,
    )


def _rule_set(file: Path) -> RuleSetPublished:
    try:
        return read_rule_set(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise BadFile(file, "the file", str(error), "save it as UTF-8") from error
    except WrongRuleSet as error:
        raise NotARuleSet(file, error) from error


def _events(file: Path) -> tuple[Event, ...]:
    report = LineReport()
    with file.open("rb") as source:
        events = {good.event.event_id: good.event for good in report.goods(read_lines(source))}
    if report.rejections:
        raise BadEvents(file, report.rejections)
    if not events:
        raise BadFile(file, "the file", "holds no event", "write one event a line")
    return tuple(events.values())
