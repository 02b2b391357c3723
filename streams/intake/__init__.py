"""Intake: each record of an upstream's topic goes to the logs it concerns, or to `rejected`."""
