"""Events that no stage uses yet: their shape may still change; see docs/decisions/drafts.md."""

from schemas.events.drafts.catalogue import (
    CatalogueAmended,
    CatalogueFrozen,
    CataloguePost,
)
from schemas.events.drafts.learning import (
    ProgrammeEditionAnnounced,
    SeatsReservedChanged,
)
from schemas.events.drafts.nominations import (
    DevelopmentNeedClosed,
    DevelopmentNeedIdentified,
    NominationDeclined,
    NominationEndorsed,
    NominationEvent,
    NominationProposed,
)
from schemas.events.drafts.preferences import (
    CandidateRanked,
    HirerRankingLocked,
    HirerRankingSubmitted,
    PostRanked,
    PreferencesRanked,
)
from schemas.events.drafts.reference import (
    DecisionVersionStarted,
)
from schemas.events.drafts.slate import (
    BlockingPair,
    CandidateUnplaced,
    PostUnfilled,
    SlateAdjusted,
    SlatePlacement,
    SlateProposed,
    SlateSignedOff,
)

__all__ = [
    "BlockingPair",
    "CandidateRanked",
    "CandidateUnplaced",
    "CatalogueAmended",
    "CatalogueFrozen",
    "CataloguePost",
    "DecisionVersionStarted",
    "DevelopmentNeedClosed",
    "DevelopmentNeedIdentified",
    "HirerRankingLocked",
    "HirerRankingSubmitted",
    "NominationDeclined",
    "NominationEndorsed",
    "NominationEvent",
    "NominationProposed",
    "PostRanked",
    "PostUnfilled",
    "PreferencesRanked",
    "ProgrammeEditionAnnounced",
    "SeatsReservedChanged",
    "SlateAdjusted",
    "SlatePlacement",
    "SlateProposed",
    "SlateSignedOff",
]
