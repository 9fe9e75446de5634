"""Figures: the numbers that a text states of something.

text → tokens → numbers (`numbers`) → amounts with units (`amounts`) → ranges (`ranges`) → modifier
and change (`modifiers`) → counted nouns (`counts`) → what is measured (`measures`). What looks like
a figure and is none is known to `dates` and `names`. Words are data, in lexicons/figures.
"""

from .build import find_figures

__all__ = ["find_figures"]
