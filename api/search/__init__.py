"""Searching text, the same on every store: words, the query language, what to mark, the order.

Pure: it imports nothing else of api. Stores only keep the words that this gives them and answer
which texts have them.
"""
