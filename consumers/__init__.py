"""Results leave: the typed subscriber for HR tools and the SQL projection of the read side."""
