"""A rule set as a file that people can read and change: TOML, each value beside its source."""

from producers.rule_sets.errors import Fault, WrongRuleSet
from producers.rule_sets.reading import read_rule_set
from producers.rule_sets.settings import settings_of
from producers.rule_sets.writing import rule_set_text

__all__ = ["Fault", "WrongRuleSet", "read_rule_set", "rule_set_text", "settings_of"]
