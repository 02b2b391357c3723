"""What does not fit among the facts about programmes, said once for as long as it lasts."""

from collections.abc import Iterable, Iterator

from schemas.events import LeadershipRemark, LeadershipRemarked
from streams.leadership.keys import remark_key
from streams.leadership.known import Answer, Known
from streams.leadership.moment import Moment


def remarks_of_the_day(known: Known, moment: Moment) -> Iterator[LeadershipRemarked]:
    """What a day did not cure: editions may be announced a little after they are named."""
    if known.policy is None and (known.editions or any(it.gaps for it in known.standings.values())):
        yield from _new(known, _no_policy(moment))
    for edition_id in sorted({*known.cohorts, *known.seats} - {*known.editions}):
        for candidate_id, part in sorted(known.cohorts.get(edition_id, {}).items()):
            yield from _new(known, _unknown(edition_id, candidate_id, part.event_id, moment))
        if edition_id in known.seats:
            cause = known.seats[edition_id].event_id
            yield from _new(known, _unknown(edition_id, None, cause, moment))


def remarks_on_seats(
    known: Known, edition_ids: Iterable[str], moment: Moment
) -> Iterator[LeadershipRemarked]:
    for edition_id in sorted({*edition_ids} & {*known.editions}):
        used, reserved = known.seats_used(edition_id), known.seats_reserved(edition_id)
        if used > reserved:
            detail = f"{used} people have seats in {edition_id}, which holds {reserved}"
            remedy = "ask for more seats, or take seats back; nobody is proposed until then"
            remark = _remark("MORE_SEATS_THAN_RESERVED", edition_id, None, detail, remedy, moment)
            yield from _new(known, remark)


def unknown_nomination(event: Answer, moment: Moment) -> LeadershipRemarked:
    detail = f"{event.nomination_id} of {event.edition_id} was never proposed to this person"
    remedy = "state it again with the nomination_id of the proposal that was meant"
    return _remark(
        "UNKNOWN_NOMINATION", event.edition_id, event.candidate_id, detail, remedy, moment
    )


def cured(known: Known) -> list[str]:
    """Keys of remarks on something that has come right since, so that it may be told again."""
    return [key for key, it in sorted(known.remarks.items()) if _is_cured(it, known)]


def _is_cured(remark: LeadershipRemarked, known: Known) -> bool:
    edition_id = remark.edition_id or ""
    match remark.remark:
        case "NO_POLICY":
            return known.policy is not None
        case "UNKNOWN_EDITION":
            return edition_id in known.editions
        case "MORE_SEATS_THAN_RESERVED":
            return known.seats_used(edition_id) <= known.seats_reserved(edition_id)
        case "UNKNOWN_NOMINATION":
            return True


def _no_policy(moment: Moment) -> LeadershipRemarked:
    detail = "no leadership policy is in force: no need is told and nobody is proposed for a seat"
    remedy = "publish a LeadershipPolicyPublished that is in effect"
    return _remark("NO_POLICY", None, None, detail, remedy, moment)


def _unknown(
    edition_id: str, candidate_id: str | None, cause: str, moment: Moment
) -> LeadershipRemarked:
    detail = f"the edition {edition_id} was never announced"
    remedy = "announce it, or state the fact again for the edition that was meant"
    return _remark("UNKNOWN_EDITION", edition_id, candidate_id, detail, remedy, moment, cause)


def _remark(
    remark: LeadershipRemark,
    edition_id: str | None,
    candidate_id: str | None,
    detail: str,
    remedy: str,
    moment: Moment,
    cause: str | None = None,
) -> LeadershipRemarked:
    event_id = f"remark/{remark}/{edition_id or ''}/{candidate_id or ''}/{moment.count}"
    return LeadershipRemarked(
        **moment.envelope(event_id, cause),
        remark=remark,
        edition_id=edition_id,
        candidate_id=candidate_id,
        detail=detail,
        remedy=remedy,
    )


def _new(known: Known, remark: LeadershipRemarked) -> Iterator[LeadershipRemarked]:
    if remark_key(remark.remark, remark.edition_id, remark.candidate_id) not in known.events:
        yield remark
