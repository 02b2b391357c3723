"""Dead letters: found, read as far as they can be, corrected and published again."""
