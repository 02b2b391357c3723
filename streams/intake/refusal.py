"""Why intake refuses a record for ever, and what its publisher can do."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.events import RejectionReason
from schemas.topics import RECORD_BYTES_MAX

REMEDIES: Mapping[RejectionReason, str] = MappingProxyType(
    {
        "NO_VALUE": "Publish an event that says what ended; an empty value says nothing.",
        "UNKNOWN_FRAMING": "Write Avro in single-object encoding, or in the Confluent framing "
        "under a schema id that Pathways has been told of.",
        "UNKNOWN_SCHEMA": "Write under a schema of the contract that is in use, or have the id "
        "added to the ids that Pathways reads; then publish the event again.",
        "UNDECODABLE": "Encode the whole event under the schema that its framing names.",
        "WRONG_TOPIC": "Publish the event to the topic that the contract names for its type.",
        "MALFORMED": "Correct the field and publish the event again.",
        "CONTRADICTORY": "Correct the fields that contradict each other and publish again.",
        "FAR_FUTURE": "Correct the date, or the clock it comes from, and publish again.",
        "TOO_LARGE": f"Keep an event below {RECORD_BYTES_MAX} bytes.",
    }
)


class Refused(Exception):
    """A record that no later fact can cure."""

    def __init__(
        self,
        reason: RejectionReason,
        detail: str,
        event_type: str | None = None,
        event_id: str | None = None,
    ) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: RejectionReason = reason
        self.detail = detail
        self.event_type = event_type
        """The schema's name, where the record could be told."""
        self.event_id = event_id
        """The event's own id, where the record could be read."""
