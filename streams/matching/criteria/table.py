"""THE table of the soft criteria, in the order in which a proposal shows them.

S9, the balance of genders and regions, is a report and gives nobody anything: its weight is 0.
S11 is the tie-break.
"""

from streams.matching.criteria.burden import S4
from streams.matching.criteria.competencies import S5
from streams.matching.criteria.criterion import Criterion
from streams.matching.criteria.experience import S7
from streams.matching.criteria.hardship import S3
from streams.matching.criteria.languages import S6
from streams.matching.criteria.readiness import S1
from streams.matching.criteria.rotation import S2
from streams.matching.criteria.timing import S10
from streams.matching.criteria.wishes import S8

CRITERIA: tuple[Criterion, ...] = (S1, S2, S3, S4, S5, S6, S7, S8, S10)
