"""What the bytes of a dead letter still say."""

from typing import Any

from schemas.codec import decode
from schemas.errors import ContractError, RegistryUnavailable
from schemas.events import EventRejected
from schemas.framing import SchemaIds, to_single_object


def original(letter: EventRejected, ids: SchemaIds) -> Any | None:
    """The event that was refused; None where its bytes are none or cannot be read.

    Raises RegistryUnavailable where the registry would have to tell.
    """
    if letter.value is None or letter.value_size > len(letter.value):
        return None
    try:
        return decode(to_single_object(letter.value, ids))
    except RegistryUnavailable:
        raise
    except ContractError:
        return None
