"""Steps 2 and 6: numbers that state nothing of anything: dates, names, idioms."""
