"""The openings of a job group that can be foreseen: holders who leave, new posts, what is stated.

A post held by several opens when the last of them leaves: a successor who is named closes it. One
for which a vacancy was opened since its holder came is foreseen no more: it is there.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from schemas.events import DutyStationKey, PostPublished, PostReclassified, VacancyAnticipated
from streams.pool.holdings import Holdings
from streams.pool.horizon.holders import Holder, Holders
from streams.pool.horizon.months import MONTHS_AHEAD, first_of_month
from streams.pool.horizon.opening import Opening, anticipated_id
from streams.pool.horizon.spoken_for import SpokenFor
from streams.pool.reference import ReferenceFacts
from streams.rules.days import date_of, day_number


@dataclass(frozen=True)
class Horizon:
    """The days that count, and what reference data says of posts."""

    job_group: str
    today: date
    reference: ReferenceFacts
    spoken_for: SpokenFor

    @property
    def first(self) -> date:
        """Who was to leave longer ago is a gap in the data, no opening."""
        return first_of_month(self.today, -MONTHS_AHEAD)

    @property
    def end(self) -> date:
        """The first day that is too far ahead."""
        return first_of_month(self.today, MONTHS_AHEAD)

    def grade_of(self, post_id: str, grade: str, day: date) -> str | None:
        """Of a post on that day; None where it is none of this job group's, or of no profile."""
        post = self.reference.post(post_id, day)
        if isinstance(post, PostReclassified):
            if post.job_group != self.job_group:
                return None
            grade = post.grade
        published = self.reference.profile(self.job_group, grade, self.today)
        return None if published is None else grade

    def ends(self, post_id: str, day: date) -> bool:
        """Whether the post is abolished by then: that is no opening."""
        abolition = self.reference.abolition(post_id)
        return abolition is not None and abolition.abolished_on <= day


def openings_of(holdings: Holdings, job_group: str, today: date) -> list[Opening]:
    """By day, then by post; what post management states of a post goes before what is found."""
    horizon = Horizon(job_group, today, holdings.reference, SpokenFor(holdings, job_group))
    holders = _holders(holdings, horizon)
    found = {
        opening.post_id: opening
        for opening in (*_new_posts(horizon, holders), *_left(holdings, horizon, holders))
    }
    found |= {opening.post_id: opening for opening in _stated(horizon)}
    return sorted(found.values(), key=lambda it: (it.expected_on, it.post_id, it.vacancy_id))


def _holders(holdings: Holdings, horizon: Horizon) -> Mapping[str, list[tuple[str, Holder]]]:
    """By post: the grade of each holder's membership, and the holder, the last to leave last."""
    today, entries = day_number(horizon.today), holdings.lists.posts.entries
    of_group = {
        grade: Holders(table, today)
        for (group, grade), table in sorted(holdings.tables.items())
        if group == horizon.job_group
    }
    new = {holdings.lists.posts.known(post.post_id, -1) for post in _published_ahead(horizon)} - {
        -1
    }
    first, last = day_number(horizon.first), day_number(horizon.end) - 1
    due = new.union(*(holders.posts_due(first, last) for holders in of_group.values()))
    by_post: dict[str, list[tuple[str, Holder]]] = defaultdict(list)
    for grade, holders in of_group.items():
        for holder in holders.of(due):
            by_post[entries[holder.post]].append((grade, holder))
    for held in by_post.values():
        held.sort(key=lambda it: (it[1].leaves, it[1].starts, it[1].candidate_id))
    return by_post


def _left(
    holdings: Holdings, horizon: Horizon, by_post: Mapping[str, list[tuple[str, Holder]]]
) -> Iterator[Opening]:
    for post_id, held in by_post.items():
        of_grade, last = held[-1]
        day = date_of(last.leaves)
        if day is None or day >= horizon.end:
            continue
        abolished = date_of(min(holder.abolished for _, holder in held))
        if horizon.ends(post_id, day) or (abolished is not None and abolished <= day):
            continue
        since = max(holder.starts for _, holder in held)
        grade = horizon.grade_of(post_id, of_grade, day)
        station = _station(holdings, horizon, post_id, held, day)
        if grade is None or station is None or horizon.spoken_for.since(post_id, date_of(since)):
            continue
        yield Opening(
            vacancy_id=anticipated_id(post_id, day),
            post_id=post_id,
            job_group=horizon.job_group,
            grade=grade,
            duty_station=station,
            reason=last.reason,
            expected_on=day,
            holders=tuple(holder.candidate_id for _, holder in held),
        )


def _station(
    holdings: Holdings,
    horizon: Horizon,
    post_id: str,
    held: list[tuple[str, Holder]],
    day: date,
) -> DutyStationKey | None:
    """As the post was published, else as its holders have it."""
    published = horizon.reference.established(post_id, day)
    if published is not None:
        return published.duty_station
    codes = [holder.station for _, holder in held if holder.station >= 0]
    return holdings.lists.stations.entries[codes[-1]] if codes else None


def _published_ahead(horizon: Horizon) -> Iterator[PostPublished]:
    for post in horizon.reference.posts_begin():
        ahead = horizon.today < post.effective_from < horizon.end
        if ahead and post.job_group == horizon.job_group:
            yield post


def _new_posts(
    horizon: Horizon, by_post: Mapping[str, list[tuple[str, Holder]]]
) -> Iterator[Opening]:
    """Posts that begin, that nobody is to come into."""
    for post in _published_ahead(horizon):
        day = post.effective_from
        grade = horizon.grade_of(post.post_id, post.grade, day)
        taken = post.post_id in by_post or horizon.spoken_for.since(post.post_id, None)
        if grade is None or taken or horizon.ends(post.post_id, day):
            continue
        yield Opening(
            vacancy_id=anticipated_id(post.post_id, day),
            post_id=post.post_id,
            job_group=horizon.job_group,
            grade=grade,
            duty_station=post.duty_station,
            reason="NEW_POST",
            expected_on=day,
        )


def _stated(horizon: Horizon) -> Iterator[Opening]:
    for vacancy_id, said in sorted(horizon.spoken_for.anticipated.items()):
        if not horizon.today <= said.expected_on < horizon.end:
            continue
        if horizon.ends(said.post_id, said.expected_on):
            continue
        yield _as_stated(vacancy_id, said)


def _as_stated(vacancy_id: str, said: VacancyAnticipated) -> Opening:
    return Opening(
        vacancy_id=vacancy_id,
        post_id=said.post_id,
        job_group=said.job_group,
        grade=said.grade,
        duty_station=said.duty_station,
        reason=said.reason,
        expected_on=said.expected_on,
        stated=True,
    )
