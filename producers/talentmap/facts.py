"""The events that an export states; an id depends on what is stated, so that again is safe."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, TypeVar

from producers.content_id import content_id
from producers.talentmap.places import Station
from producers.talentmap.posts import Post
from producers.talentmap.settings import Settings
from producers.talentmap.xml_records import Item
from schemas.events import (
    DutyStationClassified,
    Event,
    PostPublished,
    ProfilePublished,
    RotationCyclePublished,
    VacancyOpened,
)

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Opening:
    """An available position that is open, with its post."""

    item: Item
    post: Post
    posted_at: datetime
    updated_at: datetime
    needed_on: date
    """When the incumbent's tour ends."""


@dataclass(frozen=True, slots=True)
class Cycle:
    """A bid cycle whose window and job groups are known."""

    item: Item
    job_groups: tuple[str, ...]
    window_open: date
    bids_due: date
    begins: date
    """From when those who are placed move."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Makes events of what the export states."""

    settings: Settings
    taken_on: date
    """The last day that the export itself names: what a later one states counts instead."""

    def profile(self, posts: Iterable[Post]) -> ProfilePublished:
        """What posts of one job group and grade are filled from."""
        first = min(posts, key=lambda post: post.since)
        return self._dated(
            ProfilePublished,
            f"profile-{first.job_group}-{first.grade}",
            first.since,
            job_group=first.job_group,
            grade=first.grade,
            title=first.job_title,
            effective_from=first.since,
        )

    def station(self, station: Station) -> DutyStationClassified:
        since = self.settings.stations_effective_from
        return self._dated(
            DutyStationClassified,
            f"station-{station.key.city_code}",
            since,
            duty_station=station.key,
            name=station.name,
            hardship_class=station.hardship_class,
            effective_from=since,
            standard_assignment_months=station.standard_assignment_months,
        )

    def post(self, post: Post) -> PostPublished:
        return self._dated(
            PostPublished,
            f"post-{post.item['pos_id']}",
            post.since,
            post_id=self._id(post.item["pos_id"]),
            title=post.title,
            job_group=post.job_group,
            grade=post.grade,
            duty_station=post.station.key,
            rotational=self.settings.rotational,
            effective_from=post.since,
            standard_assignment_months=post.standard_assignment_months,
        )

    def cycle(self, cycle: Cycle) -> RotationCyclePublished:
        return self._dated(
            RotationCyclePublished,
            f"cycle-{cycle.item['id']}",
            cycle.window_open,
            cycle_id=self._id(cycle.item["id"]),
            job_groups=cycle.job_groups,
            catalogue_published=cycle.window_open,
            window_open=cycle.window_open,
            window_close=cycle.bids_due,
            effective_from=cycle.begins,
        )

    def vacancy(self, opening: Opening) -> VacancyOpened:
        post = opening.post
        return self._stated(
            VacancyOpened,
            f"vacancy-{opening.item['CP_ID']}",
            opening.posted_at,
            opening.updated_at,
            vacancy_id=self._id(opening.item["CP_ID"]),
            job_group=post.job_group,
            grade=post.grade,
            post_id=self._id(post.item["pos_id"]),
            title=post.title,
            duty_station=post.station.key,
            reason=self.settings.reason,
            rotational=self.settings.rotational,
            opened_on=opening.posted_at.date(),
            start_by=opening.needed_on,
            languages=post.languages,
        )

    def _id(self, own: str) -> str:
        return f"{self.settings.id_prefix}{own}"

    def _stated(
        self, kind: type[E], about: str, occurred_at: datetime, recorded_at: datetime, **what: Any
    ) -> E:
        return kind(
            event_id=self._id(content_id(about, occurred_at, what)),
            occurred_at=occurred_at,
            recorded_at=recorded_at,
            source=self.settings.source,
            **what,
        )

    def _dated(self, kind: type[E], about: str, since: date, **what: Any) -> E:
        return self._stated(
            kind, about, self._midnight(since), self._midnight(self.taken_on), **what
        )

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.settings.zone)
