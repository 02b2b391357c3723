"""`pathways policy`: the rule set in effect, and a new one before and when it goes out."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from deploy.cli.connection import KafkaSettings, kafka_options, kafka_settings
from deploy.cli.results import results_told_clearly
from deploy.log_tail import TailTimeout
from deploy.policy.check import Checked, VersionTaken, compared
from deploy.policy.effects import effects_on
from deploy.policy.pools import read_pools
from deploy.policy.published import read_policies
from deploy.render.policy import check_tables, policy_tables
from producers.errors import ProducerError
from producers.publisher import Publisher
from producers.rule_sets import WrongRuleSet, read_rule_set, rule_set_text
from schemas.connection import Connection
from schemas.errors import ContractError
from schemas.events import RuleSetPublished
from schemas.text import to_json
from streams.pool.errors import PoolError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_AS_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@click.group()
def policy() -> None:
    """The rule set that decides matches: show it, check a new one, publish it."""


@policy.command()
@kafka_options
@_AS_JSON
@click.option("--toml", "as_toml", is_flag=True, help="The rule set in effect, as a file to edit.")
def show(connection: Connection, prefix: str, as_json: bool, as_toml: bool) -> None:
    """Show the rule set in effect, each value with its source, and those to come."""
    with _told_clearly():
        published = read_policies(connection, prefix)
    day = published.day or _now().date()
    rules, ahead = published.in_effect(day), published.ahead(day)
    if as_toml:
        if rules is None:
            raise click.ClickException(f"no rule set is in effect on {day}: publish one first")
        click.echo(rule_set_text(rules), nl=False)
    elif as_json:
        shown = {
            "day": published.day,
            "in_effect": to_json(rules) if rules else None,
            "to_come": [to_json(each) for each in ahead],
            "refused_records": published.refused,
        }
        _print_json(shown)
    else:
        on = f"on {day}" if published.day else f"today, {day}: no day has started yet"
        Console().print(policy_tables(published, on, rules, ahead))


@policy.command()
@click.argument("file", type=_FILE)
@click.option("--offline", is_flag=True, help="Look at the file alone; needs no Kafka.")
@_AS_JSON
@kafka_settings
def check(file: Path, settings: KafkaSettings, offline: bool, as_json: bool) -> None:
    """Say whether a rule set could go out, and what it would change. Nothing is published.

    Settings are compared with those in effect; the open proposals with what they would be.
    """
    with _told_clearly():
        rules = _read(file)
        if offline:
            click.echo(f"{rules.rule_set_id} version {rules.version} is sound.")
            return
        checked = _checked(rules, settings.connect(), settings.prefix)
    if as_json:
        _print_json(_document(checked))
    else:
        Console().print(check_tables(checked))


@policy.command()
@click.argument("file", type=_FILE)
@click.option("--yes", is_flag=True, help="Publish without asking.")
@kafka_options
def publish(file: Path, connection: Connection, prefix: str, yes: bool) -> None:
    """Check a rule set, ask, and publish it.

    A rule set that would never be in effect is not published.
    """
    with _told_clearly():
        rules = _read(file)
        checked = _checked(rules, connection, prefix)
        Console().print(check_tables(checked))
        if checked.published:
            return
        if checked.preceded_by is not None:
            raise click.ClickException("it would never be in effect: nothing was published")
        if not yes:
            click.confirm("Publish it?", abort=True)
        with Publisher(connection, prefix) as publisher:
            publisher.publish(rules)
    click.echo(f"Published. It takes effect {checked.takes_effect}.")


def _read(file: Path) -> RuleSetPublished:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file}: {error}; save it as UTF-8") from error
    try:
        return read_rule_set(text, _now())
    except WrongRuleSet as error:
        faults = "\n".join(f"  {fault}" for fault in error.faults)
        raise click.ClickException(
            f"{file} holds no rule set that can go out:\n{faults}"
        ) from error


def _checked(rules: RuleSetPublished, connection: Connection, prefix: str) -> Checked:
    checked = compared(rules, read_policies(connection, prefix), _now().date())
    if checked.preceded_by is not None:
        return checked
    return replace(checked, effects=effects_on(read_pools(connection, prefix), rules))


@contextmanager
def _told_clearly() -> Iterator[None]:
    with results_told_clearly():
        try:
            yield
        except (ProducerError, TailTimeout, ContractError, PoolError, VersionTaken) as error:
            raise click.ClickException(str(error)) from error


def _document(checked: Checked) -> dict[str, Any]:
    effects = checked.effects
    return {
        "rule_set_id": checked.rules.rule_set_id,
        "version": checked.rules.version,
        "effective_from": checked.rules.effective_from,
        "published_already": checked.published,
        "takes_effect": checked.takes_effect,
        "differences": [asdict(each) for each in checked.differences],
        "open_proposals": effects.open_proposals,
        "vacancies": [asdict(each) for each in effects.vacancies if not each.same_people],
        "roster": effects.roster or {},
    }


def _print_json(shown: dict[str, Any]) -> None:
    click.echo(json.dumps(shown, default=str, ensure_ascii=False))


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    policy()
