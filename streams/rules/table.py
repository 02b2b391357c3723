"""THE table of the rules about people, in the order in which a proposal shows them."""

from streams.rules.availability import H10
from streams.rules.clearances import H11
from streams.rules.commitment import H15
from streams.rules.declined import DECLINED
from streams.rules.languages import H4
from streams.rules.membership import H1
from streams.rules.nationality import H5
from streams.rules.own_country import H6
from streams.rules.performance import H7
from streams.rules.readiness import H2
from streams.rules.refusal import H12
from streams.rules.relatives import H13
from streams.rules.retirement import H9
from streams.rules.rule import Rule
from streams.rules.scope import H14
from streams.rules.tour import H8
from streams.rules.validity import H3

RULES: tuple[Rule, ...] = (
    *(H1, H2, H3, H4, H5, H6, H7, H8, H9, H10, H11, H12, H13, H14, H15),
    DECLINED,
)

CORE = ("H1", "H2", "H3", "H10", "H15", "DECLINED")
"""The rules that are always asked: what makes a membership, and who may be proposed at all."""
