"""The characters that quote marks are written with."""

DOUBLE = frozenset('"“”„‟«»＂')
SINGLE = frozenset("'‘’‚‛‹›`")
MARKS = DOUBLE | SINGLE
