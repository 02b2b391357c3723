"""How an organisation's people and notices are, as far as a generated history needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar, cast, get_args

from schemas.events import (
    LanguageFramework,
    LanguageRequirement,
    LanguageRequirements,
    Origin,
    TierClause,
    TierRule,
)

Made = TypeVar("Made")
Weights = Mapping[str, int]
"""Whole numbers; the larger, the more often."""


@dataclass(frozen=True)
class PeopleManner:
    """What the organisation's people are like."""

    origins: Mapping[Origin, int]
    contracts: Mapping[Origin, tuple[str, ...]]
    """Appointment types by origin; an origin that is not named has none."""
    languages: Mapping[str, int]
    """Of a hundred people, how many have each recorded."""
    language_levels: Mapping[LanguageFramework, Weights]
    """Weights by framework, the lowest level first."""
    appraisals: Weights
    programme: str
    """A leadership programme; its editions are named after it and the year."""


@dataclass(frozen=True)
class NoticeForm:
    """Languages that notices ask for together, and how often."""

    weight: int
    languages: LanguageRequirements


@dataclass(frozen=True)
class TierForm:
    """A tier rule that notices have had, and how often; None: no rule is stated."""

    weight: int
    tier_rule: TierRule | None


@dataclass(frozen=True)
class NoticeManner:
    """What the organisation's vacancy notices ask for."""

    internal_percent: int
    """Of a hundred notices, how many are for internal candidates alone."""
    appointment_types: tuple[str, ...]
    """Asked for by one notice in ten."""
    languages: tuple[NoticeForm, ...]
    tiers: tuple[TierForm, ...]


@dataclass(frozen=True)
class Manner:
    """The file `organisation.toml`."""

    name: str
    id_prefix: str
    """The ids of its reference events begin with it."""
    facts_from: date
    """From when its facts about states and stations hold."""
    framework_version: str
    """Of the competency framework whose codes the profiles use."""
    stations_edition: int
    """Of what is said about stations: a fact that says more than before is another event."""
    people: PeopleManner
    notices: NoticeManner


def manner_of(document: Mapping[str, Any]) -> Manner:
    """Raises ValueError or TypeError where a setting is missing, unknown or of the wrong kind."""
    stated = dict(document)
    for part, read in (("people", _people), ("notices", _notices)):
        if not isinstance(stated.get(part), dict):
            raise ValueError(f"there is no table [{part}]")
        stated[part] = read(stated[part])
    return _made(Manner, stated, "")


def _people(stated: Mapping[str, Any]) -> PeopleManner:
    people = _made(PeopleManner, stated, "people.")
    contracts = {name: tuple(them) for name, them in people.contracts.items()}
    _known(get_args(Origin), (*people.origins, *contracts))
    _known(get_args(LanguageFramework), people.language_levels)
    _weigh(people.origins.values())
    _weigh(people.appraisals.values())
    _weigh(people.languages.values())
    for levels in people.language_levels.values():
        _weigh(levels.values())
    return PeopleManner(**{**vars(people), "contracts": contracts})


def _notices(stated: Mapping[str, Any]) -> NoticeManner:
    notices = _made(NoticeManner, stated, "notices.")
    languages = tuple(_form(each) for each in stated["languages"])
    tiers = tuple(_tier(each) for each in stated["tiers"])
    _weigh(form.weight for form in languages)
    _weigh(form.weight for form in tiers)
    types = tuple(notices.appointment_types)
    return NoticeManner(notices.internal_percent, types, languages, tiers)


def _form(stated: Mapping[str, Any]) -> NoticeForm:
    asked = {
        name: tuple(LanguageRequirement(**each) for each in stated.get(name, ()))
        for name in ("all_of", "any_of")
    }
    return NoticeForm(stated["weight"], LanguageRequirements(**asked))


def _tier(stated: Mapping[str, Any]) -> TierForm:
    if "first" not in stated:
        return TierForm(stated["weight"], None)
    first = tuple(
        TierClause(**{name: _frozen(value) for name, value in clause.items()})
        for clause in stated["first"]
    )
    return TierForm(stated["weight"], TierRule(tier_rule_id=stated["tier_rule_id"], first=first))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _made(record: type[Made], stated: Mapping[str, Any], where: str) -> Made:
    names = {each.name for each in fields(cast(Any, record))}
    if wrong := sorted(names ^ stated.keys()):
        raise ValueError(f"missing or unknown: {', '.join(where + name for name in wrong)}")
    for each in fields(cast(Any, record)):
        if isinstance(each.type, type) and type(stated[each.name]) is not each.type:
            raise ValueError(f"{where}{each.name} is no {each.type.__name__}")
    return record(**stated)


def _known(codes: tuple[str, ...], stated: Any) -> None:
    if unknown := sorted(set(stated) - set(codes)):
        raise ValueError(f"{', '.join(unknown)}: none of {', '.join(codes)}")


def _weigh(weights: Any) -> None:
    found = list(weights)
    if not all(type(each) is int and each >= 0 for each in found) or not sum(found):
        raise ValueError(f"{found}: weights are whole numbers, and not all of them 0")
