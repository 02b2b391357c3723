"""Exercises in hindsight: slates beside each other, and a run of the past done otherwise."""
