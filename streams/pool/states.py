"""The pool's state as records, one for each membership, vacancy and reference fact, and back."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from schemas.codec import encode
from schemas.events import CandidatesListed, PooledMembership, PooledReference, PooledVacancy
from streams.pool import DECISION_VERSION
from streams.pool.case import Published as PublishedProposal
from streams.pool.errors import NewerState, UnexpectedRecord
from streams.pool.evaluation import Evaluation
from streams.pool.framing import framed_membership
from streams.pool.holdings import Holdings
from streams.pool.identity import membership_key
from streams.pool.reference import Reference
from streams.pool.roster import BASES
from streams.pool.table import Published
from streams.rules.days import day_number
from streams.rules.ratings import level_of
from streams.rules.standing import STATUS_NAMES

Decode = Callable[[bytes], Any]
"""Opens a framed record of the contract."""

_STATUS_CODES = {None: 0} | {name: code for code, name in STATUS_NAMES.items()}
_BASES_CODES = {bases: code for code, bases in enumerate(BASES)}


def changed_state(holdings: Holdings, changed: Evaluation) -> Iterator[tuple[str, bytes]]:
    """The state records that a transaction replaces, framed, with their keys."""
    for profile, rows in changed.memberships.items():
        table = holdings.tables[profile]
        ordered = sorted(rows, key=table.candidate_ids.__getitem__)
        for row, said in zip(ordered, table.published(np.array(ordered)), strict=True):
            key = membership_key(table.candidate_ids[row], *profile)
            yield f"membership|{key}", framed_membership(table.recorded[row], said)
    for vacancy_id in sorted(changed.vacancies):
        yield f"vacancy|{vacancy_id}", encode(_vacancy(holdings, vacancy_id))
    for key in sorted(changed.references):
        event = holdings.framed_reference[key]
        reference = PooledReference(decision_version=DECISION_VERSION, event=event)
        yield f"reference|{key}", encode(reference)


def restore(holdings: Holdings, states: Iterable[tuple[str, Any]], decode: Decode) -> None:
    """Take state over, in any order and in any chunks, each key once; before the first `take`."""
    said: dict[tuple[str, str], dict[int, Published]] = {}
    for key, state in states:
        if getattr(state, "decision_version", 0) > DECISION_VERSION:
            raise NewerState(key, state.decision_version)
        match state:
            case PooledMembership():
                recorded = holdings.membership(state.recorded)
                holdings.record(recorded)
                head = recorded.head
                row = holdings.table(head.job_group, head.grade).row_of(head.candidate_id)
                said.setdefault((head.job_group, head.grade), {})[row or 0] = _said(state)
            case PooledVacancy():
                _restore_vacancy(holdings, state, decode)
            case PooledReference():
                _restore_reference(holdings, decode(state.event), state.event)
            case _:
                raise UnexpectedRecord(type(state).__name__, f"state {key!r}")
    for profile, rows in said.items():
        table = holdings.tables[profile]
        table.flush()
        table.publish(np.array(list(rows), np.int64), rows.values())


def _vacancy(holdings: Holdings, vacancy_id: str) -> PooledVacancy:
    case = holdings.cases[vacancy_id]
    return PooledVacancy(
        decision_version=DECISION_VERSION,
        vacancy_id=vacancy_id,
        events=tuple(framed for _, framed in sorted(case.framed.items())),
        revision=case.published.revision,
        published=case.published.kind,
        content_sha256=case.published.content_sha256,
        ranked=case.published.ranked,
        refused=tuple(sorted(case.refused)),
        list_revision=case.published.list_revision,
        list_sha256=case.published.list_sha256,
        advice_sha256=case.published.advice_sha256,
        told_revision=case.published.told_revision,
    )


def _said(state: PooledMembership) -> Published:
    return Published(
        version=state.version,
        status=_STATUS_CODES[state.status],
        rating=level_of(state.rating),
        bases=_BASES_CODES[state.bases],
        valid_from=day_number(state.valid_from),
        valid_until=day_number(state.valid_until),
    )


def _restore_vacancy(holdings: Holdings, state: PooledVacancy, decode: Decode) -> None:
    case = holdings.case(state.vacancy_id)
    for framed in state.events:
        case.take(decode(framed), framed)
    case.published = PublishedProposal(
        revision=state.revision,
        kind=state.published,
        content_sha256=state.content_sha256,
        ranked=state.ranked,
        list_revision=state.list_revision or state.revision,
        list_sha256=state.list_sha256,
        advice_sha256=state.advice_sha256,
        told_revision=state.told_revision,
    )
    for event_id in state.refused:
        case.refuse(event_id)
    holdings.watch(state.vacancy_id)


def _restore_reference(
    holdings: Holdings, event: Reference | CandidatesListed, framed: bytes
) -> None:
    if isinstance(event, CandidatesListed):
        holdings.hear(event, framed)
    else:
        holdings.refer(event, framed)
