"""What a line of a story leaves out, because any reader would take it to be so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.scenarios.said import Said
from tests.scenarios.shorthand import Document, common, profile, station_key


@dataclass(frozen=True)
class Setting:
    """What is known when the line is told."""

    line: Document
    """As far as it is written out."""
    today: date
    vacancies: Mapping[str, Document]
    said: Said

    @property
    def vacancy(self) -> str:
        """The one that the line names, or the first of the story."""
        named: str | None = self.line.get("vacancy_id")
        return named or next(iter(self.vacancies))

    @property
    def terms(self) -> Document:
        return self.vacancies[self.vacancy]

    @property
    def person(self) -> str:
        return str(self.line["candidate_id"])


def default(kind: str, field: str, setting: Setting) -> Any:
    """A value for a field that the line does not state; None where there is none to take."""
    form = _OF_KIND.get((kind, field)) or _OF_FIELD.get(field)
    return None if form is None else form(setting)


def _of_vacancy(part: str) -> Callable[[Setting], Any]:
    """Only where the line belongs to a vacancy."""
    return lambda setting: profile(setting.terms["profile"])[part] if setting.vacancies else None


def _of_station(part: str) -> Callable[[Setting], Any]:
    def known(setting: Setting) -> Any:
        key = setting.line["duty_station"]
        named = (it for name, it in common("stations").items() if station_key(name) == key)
        return next(named).get(part)

    return known


_OF_KIND: Mapping[tuple[str, str], Callable[[Setting], Any]] = {
    ("DutyStationClassified", "name"): _of_station("name"),
    ("DutyStationClassified", "hardship_class"): _of_station("class"),
    ("DutyStationClassified", "family_status"): _of_station("family"),
    ("DutyStationClassified", "region"): _of_station("region"),
    ("DutyStationClassified", "working_languages"): _of_station("languages"),
    ("VacancyOpened", "opened_on"): lambda setting: setting.today,
    ("VacancyAnticipated", "expected_on"): lambda setting: setting.today + timedelta(days=90),
    ("PlacementConfirmed", "grade"): _of_vacancy("grade"),
    ("PlacementConfirmed", "post_id"): lambda setting: setting.terms["post_id"],
    ("PlacementConfirmed", "duty_station"): lambda it: station_key(it.terms["station"]),
    ("RuleSetPublished", "effective_from"): lambda _: date(2025, 1, 1),
    ("CandidateErased", "erasure_reason"): lambda _: "PERSON_ASKED",
    ("IncumbentSeparated", "reason"): lambda _: "ROTATED",
    ("VacancyOpened", "reason"): lambda _: "RETIREMENT",
    # An offer may leave open which list it was made on; a review may not.
    ("OfferMade", "revision_seen"): lambda _: None,
}

_OF_FIELD: Mapping[str, Callable[[Setting], Any]] = {
    "vacancy_id": lambda setting: setting.vacancy,
    "job_group": _of_vacancy("job_group"),
    "actor_role": lambda _: "hr-partner",
    "offer_id": lambda setting: f"offer-{setting.person}-{setting.vacancy}",
    "waiver_id": lambda setting: f"waiver-{setting.person}-{setting.line['rule']}",
    "proposal_id": lambda setting: setting.said.proposal_id(setting.vacancy),
    "revision_seen": lambda setting: setting.said.revision(setting.vacancy),
    "override": lambda _: False,
    "assignment_id": lambda setting: f"{setting.person}-post",
    "hold_id": lambda setting: f"{setting.person}-hold",
    "clearance_id": lambda setting: f"{setting.person}-{setting.line['clearance_type']}",
    "application_id": lambda setting: f"{setting.person}-application",
    "participation_id": lambda setting: f"{setting.person}-{setting.line['edition_id']}",
    "recalibration_id": lambda setting: setting.line["event_id"],
    "recalibrated_on": lambda setting: setting.today,
    "completed_on": lambda setting: setting.today,
    "released_on": lambda setting: setting.today,
    "held_from": lambda setting: setting.today,
    "abolished_on": lambda setting: setting.today,
    "ranking_id": lambda setting: f"{setting.line['post_id']}-ranking",
    "request_id": lambda setting: setting.line["event_id"],
    "adjustment_id": lambda setting: setting.line["event_id"],
    "amendment_id": lambda setting: setting.line["event_id"],
    "catalogue_id": lambda setting: f"{setting.line['cycle_id']}-posts",
    "nomination_id": lambda setting: f"{setting.line['edition_id']}/{setting.person}",
    "lapsed_on": lambda setting: setting.today,
    "period_end": lambda setting: setting.today,
    "effective_from": lambda setting: setting.today,
    "round_id": lambda _: "round-1",
    "modality": lambda _: "FULL_PATHWAYS",
    "delivery": lambda _: "IN_PERSON",
    "panel_id": lambda _: "panel-1",
    "framework_version": lambda _: "2025",
    "rule_set_id": lambda _: "policy",
    "version": lambda _: 1,
    "reason": lambda _: "as the story has it",
}
