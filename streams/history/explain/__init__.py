"""Why somebody is on a list or not, and why something was said of a vacancy, from the logs."""
