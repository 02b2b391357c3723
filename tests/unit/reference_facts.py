"""Reference facts and told lists that bear on `post-1` and the people of the tests of the pool."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from schemas.events import (
    CandidatesListed,
    CompetencyExpected,
    CompetencyProfilePublished,
    DutyStationClassified,
    DutyStationKey,
    HardshipClass,
    ListedCandidate,
    MemberState,
    MemberStateListKind,
    MemberStateListPublished,
    PostAbolished,
    PostPublished,
    PostReclassified,
)
from tests.unit.pool_facts import NAIROBI, TODAY, envelope


def classified(
    hardship: HardshipClass = "C",
    since: date = TODAY,
    station: DutyStationKey = NAIROBI,
    **fields: Any,
) -> DutyStationClassified:
    return DutyStationClassified(
        **envelope(f"{station.city_code}-{since}-{hardship}"),
        duty_station=station,
        name="Nairobi",
        hardship_class=hardship,
        effective_from=since,
        **fields,
    )


def abolished(on: date) -> PostAbolished:
    return PostAbolished(**envelope("abolished"), post_id="post-1", abolished_on=on)


def reclassified(since: date, grade: str = "P-4") -> PostReclassified:
    return PostReclassified(
        **envelope(f"reclassified-{since}-{grade}"),
        post_id="post-1",
        job_group="COM",
        grade=grade,
        effective_from=since,
    )


def established(since: date) -> PostPublished:
    return PostPublished(
        **envelope(f"post-{since}"),
        post_id="post-1",
        title="Chief",
        job_group="COM",
        grade="P-5",
        duty_station=NAIROBI,
        rotational=False,
        effective_from=since,
    )


def states(
    kind: MemberStateListKind = "MEMBER_STATES", list_id: str = "ms-1", since: date = TODAY
) -> MemberStateListPublished:
    return MemberStateListPublished(
        **envelope(f"{list_id}-published"),
        list_id=list_id,
        kind=kind,
        effective_from=since,
        states=(MemberState(country="KEN", region="EAST_AFRICA"),),
    )


def expecting(level: int, since: date = TODAY) -> CompetencyProfilePublished:
    return CompetencyProfilePublished(
        **envelope(f"expecting-{level}-{since}"),
        job_group="COM",
        grade="P-5",
        framework_version="2023",
        effective_from=since,
        competencies=(CompetencyExpected(code="COURAGE", kind="VALUE", level=level),),
    )


def told(
    vacancy_id: str = "v-9", people: Sequence[str] = ("c-1",), revision: int = 1
) -> CandidatesListed:
    return CandidatesListed(
        **envelope(f"listed-{vacancy_id}-{revision}"),
        vacancy_id=vacancy_id,
        job_group="RMO",
        grade="P-4",
        revision=revision,
        listed=tuple(
            ListedCandidate(candidate_id=who, rank=rank) for rank, who in enumerate(people, start=1)
        ),
    )
