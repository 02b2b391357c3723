"""What each event of a person's log states: one module for each family of events."""
