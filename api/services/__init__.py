"""Writes. Each takes a session, flushes and never commits; none knows HTTP.

An article's way in: `articles` stores or revises it, `engine` is what the engine finds in its text,
`items` makes rows of that and inserts them, `entities` says whom their names mean, `kept_json`
writes the JSON that answers show, `fulltext` keeps the search indexes in step. `columns` derives
which column comes from where, `tags` what articles are found by. Every change of a stored article
goes through `changing`.

Where it is read again, `carry_over` takes along what people decided, `anchoring` finds where it is
in the new text and `attribution` which figures are in which quotes. People decide through
`curation`, at the places that `selectors` find, and `history` keeps what was before; `merging` and
`splitting` say what is one entity or measure. `locks` is what waits for what, `changes` looks after
the feed; `idempotency` keeps what was answered to requests that may come again. `upkeep` brings a
store up to this version: `derived` renews what followed from its rows by another rule, `rekeying`
the keys of names.
"""
