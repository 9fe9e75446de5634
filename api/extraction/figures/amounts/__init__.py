"""Steps 4 and 5: the number with its unit; ranges, ages, units that several share."""
