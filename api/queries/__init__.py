"""Reads: each is one SELECT whose result is the JSON of the answer."""
