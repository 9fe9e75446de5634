"""Tables for a terminal, in colour and no wider than it is; plain lines where they are piped."""

import shutil
import sys
import textwrap
from collections.abc import Sequence

import click

_LEAST = 24  # characters of the last column, however narrow the terminal is
_WIDEST = 28  # characters of any other
_COLOURS = ("cyan", "green", "yellow")


def print_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print columns as wide as their longest cell; on a terminal long cells go on below."""
    table = [[" ".join(cell.split()) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _print_fitted(head, table, shutil.get_terminal_size().columns)
        return
    widths = _widths([head, *table])
    for row in [head, *table]:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join([*cells, row[-1]]).rstrip())


def _print_fitted(head: Sequence[str], rows: Sequence[Sequence[str]], columns: int) -> None:
    widths = [min(width, _WIDEST) for width in _widths([head, *rows])]
    last = max(_LEAST, columns - sum(widths) - 2 * len(widths))
    for row in [head, *rows]:
        cells = [
            textwrap.wrap(cell, width) or [""]
            for cell, width in zip(row, [*widths, last], strict=True)
        ]
        for line in range(max(map(len, cells))):
            parts = [cell[line] if line < len(cell) else "" for cell in cells]
            padded = [part.ljust(width) for part, width in zip(parts, widths, strict=False)]
            shown = [*padded, parts[-1]]
            click.echo("  ".join(_coloured(shown, is_head=row is head)).rstrip())


def _coloured(cells: Sequence[str], *, is_head: bool) -> list[str]:
    if is_head:
        return [click.style(cell, bold=True) for cell in cells]
    first = [click.style(*pair) for pair in zip(cells[:-1], _COLOURS, strict=False)]
    return [*first, *cells[len(first) :]]


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(len(row[at]) for row in rows) for at in range(len(rows[0]) - 1)]
