"""Steps 8 and 10: modifiers and changes, periods, whose money it is, how much it matters."""
