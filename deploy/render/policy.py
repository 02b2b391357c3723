"""Rule sets, and what one would change, as tables."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from deploy.policy.check import Checked
from deploy.policy.differences import Difference, sources_of
from deploy.policy.effects import Effects, VacancyEffect
from deploy.policy.published import PublishedPolicies
from deploy.render.words import said
from producers.rule_sets import settings_of
from schemas.events import ListChanges, RuleSetPublished


def policy_tables(published: PublishedPolicies, day: str, rules: RuleSetPublished | None,
                  ahead: tuple[RuleSetPublished, ...]) -> RenderableType:  # fmt: skip
    """The rule set in effect, and one line for each that is to come."""
    blocks: list[RenderableType] = []
    if rules is None:
        blocks.append(Text(f"No rule set is in effect {day}: every proposal is held.", "yellow"))
    else:
        blocks += [said(f"In effect {day}: {_named(rules)}", "bold"), _settings(rules)]
    blocks += [said(f"To come: {_named(each)}") for each in ahead]
    if published.refused:
        text = f"{published.refused} records of the topic are refused, or readable by workers alone"
        blocks.append(Text(text, "yellow"))
    return Group(*blocks)


def check_tables(checked: Checked) -> RenderableType:
    blocks: list[RenderableType] = [said(f"{_named(checked.rules)} is sound.", "bold")]
    if checked.published:
        blocks.append(Text("It is published already, word for word."))
    blocks.append(said(f"It takes effect {checked.takes_effect}."))
    blocks.append(_differences(checked))
    if checked.preceded_by is None:
        blocks += _effects(checked.effects, later=checked.rules.effective_from > checked.day)
    return Group(*blocks)


def _named(rules: RuleSetPublished) -> str:
    return f"{rules.rule_set_id} version {rules.version}, from {rules.effective_from}"


def _settings(rules: RuleSetPublished) -> Table:
    table = _table("setting", "value", "source")
    sources = sources_of(rules)
    for name, value in settings_of(rules).items():
        table.add_row(said(name), said(value), said(sources.get(name, "not stated"), "dim"))
    return table


def _differences(checked: Checked) -> RenderableType:
    if checked.in_effect is None:
        return Text("No rule set is in effect yet: every setting is new.")
    before = _named(checked.in_effect)
    if not checked.differences:
        return said(f"Every setting is as in {before}.")
    table = _table("setting", "now", "then", "source")
    for each in checked.differences:
        table.add_row(*_difference(each))
    return Group(said(f"What changes against {before}:"), table)


def _difference(each: Difference) -> Iterator[Text]:
    yield said(each.setting)
    yield said(each.before or "not named", "red")
    yield said(each.after or "not named", "green")
    yield said(each.source or "", "dim")


def _effects(effects: Effects, *, later: bool) -> list[RenderableType]:
    on = "If it counted for the people of today" if later else "Now"
    changed = [effect for effect in effects.vacancies if not effect.same_people]
    blocks: list[RenderableType] = [
        said(
            f"{on}: {effects.open_proposals} proposals stand open; people would enter, leave or "
            f"move at {len(changed)} vacancies."
        )
    ]
    if changed:
        table = _table("vacancy", "profile", "what", "who")
        for effect in changed:
            profile = f"{effect.job_group}/{effect.grade}"
            table.add_row(said(effect.vacancy_id), said(profile), _what(effect), _who(effect))
        blocks.append(table)
    for kind, count in (effects.roster or {}).items():
        blocks.append(said(f"Roster: {count} memberships {_ROSTER.get(kind, kind)}."))
    return blocks


_ROSTER = {
    "MembershipActivated": "become active",
    "MembershipChanged": "change",
    "MembershipSuspended": "are suspended",
    "MembershipExpired": "expire",
    "MembershipRemoved": "are removed",
}


def _what(effect: VacancyEffect) -> Text:
    return said(effect.kind.removeprefix("Proposal").lower())


def _who(effect: VacancyEffect) -> Text:
    return said("; ".join(_moves(effect.changes)) or effect.reason)


def _moves(changes: ListChanges) -> Iterator[str]:
    if changes.entered:
        yield f"enters: {', '.join(changes.entered)}"
    if changes.left:
        yield f"leaves: {', '.join(changes.left)}"
    for move in changes.moved:
        yield f"{move.candidate_id} {move.from_rank} to {move.to_rank}"


def _table(*headings: str) -> Table:
    table = Table(box=None, padding=(0, 1))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table
