"""Who is eligible and listed, by group: what was published, and where to look into it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from consumers.questions.coverage import AdverseImpact

FOUR_FIFTHS = 0.8
"""A rate below so much of the highest one asks people to look into it; it proves nothing."""


@dataclass(frozen=True, kw_only=True)
class ProfileImpact:
    """The groups of one profile, by dimension and value."""

    job_group: str
    grade: str
    lines: Sequence[AdverseImpact]

    @property
    def look_into(self) -> int:
        """Groups whose rate is below four fifths of the highest."""
        return sum(_is_low(line) for line in self.lines)

    @property
    def all_hidden(self) -> bool:
        """Whether there are too few people for anything to be shown."""
        return all(line.eligible is None and line.listed is None for line in self.lines)


def impact_by_profile(lines: Iterable[AdverseImpact]) -> list[ProfileImpact]:
    """Of lines that are ordered by profile."""
    return [
        ProfileImpact(job_group=job_group, grade=grade, lines=list(found))
        for (job_group, grade), found in groupby(lines, lambda one: (one.job_group, one.grade))
    ]


def _is_low(line: AdverseImpact) -> bool:
    ratios = (line.eligible_ratio, line.listed_ratio)
    return any(ratio is not None and ratio < FOUR_FIFTHS for ratio in ratios)
