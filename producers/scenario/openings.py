"""One vacancy's history: from the horizon through offers to filled, to rotation, or still open."""

from datetime import date, timedelta

from producers.reference import Profile, Station
from producers.scenario.dice import Dice, Weighted
from producers.scenario.people import PROFILES_WEIGHTED, STATIONS, person
from producers.scenario.world import Ledger, World
from schemas import events
from schemas.events.assessments import Rating
from schemas.events.vacancies import StatedPath, VacancyReason

VACANCIES = "hr.posts"
DECISIONS = "hr.tools"
IN_WINDOW_PERCENT = 15
SEARCH_MAX = 40
"""People looked at for an offer: one in four or so has the profile."""

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
        self.profile: Profile = self.dice.pick(PROFILES_WEIGHTED)
        self.station: Station = self.dice.pick(STATIONS)
        self.reason: VacancyReason = self.dice.pick(_REASONS)
        self.rotational = self.dice.chance(80)
        self.opened = _opening_day(world, self.dice, self.profile.job_group)
        self.ledger = Ledger(world, self.vacancy_id, self.dice, correlation=self.vacancy_id)

    def history(self) -> list[events.Event]:
        if self.dice.chance(30):
            self._anticipate()
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
            hard_to_fill=self.station.hardship_class in ("D", "E") and dice.chance(50),
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
            self._offers(day + timedelta(days=dice.between(10, 60)))

    def _window(self) -> events.RotationCyclePublished | None:
        for cycle in self.world.cycles:
            covered = self.profile.job_group in cycle.job_groups
            if covered and cycle.window_open <= self.opened <= cycle.window_close:
                return cycle
        return None

    def _offers(self, day: date) -> None:
        """Up to three offers: a declined one leads to the next, an accepted one fills the post."""
        for attempt in range(1, 4):
            candidate_id = self._suitable()
            if candidate_id is None:
                return
            offer = self._offer(attempt, candidate_id, day)
            day += timedelta(days=self.dice.between(1, 10))
            if self.dice.chance(25):
                self._decide(events.OfferDeclined, offer, day, reason="family reasons")
                continue
            self._decide(events.OfferAccepted, offer, day)
            day += timedelta(days=self.dice.between(2, 20))
            if self.dice.chance(8):
                self._decide(events.OfferRevoked, offer, day, reason="clearance was not given")
                continue
            self._add(events.VacancyFilled, day, candidate_id=candidate_id)
            return

    def _offer(self, attempt: int, candidate_id: str, day: date) -> dict[str, str]:
        offer = {
            "vacancy_id": self.vacancy_id,
            "job_group": self.profile.job_group,
            "candidate_id": candidate_id,
            "offer_id": f"{self.vacancy_id}-offer-{attempt}",
        }
        reply_by = day + timedelta(days=7)
        self._decide(events.OfferMade, offer, day, reply_by=reply_by)
        return offer

    def _decide(
        self, kind: type[events.OfferEvent], offer: dict[str, str], day: date, **fields: object
    ) -> None:
        self.ledger.add(kind, DECISIONS, day, **offer, actor_role="hr-partner", **fields)

    def _suitable(self) -> str | None:
        """Somebody who applied for the profile, found by trying: no list of people is kept."""
        for _ in range(SEARCH_MAX if self.world.candidates else 0):
            who = person(self.world, self.dice.below(self.world.candidates))
            if self.profile in who.profiles:
                return who.candidate_id
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
