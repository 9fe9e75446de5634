"""Articles from files, feeds and archives."""
