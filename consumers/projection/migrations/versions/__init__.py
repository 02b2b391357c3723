"""One module for each layout; its number is the revision."""
