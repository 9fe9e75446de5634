"""Figures: the numbers that a text states of something.

text → tokens → numbers (`numbers`) → amounts with units, rates and ranges (`amounts`) → nouns that
are counted, said or unsaid (`counted`) → modifier, change, time (`qualified`) → what is measured
(`measured`). What looks like a figure and is none is known to `passed_over`.
Words are data, in lexicons/figures.
"""

from .build import find_figures

__all__ = ["find_figures"]
