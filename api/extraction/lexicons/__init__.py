"""What is known of the language, as data: tables that anyone can read and mend.

A table is a text file beside this one: an entry a line, blank lines and lines that start with #
left out. Where it comes from is said at its head.
"""

from functools import cache
from importlib import resources


@cache
def words_of(table: str) -> frozenset[str]:
    """Give the entries of `<table>.txt`."""
    return frozenset(lines_of(table))


@cache
def lines_of(table: str) -> tuple[str, ...]:
    """Give the entries of `<table>.txt` in their order."""
    text = resources.files(__package__).joinpath(f"{table}.txt").read_text("utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))
