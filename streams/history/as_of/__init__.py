"""The state on any day, by what was known on it or by what is known of it now."""
