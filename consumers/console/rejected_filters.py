"""What rejected events are filtered by, as it stands in the page's address and in its form."""

from fastapi import HTTPException

from consumers.console.filters import Filters, LongText, Text
from consumers.questions.rejected import Sought

SIZE_MAX = 2**31 - 1


class Asked(Filters):
    path = "/rejected"

    reason: Text = ""
    topic: Text = ""
    event_type: Text = ""
    remedy: LongText = ""
    size_min: Text = ""
    """In bytes."""

    def sought(self) -> Sought:
        """Raises HTTPException where the size is no number."""
        return Sought(
            reason=self.reason or None,
            topic=self.topic or None,
            event_type=self.event_type or None,
            remedy=self.remedy or None,
            size_min=self._size(),
        )

    def _size(self) -> int | None:
        if not self.size_min:
            return None
        if not (self.size_min.isascii() and self.size_min.isdigit() and len(self.size_min) < 11):
            raise HTTPException(422, f"{self.size_min!r} is no number of bytes.")
        return min(int(self.size_min), SIZE_MAX)
