"""One vacancy's history: from the horizon through offers to filled, to rotation, or still open."""

from datetime import date, timedelta

from producers.reference import Profile, Station
from producers.scenario.dice import Dice, Weighted
from producers.scenario.hiring import Hiring
from producers.scenario.notice import terms_of_notice
from producers.scenario.world import Ledger, World
from schemas import events
from schemas.events.assessments import Rating
from schemas.events.vacancies import StatedPath, VacancyReason

VACANCIES = "hr.posts"
POLICY = "hr.policy"
IN_WINDOW_PERCENT = 15

_REASONS: Weighted[VacancyReason] = Weighted(
    [
        "INCUMBENT_ROTATED",
        "SEPARATION",
        "NEW_POST",
        "RETIREMENT",
        "CURTAILMENT",
        "EMERGENCY",
        "RECLASSIFIED",
    ],
    [40, 18, 14, 10, 8, 6, 4],
)
_PATHS: Weighted[StatedPath | None] = Weighted([None, "AD_HOC", "ROTATION"], [75, 20, 5])
_MINIMUMS: Weighted[Rating] = Weighted(["TIER_2", "TIER_1", "STAR"], [80, 16, 4])


def opening(world: World, number: int) -> list[events.Event]:
    """All that is recorded of one vacancy, in the order in which it happened."""
    return _Opening(world, number).history()


class _Opening:
    """One vacancy while its history is drawn."""

    def __init__(self, world: World, number: int) -> None:
        # Offers pick among the people, so their number is part of what decides them.
        self.dice = world.dice(f"v{world.candidates}", number)
        self.vacancy_id = world.identity("v", number, f"{world.candidates}")
        self.world = world
        self.profile: Profile = self.dice.pick(world.chances.profiles)
        self.station: Station = self.dice.pick(world.chances.stations)
        self.reason: VacancyReason = self.dice.pick(_REASONS)
        self.rotational = self.dice.chance(80)
        self.opened = _opening_day(world, self.dice, self.profile.job_group)
        self.ledger = Ledger(world, self.vacancy_id, self.dice, correlation=self.vacancy_id)

    def history(self) -> list[events.Event]:
        if self.dice.chance(30):
            self._anticipate()
        if self.dice.chance(40):
            self._published()
        if self.dice.chance(95):
            self._open()
            self._course(self.opened + timedelta(days=self.dice.between(2, 20)))
        return self.ledger.events

    def _post(self) -> dict[str, object]:
        return {
            "vacancy_id": self.vacancy_id,
            "job_group": self.profile.job_group,
            "grade": self.profile.grade,
            "post_id": f"post-{self.vacancy_id[-12:]}",
            "duty_station": self.station.key,
            "reason": self.reason,
        }

    def _add(self, kind: type[events.VacancyEvent], day: date, **fields: object) -> None:
        named = {"vacancy_id": self.vacancy_id, "job_group": self.profile.job_group}
        self.ledger.add(kind, VACANCIES, day, **(named | fields))

    def _anticipate(self) -> None:
        day = self.opened - timedelta(days=self.dice.between(40, 120))
        if day >= self.world.start:
            self._add(events.VacancyAnticipated, day, **self._post(), expected_on=self.opened)

    def _open(self) -> None:
        dice, urgent = self.dice, self.reason == "EMERGENCY"
        self._add(
            events.VacancyOpened,
            self.opened,
            **self._post(),
            title=f"{self.profile.title}, {self.station.name}",
            rotational=self.rotational,
            opened_on=self.opened,
            start_by=self.opened + timedelta(days=dice.between(30, 60 if urgent else 180)),
            closes_on=self.opened + timedelta(days=dice.between(14, 45)),
            stated_path=dice.pick(_PATHS),
            min_rating=dice.pick(_MINIMUMS),
            urgent=urgent,
            hard_to_fill=self._hard() and dice.chance(50),
            **terms_of_notice(self.world, dice),
        )

    def _course(self, day: date) -> None:
        dice = self.dice
        if dice.chance(15):
            self._add(
                events.VacancyAmended, day, start_by=self.opened + timedelta(days=200), urgent=True
            )
        if dice.chance(7):
            self._add(events.VacancySuspended, day, reason="the budget is under review")
            day += timedelta(days=dice.between(10, 40))
            self._add(events.VacancyResumed, day)
        if dice.chance(7):
            self._add(events.VacancyCancelled, day, reason="the project was not funded")
        elif (cycle := self._window()) and self.rotational and dice.chance(50):
            self._add(
                events.VacancyMovedToRotation,
                day,
                cycle_id=cycle.cycle_id,
                reason="taken into the catalogue",
            )
        elif dice.chance(85):
            self._hire(day)

    def _hire(self, day: date) -> None:
        post = {name: self._post()[name] for name in ("grade", "post_id", "duty_station")}
        hiring = Hiring(self.world, self.ledger, self.dice, self.profile, post)
        hiring.review(day + timedelta(days=self.dice.between(1, 9)))
        hired = hiring.hire(day + timedelta(days=self.dice.between(10, 60)))
        if hired is not None:
            candidate_id, settled = hired
            self._add(events.VacancyFilled, settled, candidate_id=candidate_id)

    def _published(self) -> None:
        """The post itself, for some; a few are another post by the time they are open, or none."""
        dice, post_id = self.dice, self._post()["post_id"]
        since = max(self.world.start, self.opened - timedelta(days=dice.between(100, 400)))
        self.ledger.add(
            events.PostPublished,
            POLICY,
            since,
            post_id=post_id,
            title=self.profile.title,
            job_group=self.profile.job_group,
            grade=self.profile.grade,
            duty_station=self.station.key,
            rotational=self.rotational,
            effective_from=since,
        )
        day = self.opened + timedelta(days=dice.between(5, 40))
        lower = self.world.organisation.lower_grade.get(self.profile.grade)
        if lower is not None and dice.chance(4):
            self.ledger.add(
                events.PostReclassified,
                POLICY,
                day,
                post_id=post_id,
                job_group=self.profile.job_group,
                grade=lower,
                effective_from=day,
            )
        elif dice.chance(4):
            ends = day + timedelta(days=30)
            self.ledger.add(events.PostAbolished, POLICY, day, post_id=post_id, abolished_on=ends)

    def _hard(self) -> bool:
        return self.station.hardship_class in self.world.organisation.rule_set.relief_classes

    def _window(self) -> events.RotationCyclePublished | None:
        for cycle in self.world.cycles:
            covered = self.profile.job_group in cycle.job_groups
            if covered and cycle.window_open <= self.opened <= cycle.window_close:
                return cycle
        return None


def _opening_day(world: World, dice: Dice, job_group: str) -> date:
    """Some day of the history; for some vacancies, one inside a window that covers them."""
    windows = [cycle for cycle in world.cycles if job_group in cycle.job_groups]
    if windows and dice.chance(IN_WINDOW_PERCENT):
        cycle = dice.one_of(windows)
        inside = (cycle.window_close - cycle.window_open).days
        day = cycle.window_open + timedelta(days=dice.between(0, inside))
        if world.start <= day < world.as_of:
            return day
    return world.start + timedelta(days=dice.below(world.days))
