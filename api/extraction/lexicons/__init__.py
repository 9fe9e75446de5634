"""What is known of the language, as data: tables that anyone can read and correct.

A table is a text file in this folder, with where it comes from at its head: one entry a line, blank
lines and lines that start with # left out. A .txt holds words or lines, a .tsv rows of cells.
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
    return tuple(line.strip() for line in _entries(f"{table}.txt"))


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Read the rows of `name`, a .tsv whose cells are apart by tabs.

    A cell that holds only - is empty, and so are the cells that a row leaves out at its end.
    """
    table = [["" if cell == "-" else cell for cell in line.split("\t")] for line in _entries(name)]
    width = max((len(row) for row in table), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in table)


def listed(cell: str) -> tuple[str, ...]:
    """Split the entries of a cell that holds a list: comma and blank between them."""
    return tuple(entry for entry in cell.split(", ") if entry)


def _entries(name: str) -> list[str]:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]
