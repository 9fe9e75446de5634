"""The small networks, in plain NumPy: what they know of a word, and how words see their neighbours.

`quotes.tagger` and `figures.measured.pointers` are built of these; MODEL.md says what they were
trained on. `api.extraction.training` makes their weights.
"""
