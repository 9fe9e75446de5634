"""Step 7: the noun that a bare number counts."""
