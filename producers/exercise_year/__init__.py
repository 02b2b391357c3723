"""A generated year with one rotation exercise in it, from the catalogue to people's arrivals."""

from producers.exercise_year.decision import Decision
from producers.exercise_year.decisions import decisions
from producers.exercise_year.history import exercise_history, known_before, told_on
from producers.exercise_year.year import Year

__all__ = ["Decision", "Year", "decisions", "exercise_history", "known_before", "told_on"]
