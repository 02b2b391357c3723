"""Which results a subscriber wants: by job group, grade and duty station."""

from dataclasses import dataclass

from consumers.delivery import Delivery
from schemas.events import (
    DecisionRefused,
    DutyStationKey,
    HorizonForecast,
    MembershipEvent,
    ProposalEmitted,
    ProposalEvent,
    ProposalListing,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; what is left empty lets everything pass.

    The rule is that whoever got a list also learns that it changed or stands no more:

    - A first list passes by job group, grade and duty station. Whatever stood before it was
      withdrawn, deferred, held or expired, and that was told.
    - What comes after a first list passes by job group, grade and, where it names one, duty
      station, as long as nothing but the opening was ever said of the vacancy.
    - After that (`vacancy_version` above 1) it passes by job group alone, which a vacancy never
      changes: another grade or station may be just what is new, and how the subscriber of the old
      one learns of it. It may be about a vacancy that the subscriber never got a list for, and can
      be ignored then.
    - A refused decision names a job group only, and passes by it.
    - A membership has no duty station: it passes by job group and grade, and so does its erasure.
    - A forecast passes by its job group, whole: its parts count each other.
    - Anything else passes: a slate spans job groups, a seat is anybody's.
    """

    job_groups: frozenset[str] = frozenset()
    """Codes, such as COM."""
    grades: frozenset[str] = frozenset()
    """Such as P-5."""
    duty_stations: frozenset[DutyStationKey] = frozenset()

    def takes(self, delivery: Delivery) -> bool:
        match delivery.event:
            case ProposalEvent() as event:
                return self._job_group(event.job_group) and self._proposal(event)
            case MembershipEvent() as event:
                return self._job_group(event.job_group) and self._grade(event.grade)
            case DecisionRefused() | HorizonForecast() as event:
                return self._job_group(event.job_group)
            case None:
                return self._erasure(delivery.key)
        return True

    def _proposal(self, event: ProposalEvent) -> bool:
        if event.vacancy_version > 1 and not isinstance(event, ProposalEmitted):
            return True
        if isinstance(event, ProposalListing) and not self._station(event.duty_station):
            return False
        return self._grade(event.grade)

    def _erasure(self, key: bytes | None) -> bool:
        parts = (key or b"").decode(errors="replace").rsplit("|", 2)
        if len(parts) != 3:
            return True
        return self._job_group(parts[1]) and self._grade(parts[2])

    def _job_group(self, code: str) -> bool:
        return not self.job_groups or code in self.job_groups

    def _grade(self, code: str) -> bool:
        return not self.grades or code in self.grades

    def _station(self, key: DutyStationKey) -> bool:
        return not self.duty_stations or key in self.duty_stations


EVERYTHING = Wanted()
