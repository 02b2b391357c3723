"""The soft criteria: each gives a person 0 to 1000 points, the rule set says what they weigh."""
