"""THE table of the rules about people, in the order in which a proposal shows them."""

from streams.rules.availability import H10
from streams.rules.commitment import H15
from streams.rules.declined import DECLINED
from streams.rules.membership import H1
from streams.rules.readiness import H2
from streams.rules.rule import Rule
from streams.rules.validity import H3

RULES: tuple[Rule, ...] = (H1, H2, H3, H10, H15, DECLINED)
