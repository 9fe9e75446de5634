"""Gold becomes examples: what the network is shown, without PyTorch."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from api.extraction.training.examples import examples, load
from api.extraction.training.vocabulary import build

TEXT = "“We open in May,” said Ines Calder.\nShe added that the toll would be dropped."


def span(piece: str) -> tuple[int, int]:
    return TEXT.index(piece), TEXT.index(piece) + len(piece)


def record() -> dict[str, object]:
    quotes = []
    for content, speaker, cue in (
        ("“We open in May,”", "Ines Calder", "said"),
        ("that the toll would be dropped", "She", "added"),
    ):
        start, end = span(content)
        quotes.append(
            {
                "start": start,
                "end": end,
                "speaker_start": span(speaker)[0],
                "speaker_end": span(speaker)[1],
                "cue_start": span(cue)[0],
                "cue_end": span(cue)[1],
            }
        )
    return {"id": "1", "text": TEXT, "quotes": quotes}


def test_labels_stand_where_the_gold_says() -> None:
    (example,) = examples(record())
    words = example.words

    def labelled(labels: NDArray[np.int64], kinds: tuple[int, ...]) -> list[str]:
        return [word for word, label in zip(words, labels, strict=True) if label in kinds]

    assert labelled(example.content, (1,)) == ["“", "that"]
    assert labelled(example.source, (1, 2)) == ["Ines", "Calder", "She"]
    assert labelled(example.source, (3, 4)) == ["said", "added"]
    assert [words[speaker] for _, _, speaker in example.links] == ["She", "Ines"]


def test_only_words_of_several_texts_are_learnt(tmp_path: Path) -> None:
    vectors = tmp_path / "vectors.txt"
    vectors.write_text("the 0.1 0.2\nsaid 0.3 0.4\n", "utf-8")
    known = build(["the boat said", "the boat", "the boat", "the boat and Varnholm"], vectors, 1)
    assert "boat" in known.learnt
    assert "varnholm" not in known.learnt
    assert known.rows("said")[0] == 0  # not among the commonest, nor learnt
    assert known.rows("the")[0] == 1


def test_gold_is_read_a_line_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(record()) + "\n\n" + json.dumps(record()) + "\n", "utf-8")
    assert len(load(path)) == 2
