"""The pool's state as records, one for each membership, vacancy and reference fact, and back."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

from schemas.codec import encode
from schemas.events import PooledMembership, PooledReference, PooledVacancy
from streams.pool import DECISION_VERSION
from streams.pool.case import Published as PublishedProposal
from streams.pool.errors import NewerState, UnexpectedRecord
from streams.pool.framing import framed_membership
from streams.pool.identity import membership_key
from streams.pool.pool import Evaluation, Pool
from streams.pool.roster import BASES
from streams.pool.table import Published
from streams.rules.days import day_number
from streams.rules.ratings import level_of
from streams.rules.standing import STATUS_NAMES

Decode = Callable[[bytes], Any]
"""Opens a framed record of the contract."""

_STATUS_CODES = {None: 0} | {name: code for code, name in STATUS_NAMES.items()}
_BASES_CODES = {bases: code for code, bases in enumerate(BASES)}


def changed_state(pool: Pool, changed: Evaluation) -> Iterator[tuple[str, bytes]]:
    """The state records that a transaction replaces, framed, with their keys."""
    for profile, rows in changed.memberships.items():
        table = pool.tables[profile]
        ordered = sorted(rows, key=table.candidate_ids.__getitem__)
        for row, said in zip(ordered, table.published(np.array(ordered)), strict=True):
            key = membership_key(table.candidate_ids[row], *profile)
            yield f"membership|{key}", framed_membership(table.recorded[row], said)
    for vacancy_id in sorted(changed.vacancies):
        yield f"vacancy|{vacancy_id}", encode(_vacancy(pool, vacancy_id))
    for key in sorted(changed.references):
        event = pool.framed_reference[key]
        reference = PooledReference(decision_version=DECISION_VERSION, event=event)
        yield f"reference|{key}", encode(reference)


def restore(pool: Pool, states: Iterable[tuple[str, Any]], decode: Decode) -> None:
    """Take state over, in any order and in any chunks, each key once; before the first `take`."""
    said: dict[tuple[str, str], dict[int, Published]] = {}
    for key, state in states:
        if getattr(state, "decision_version", 0) > DECISION_VERSION:
            raise NewerState(key, state.decision_version)
        match state:
            case PooledMembership():
                facts = decode(state.recorded)
                pool.record(facts, state.recorded)
                table = pool.table(facts.job_group, facts.grade)
                row = table.row_of(facts.candidate_id)
                said.setdefault((facts.job_group, facts.grade), {})[row or 0] = _said(state)
            case PooledVacancy():
                _restore_vacancy(pool, state, decode)
            case PooledReference():
                pool.refer(decode(state.event), state.event)
            case _:
                raise UnexpectedRecord(type(state).__name__, f"state {key!r}")
    for profile, rows in said.items():
        table = pool.tables[profile]
        table.flush()
        table.publish(np.array(list(rows), np.int64), rows.values())


def _vacancy(pool: Pool, vacancy_id: str) -> PooledVacancy:
    case = pool.cases[vacancy_id]
    return PooledVacancy(
        decision_version=DECISION_VERSION,
        vacancy_id=vacancy_id,
        events=tuple(framed for _, framed in sorted(case.framed.items())),
        revision=case.published.revision,
        published=case.published.kind,
        content_sha256=case.published.content_sha256,
        ranked=case.published.ranked,
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


def _restore_vacancy(pool: Pool, state: PooledVacancy, decode: Decode) -> None:
    case = pool.case(state.vacancy_id)
    for framed in state.events:
        case.take(decode(framed), framed)
    case.published = PublishedProposal(
        state.revision, state.published, state.content_sha256, state.ranked
    )
    pool.watch(state.vacancy_id)
