"""Step 9: what a figure measures, and of whom or what."""
