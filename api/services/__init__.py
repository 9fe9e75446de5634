"""Writes. Each takes a session, flushes and never commits; none knows HTTP."""
