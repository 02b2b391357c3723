"""Which slate of an exercise a page shows, and how far down each of its lists."""

from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, Field

from consumers.console.address import part
from consumers.console.filters import LongText, Text

NUMBER_MAX = 2**31 - 1
Number = Annotated[int | None, Field(ge=1, le=NUMBER_MAX)]


class Shown(BaseModel):
    """Nothing given: the last revision of the last run, and each list from its beginning."""

    run: Number = None
    revision: Number = None
    """Of the run; by default its last."""
    post: Text = ""
    """The one that somebody is about to change."""
    job_group: Text = ""
    """Only placements in it."""
    candidate_id: Text = ""
    """Only where this person is placed."""
    placements: LongText = ""
    unplaced: LongText = ""
    unfilled: LongText = ""
    blocking: LongText = ""
    joint_options: LongText = ""
    remarks: LongText = ""
    acts: LongText = ""

    @property
    def slate(self) -> dict[str, int | None]:
        """As far as it was asked for."""
        return {"run": self.run, "revision": self.revision if self.run else None}

    def address(self, cycle_id: str, **more: Any) -> str:
        """Of the same slate, but for what is given; every other list begins anew."""
        asked = self.slate | {"job_group": self.job_group, "candidate_id": self.candidate_id} | more
        query = urlencode({name: value for name, value in asked.items() if value})
        path = f"/rotation/{part(cycle_id)}"
        return f"{path}?{query}" if query else path
