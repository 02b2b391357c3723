"""What is planned for a person: seats in programmes, needs behind them, posts in slates."""

from dataclasses import dataclass

from sqlalchemy import Connection

from consumers.questions.needs import Need, WantedNeeds, needs
from consumers.questions.nominations import Nomination, WantedNominations, nominations
from consumers.questions.placements import Placement, placements
from consumers.questions.slates import Slate, last_slates

MOST = 50
"""Of each: nobody has as many."""


@dataclass(frozen=True, kw_only=True)
class Plans:
    """For whoever may read private facts."""

    needs: list[Need]
    nominations: list[Nomination]
    placed: list[tuple[Slate, Placement]]
    """In the last slate of each exercise."""

    def __bool__(self) -> bool:
        return bool(self.needs or self.nominations or self.placed)


def plans_for(connection: Connection, candidate_id: str) -> Plans:
    wanted = WantedNeeds(candidate_id=candidate_id, open_only=False)
    nominated = WantedNominations(candidate_id=candidate_id)
    slates = last_slates(connection).values()
    return Plans(
        needs=list(needs(connection, wanted, MOST).items),
        nominations=list(nominations(connection, nominated, MOST).items),
        placed=[
            (slate, one)
            for slate in slates
            for one in placements(connection, slate, MOST, candidate_id=candidate_id).items
        ],
    )
