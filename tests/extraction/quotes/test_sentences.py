"""Each line of sentences.txt: what is read in it, and from whom."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from api.extraction import Quote, extract

PIECE = re.compile(r"\[(?P<content>[^\]]*)\]|\{(?P<speaker>[^}]*)\}|<(?P<cue>[^>]*)>")
MARKS = "\"'“”‘’„«»`.,;: "


@dataclass(frozen=True)
class Wanted:
    """One quote as its line writes it."""

    contents: tuple[str, ...]
    speaker: str | None
    cues: tuple[str, ...]
    name: str | None


def read_line(line: str) -> tuple[str, list[Wanted]]:
    """A line's text without its markup, and the quotes it wants."""
    texts, wanted = [], []
    for part in line.lstrip("?").split(" || "):
        marked, _, name = part.partition(" -> ")
        pieces = [match.groupdict() for match in PIECE.finditer(marked)]
        texts.append(PIECE.sub(lambda m: m["content"] or m["speaker"] or m["cue"] or "", marked))
        contents = tuple(p["content"] for p in pieces if p["content"] is not None)
        if contents:
            speakers = [p["speaker"] for p in pieces if p["speaker"] is not None]
            cues = tuple(p["cue"] for p in pieces if p["cue"] is not None)
            named = name.strip()
            wanted.append(
                Wanted(
                    contents,
                    speakers[0] if speakers else None,
                    cues,
                    None if named == "nobody" else named,
                )
            )
    return " ".join(texts).replace(" ¶ ", "\n"), wanted


def lines() -> Iterator[ParameterSet]:
    shows = ""
    for line in (Path(__file__).parent / "sentences.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            shows = line[3:]
        elif line and not line.startswith("#"):
            marks = (
                [pytest.mark.xfail(reason="not read right yet", strict=True)]
                if line[0] == "?"
                else []
            )
            yield pytest.param(line, id=f"{shows}: {line.lstrip('?')[:60]}", marks=marks)


def bare(text: str) -> str:
    """What is left of a content when marks, a leading "that" and stops do not count."""
    return text.strip(MARKS).removeprefix("that ").strip(MARKS)


def contents(quotes: list[Quote] | tuple[Quote, ...]) -> list[str]:
    return [bare(part.text) for quote in quotes for part in quote.parts]


@pytest.mark.parametrize("line", list(lines()))
def test_a_sentence_is_read(line: str) -> None:
    text, wanted = read_line(line)
    quotes = extract(text).quotes
    assert contents(quotes) == [bare(content) for want in wanted for content in want.contents]
    for want in wanted:
        for content in want.contents:
            quote = next(q for q in quotes if bare(content) in contents([q]))
            if want.speaker is not None:
                assert quote.speaker is not None
                assert quote.speaker.text.strip(MARKS) == want.speaker.strip(MARKS)
            assert quote.speaker_name == want.name
            if want.cues:
                assert quote.cue is not None
                assert any(cue in quote.cue.text or quote.cue.text in cue for cue in want.cues)
