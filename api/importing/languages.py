"""The language of a text, by how its letters follow each other."""

# Of fewer letters nobody can be sure.
_ENOUGH = 100
_SAMPLE = 3_000
_CLOSE = 2  # so many of the likeliest are alike: Norwegian and Danish, Spanish and Galician


def language_of(text: str, said: str | None = None) -> str | None:
    """The language of a text, as BCP 47 has it; None where it cannot be told.

    `said` is what the file says: of languages that are alike it decides.
    """
    try:
        import py3langid  # noqa: PLC0415 (an extra, and large)
    except ImportError:
        return said
    if len(text) < _ENOUGH:
        return said
    likely: list[str] = [name for name, _ in py3langid.rank(text[:_SAMPLE])[:_CLOSE]]
    primary = (said or "").partition("-")[0].lower()
    return said if primary in likely else likely[0]
