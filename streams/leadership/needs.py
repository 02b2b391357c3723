"""Which development needs a person has, and why one is over."""

from collections.abc import Iterator, Mapping

from schemas.events import (
    CompetencyGap,
    DevelopmentNeedClosed,
    DevelopmentNeedIdentified,
    LeadershipPolicyPublished,
    LeadershipStanding,
    NeedClosure,
    ProfileStanding,
)
from streams.leadership.moment import Moment
from streams.leadership.policy import theme_of

NeedEvent = DevelopmentNeedIdentified | DevelopmentNeedClosed
Closing = tuple[NeedClosure, str | None]
"""Why, and the assessment that did it."""
_READY = ("STAR", "TIER_1")


def needs_told(
    standing: LeadershipStanding,
    open_needs: Mapping[str, DevelopmentNeedIdentified],
    policy: LeadershipPolicyPublished | None,
    moment: Moment,
) -> Iterator[NeedEvent]:
    """What changes: first those that are over, then those that are new.

    A need that is another one now, such as after a recalibration, is closed and told again.
    """
    if policy is None:
        return
    wanted = {_need_id(it): _identified(it, standing, policy, moment) for it in standing.gaps}
    wanted = {it: need for it, need in wanted.items() if size_of(need) >= policy.gap_min}
    for need_id, need in sorted(open_needs.items()):
        if need_id not in wanted or not _same(need, wanted[need_id]):
            yield _closed(need, standing, moment)
    for need_id, need in sorted(wanted.items()):
        if need_id not in open_needs or not _same(need, open_needs[need_id]):
            yield need


def size_of(need: DevelopmentNeedIdentified) -> int:
    return need.level_expected - need.level_shown


def closing_of(need: DevelopmentNeedIdentified, standing: LeadershipStanding) -> Closing:
    """Read off where the person stands now, and where that does not tell, off what caused it."""
    profiles = {(it.job_group, it.grade): it for it in standing.profiles}
    profile = profiles.get((need.job_group, need.grade))
    if standing.departed:
        return "DEPARTED", None
    if profile is None or profile.assessment_id is None:
        # Whoever left the Pool has no rating any more, though nobody took it back.
        left = standing.cause_type == "PoolLeft"
        return ("DEPARTED", None) if left else ("ASSESSMENT_VOIDED", need.assessment_id)
    if profile.assessment_id != need.assessment_id:
        return _by_another(need, profile, profile.assessment_id, standing)
    if any(_shows(it, need) for it in standing.gaps):
        return "POLICY_CHANGED", None
    return "ASSESSMENT_RECALIBRATED", need.assessment_id


def _by_another(
    need: DevelopmentNeedIdentified,
    profile: ProfileStanding,
    assessment_id: str,
    standing: LeadershipStanding,
) -> Closing:
    """Another assessment counts now: a later one, or after a void an earlier one."""
    if standing.cause_type == "AssessmentVoided":
        return "ASSESSMENT_VOIDED", need.assessment_id
    if profile.rating in _READY:
        return "RATED_READY", assessment_id
    still = any((it.job_group, it.grade, it.competency) == _about(need) for it in standing.gaps)
    reached = profile.rating == "TIER_2" and not still
    return "LEVEL_REACHED" if reached else "ASSESSED_AGAIN", assessment_id


def _need_id(gap: CompetencyGap) -> str:
    return f"{gap.assessment_id}/{gap.competency}"


def _about(need: DevelopmentNeedIdentified) -> tuple[str, str, str]:
    return need.job_group, need.grade, need.competency


def _shows(gap: CompetencyGap, need: DevelopmentNeedIdentified) -> bool:
    levels = gap.level_expected, gap.level_shown
    same = _need_id(gap) == need.need_id and levels == (need.level_expected, need.level_shown)
    return same and (gap.job_group, gap.grade) == (need.job_group, need.grade)


def _same(one: DevelopmentNeedIdentified, other: DevelopmentNeedIdentified) -> bool:
    return _content(one) == _content(other)


def _content(need: DevelopmentNeedIdentified) -> tuple[object, ...]:
    levels = need.level_expected, need.level_shown
    return *_about(need), *levels, need.theme, need.behaviours


def _identified(
    gap: CompetencyGap,
    standing: LeadershipStanding,
    policy: LeadershipPolicyPublished,
    moment: Moment,
) -> DevelopmentNeedIdentified:
    need_id, theme = _need_id(gap), theme_of(policy, gap.competency)
    return DevelopmentNeedIdentified(
        **moment.envelope(f"need/{standing.candidate_id}/{need_id}/{moment.count}"),
        candidate_id=standing.candidate_id,
        need_id=need_id,
        assessment_id=gap.assessment_id,
        job_group=gap.job_group,
        grade=gap.grade,
        competency=gap.competency,
        level_expected=gap.level_expected,
        level_shown=gap.level_shown,
        theme=theme.theme if theme else None,
        behaviours=theme.behaviours if theme else (),
        as_of=moment.as_of,
        position=moment.position,
    )


def _closed(
    need: DevelopmentNeedIdentified, standing: LeadershipStanding, moment: Moment
) -> DevelopmentNeedClosed:
    closure, assessment_id = closing_of(need, standing)
    about = f"{need.candidate_id}/{need.need_id}"
    return DevelopmentNeedClosed(
        **moment.envelope(f"need/{about}/closed/{moment.count}"),
        candidate_id=need.candidate_id,
        need_id=need.need_id,
        closure=closure,
        assessment_id=assessment_id,
        as_of=moment.as_of,
        position=moment.position,
    )
