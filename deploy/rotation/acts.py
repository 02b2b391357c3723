"""What people do in an exercise, as the events that say so."""

from deploy.acting import NotPossible, envelope
from deploy.rotation.said import Said
from schemas.events import SlateAdjusted, SlateMethod, SlateRequested, SlateSignedOff
from streams.history.exercise.slates import Slate


def requested(
    cycle_id: str, method: SlateMethod, role: str, reason: str | None = None
) -> SlateRequested:
    said = envelope(cycle_id)
    return SlateRequested(
        **said,
        cycle_id=cycle_id,
        request_id=said["event_id"],
        method=method,
        actor_role=role,
        reason=reason,
    )


def adjusted(
    slate: Slate, post_id: str, candidate_id: str | None, locked: bool, role: str, reason: str
) -> SlateAdjusted:
    said = envelope(slate.cycle_id)
    return SlateAdjusted(
        **said,
        cycle_id=slate.cycle_id,
        slate_id=slate.slate_id,
        run=slate.run,
        revision_seen=slate.revision,
        adjustment_id=said["event_id"],
        post_id=post_id,
        candidate_id=candidate_id,
        locked=locked,
        actor_role=role,
        reason=reason,
    )


def signed_off(slate: Slate, role: str, reason: str | None = None) -> SlateSignedOff:
    return SlateSignedOff(
        **envelope(slate.cycle_id),
        cycle_id=slate.cycle_id,
        slate_id=slate.slate_id,
        run=slate.run,
        revision_seen=slate.revision,
        actor_role=role,
        reason=reason,
    )


def slate_to_decide_on(said: Said, cycle_id: str) -> Slate:
    """The last one; raises NotPossible where there is none, or it is signed."""
    if said.settled is not None:
        raise NotPossible(
            f"the slate {said.settled.slate_id} was signed by {said.settled.actor_role}: nothing "
            "of it can change here any more. Its open posts are on the live path"
        )
    if said.last is None:
        raise NotPossible(
            f"there is no slate of {cycle_id} yet: ask for one, `pathways rotation slate "
            f"{cycle_id} --as ROLE`"
        )
    return said.last
