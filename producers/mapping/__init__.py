"""Any organisation's CSV becomes events by a mapping file that says which column is which field."""

from producers.mapping.plan import Plan, plan_of, read_plan
from producers.mapping.source import read_csv

__all__ = ["Plan", "plan_of", "read_csv", "read_plan"]
