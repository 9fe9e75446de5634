"""The tables that the readers share: knowledge of the language, kept as data beside the code."""

from functools import cache
from importlib import resources


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Read the rows of a table in lexicons/: cells apart by tabs, # starts a comment line.

    A cell that holds only - is empty, and so are the cells that a row leaves out at its end.
    """
    text = resources.files(__package__).joinpath("lexicons", name).read_text("utf-8")
    table = [
        ["" if cell == "-" else cell for cell in line.split("\t")]
        for line in text.split("\n")
        if line and not line.startswith("#")
    ]
    width = max((len(row) for row in table), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in table)


def listed(cell: str) -> tuple[str, ...]:
    """Split the entries of a cell that holds a list: comma and blank between them."""
    return tuple(entry for entry in cell.split(", ") if entry)
