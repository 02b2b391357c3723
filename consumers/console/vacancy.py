"""The page of a vacancy: its list, why each, what changed, what was decided and what can be."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import Connection

from consumers.console.kept_form import KeptForm, new_key
from consumers.console.rendering import page
from consumers.console.sent import Sent, SentNow
from consumers.console.session import Visitor
from consumers.console.vacancy_choices import choices_of
from consumers.console.vacancy_matrix import matrix_of
from consumers.questions import decisions, progress, proposals, vacancies, waiting
from consumers.questions.private import without_private
from consumers.web.ports import NotKnown
from consumers.web.roles import may
from consumers.web.serving import Serving, ServingNow
from consumers.web.tokens import Caller

router = APIRouter()

REVISIONS_TOLD = 12
"""How many revisions are shown with what they changed and why; older ones are one line each."""


@router.get("/vacancies/{vacancy_id:path}")
def vacancy(
    request: Request,
    vacancy_id: str,
    who: Visitor,
    served: ServingNow,
    sent: SentNow,
    revision: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> Response:
    return vacancy_page(request, served, sent, who, vacancy_id, revision)


def vacancy_page(
    request: Request,
    served: Serving,
    sent: Sent,
    who: Caller,
    vacancy_id: str,
    revision: int | None = None,
    kept: KeptForm | None = None,
    status: int = 200,
) -> Response:
    """`kept`: a form that could not be taken, with what is wrong. Raises NotKnown."""
    private = may(who.role, "read_private")
    with served.engine.connect() as connection:
        values = _of_vacancy(connection, vacancy_id, revision, private=private)
        if private:
            values |= _decided(connection, vacancy_id, values["standing"], sent)
    values |= {
        "private": private,
        "deciding": may(who.role, "decide") and values["is_last"],
        "kept": kept,
        "new_key": new_key,
    }
    return page(request, "vacancy.html", values, status)


def _of_vacancy(
    connection: Connection, vacancy_id: str, revision: int | None, *, private: bool
) -> dict[str, Any]:
    last = proposals.proposal(connection, vacancy_id)
    stated = vacancies.vacancy(connection, vacancy_id)
    if last is None and stated is None:
        raise NotKnown("")
    whole = proposals.standing_list(connection, vacancy_id)
    word = proposals.document(connection, vacancy_id)
    if revision is None:
        shown = whole or word
    elif (shown := proposals.document(connection, vacancy_id, revision)) is None:
        raise NotKnown("")
    latest = {one["revision"] for one in (whole, word) if one}
    listed = shown if shown is not None and "ranked" in shown else None
    return {
        "vacancy_id": vacancy_id,
        "last": last,
        "stated": stated,
        "terms": vacancies.terms_of(connection, vacancy_id),
        "standing": whole,
        "word": _seen(word, private=private),
        "shown": _seen(shown, private=private),
        "listing": _seen(listed, private=private),
        "matrix": matrix_of(listed) if listed and private else None,
        "is_last": shown is None or shown["revision"] in latest,
        "revisions": _revisions(connection, vacancy_id),
        "day": progress.day_reached(connection),
    }


def _decided(
    connection: Connection,
    vacancy_id: str,
    standing: Mapping[str, Any] | None,
    sent: Sent,
) -> dict[str, Any]:
    """What people decided, and what they can decide now: for whoever may know whom."""
    taken = decisions.decisions_of(connection, vacancy_id)
    states = decisions.states_of(connection, vacancy_id)
    return {
        "decisions": taken,
        "states": states,
        "on_their_way": sent.waiting("vacancy_id", vacancy_id, states),
        "review": waiting.standing_review(connection, vacancy_id),
        "choices": choices_of(standing, taken, states),
    }


def _revisions(connection: Connection, vacancy_id: str) -> list[Any]:
    """The latest first; the first of them with their changes and causes."""
    found = proposals.revisions(connection, vacancy_id)
    keys = [(vacancy_id, one.revision) for one in found[:REVISIONS_TOLD]]
    told = proposals.told_revisions(connection, keys)
    return [told.get((vacancy_id, one.revision), one) for one in found]


def _seen(document: Mapping[str, Any] | None, *, private: bool) -> Mapping[str, Any] | None:
    """As far as the role may see it: a template cannot show what it is not given."""
    if document is None or private:
        return document
    public: Mapping[str, Any] = without_private(document)
    return public
