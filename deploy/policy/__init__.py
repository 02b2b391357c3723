"""Rule sets before and after they go out: what is in effect, what a new one would change."""
