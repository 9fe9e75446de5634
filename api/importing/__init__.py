"""Articles from files."""
