"""Events that no stage uses yet: their shape may still change; see docs/decisions/drafts.md."""

from schemas.events.drafts.reference import DecisionVersionStarted

__all__ = ["DecisionVersionStarted"]
