"""Writes. Each takes a session, flushes and never commits; none knows HTTP.

An article's way in: `articles` stores or revises it, `reading` is what the engine finds in its
text, `readings` makes rows of that, `entities` says whom their names mean, `rows` puts them in,
`kept_json` writes the JSON that answers show, `search` keeps the full-text indexes in step.

Read again, `carrying` takes along what people decided, `anchoring` finds where it stands now and
`attribution` which figures stand in which quotes. People decide through `curation`, at the places
that `selectors` find, and `history` keeps what was before; `merging` and `splitting` say what is
one entity or measure. `locks` is who waits for whom, `changes` looks after the feed.
"""
