"""Step 3: the number, in digits or in words."""
