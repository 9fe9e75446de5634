"""Which quote marks belong together, in every style of marking."""

import pytest

from api.extraction import document
from api.extraction.quotes.marks import Role, read_marks


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        pytest.param('"Yes," he said, "no."', ['"Yes,"', '"no."'], id="straight"),
        pytest.param("“Yes,” he said, “no.”", ["“Yes,”", "“no.”"], id="curly"),
        pytest.param("‘Yes,’ he said, ‘no.’", ["‘Yes,’", "‘no.’"], id="single curly"),
        pytest.param("'Yes,' he said, 'no.'", ["'Yes,'", "'no.'"], id="single straight"),
        pytest.param("„Ja“, sagte er.", ["„Ja“"], id="German"),
        pytest.param("»Ja«, sagte er.", ["»Ja«"], id="German book marks"),
        pytest.param("« Oui », dit-il.", ["« Oui »"], id="French"),
        pytest.param("``Well,'' he said.", ["``Well,''"], id="typewriter"),
        pytest.param('" Well , " he said .', ['" Well , "'], id="split by a tokeniser"),
        pytest.param("“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”"], id="nested"),
        pytest.param("‘He said “no” to me,’ she said.", ["‘He said “no” to me,’"], id="nested too"),
        pytest.param("‘The dogs’ bowl is full,’ she said.", ["‘The dogs’ bowl is full,’"], id="s’"),
        pytest.param("'It's the boys' boat,' he said.", ["'It's the boys' boat,'"], id="s'"),
        pytest.param("The '90s and the workers' hall.", [], id="apostrophes"),
        pytest.param("rock 'n' roll, get 'em", [], id="elisions"),
        pytest.param('It is 6\'2" tall and 12" wide.', [], id="feet and inches"),
        pytest.param("He said “no and left.\n“Yes,” she said.", ["“Yes,”"], id="never closed"),
        pytest.param("He said no” and left.\n“Yes,” she said.", ["“Yes,”"], id="never opened"),
        pytest.param("“One.\n“Two.”\nThree.", ["“One.", "“Two.”"], id="over two paragraphs"),
        pytest.param("“One.\nTwo.", [], id="not over a paragraph that opens none"),
        pytest.param("(“Yes,” he said)", ["“Yes,”"], id="in brackets"),
        pytest.param("He said:“Yes.”", ["“Yes.”"], id="without a space"),
        pytest.param("“Wait—” he said.", ["“Wait—”"], id="broken off"),
        pytest.param("“ Open “twice,” he said.", ["“twice,”"], id="opened twice"),
    ],
)
def test_marks_belong_together(text: str, quoted: list[str]) -> None:
    read = document.read(text)
    marks = read_marks(read)
    found = [text[read.starts[q.open] : read.ends[q.close]] for q in marks.quoted]
    assert found == quoted


def test_a_mark_that_is_never_closed_leaves_the_next_paragraph_alone() -> None:
    read = document.read("He said “no and left.\nShe stayed.")
    roles = read_marks(read).roles
    first, end = read.paragraphs[1]
    assert set(roles[first:end]) == {Role.OUTSIDE}
