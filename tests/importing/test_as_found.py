"""Files as people have them: columns by other names, what services answer, odd pages."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest

from api.importing.mapping import described
from api.importing.records import BrokenFile, Options
from api.importing.sources import Opened, sources
from tests.importing import material
from tests.importing.material import MORE, WORDS
from tests.importing.test_readers import DAY, MORNING, one, read, written

TEXT = f"{WORDS}\n\n{MORE}"
MARKS = f"<p>{WORDS}</p><p>{MORE}</p>"


@pytest.mark.parametrize(
    ("content", "publisher"),
    [
        (
            {"response": {"results": [{"webTitle": "T", "fields": {"bodyText": TEXT}}]}},
            None,
        ),
        ([{"title": {"rendered": "T"}, "content": {"rendered": MARKS}}], None),
        ({"hits": {"hits": [{"_source": {"title": "T", "body": TEXT, "source": "G"}}]}}, "G"),
        ([{"headline": {"main": "T"}, "body": TEXT, "publisher": {"name": "G"}}], "G"),
    ],
)
def test_what_services_answer(tmp_path: Path, content: Any, publisher: str | None) -> None:
    article = one(written(tmp_path, "a.json", json.dumps(content)))
    assert (article["title"], article["text"]) == ("T", TEXT)
    assert article.get("publisher") == publisher


def test_moments_as_databases_export_them(tmp_path: Path) -> None:
    row = {"text": WORDS, "pub_date": {"$date": "2026-03-04T08:30:00Z"}, "author": "3"}
    article = one(written(tmp_path, "a.jsonl", json.dumps(row)))
    assert article["published_at"] == MORNING
    assert "authors" not in article  # a number is nobody's name


def test_a_text_in_two_columns(tmp_path: Path) -> None:
    table = f'HD,BY,PD,SN,LP,TD\nT,By Ana Reyes,4 March 2026,Gull Gazette,"{WORDS}","{MORE}"\n'
    article = one(written(tmp_path, "a.csv", table))
    assert (article["title"], article["text"], article["published_at"]) == ("T", TEXT, DAY)
    assert (article["authors"], article["publisher"]) == (["Ana Reyes"], "Gull Gazette")
    path = written(tmp_path, "b.csv", f'kop,begin,slot\nT,"{WORDS}","{MORE}"\n')
    assert one(path, Options({"text": "begin+slot"}))["text"] == TEXT


@pytest.mark.parametrize(("telling", "month"), [("31/03/2026", 3), ("03/31/2026", 4)])
def test_one_date_of_a_table_tells_how_to_read_the_others(
    tmp_path: Path, telling: str, month: int
) -> None:
    table = f'text,date\n"{WORDS}",04/03/2026\n"{MORE}",{telling}\n'
    (first, second), reasons = read(written(tmp_path, "a.csv", table))
    assert not reasons
    assert (first["published_at"].month, second["published_at"].month) == (month, 3)


def test_what_is_said_of_columns_holds_for_tables_alone(tmp_path: Path) -> None:
    options = Options({"text": "inhoud", "title": "kop"})
    assert one(written(tmp_path, "a.html", material.page()), options)["title"] == "Terminal to open"
    assert read(written(tmp_path, "a.rss", material.FEED), options)[1] == [
        f"{tmp_path}/a.rss: The entry has no text; what it links to is not fetched."
    ]


def test_how_columns_are_shown() -> None:
    values = {"": 1, "title": "T", "fields": {"body": "x"}, "price": 2}
    shown = described(values, Options())
    assert shown == "title = title, text = fields.body; not used: price"
    assert described({"a": 1, "b": 2}, Options()) == "not used: a, b"
    assert described({"Volltext": "a", "Überschrift": "b", "id": "7"}, Options()) == (
        "title = Überschrift, text = Volltext; not used: id"
    )


@pytest.mark.parametrize(
    ("title", "reason"),
    [("404 Not Found", "It is the page of an error"), ("404 homes for the harbour", None)],
)
def test_pages_of_errors(tmp_path: Path, title: str, reason: str | None) -> None:
    page = material.page().replace("Terminal to open", title)
    articles, reasons = read(written(tmp_path, "a.html", page))
    assert [article["title"] for article in articles] == ([] if reason else [title])
    assert all(str(reason) in each for each in reasons)


def test_what_a_page_says_of_its_article_as_linked_data(tmp_path: Path) -> None:
    authors = [{"name": "Tor Hagen"}, "admin", {"name": "Harbour Courier"}]
    graph = [
        {"@type": "WebPage", "name": "No"},
        {"@type": "NewsArticle", "author": authors, "publisher": {"name": "The Harbour Courier"}},
    ]
    head = f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>'
    head += '<script type="application/ld+json">{"broken": </script>'
    page = material.page(head=head).replace(
        "Terminal to open", "Terminal to open - Harbour Courier"
    )
    article = one(written(tmp_path, "a.html", page))
    assert article["publisher"] == "The Harbour Courier"
    assert article["authors"] == ["Tor Hagen", "Harbour Courier"]
    plain = page.replace("The Harbour Courier", "Harbour  courier")
    article = one(written(tmp_path, "b.html", plain))
    assert (article["title"], article["authors"]) == ("Terminal to open", ["Tor Hagen"])


def test_an_old_page_that_is_a_table(tmp_path: Path) -> None:
    page = (
        "<!-- saved from url=(0031)https://herald.example/dues.htm -->\n<HTML><TITLE>Dues</TITLE>"
        "<BODY><TABLE><TR><TD><A HREF=i.htm>Index</A></TD><TD><H2>Harbour dues to double</H2>"
        f"{MARKS}</TD></TR></TABLE></BODY></HTML>"
    )
    article = one(written(tmp_path, "a.htm", page))
    assert WORDS in article["text"]
    assert "Index" not in article["text"]
    assert article["url"] == "https://herald.example/dues.htm"


def test_what_programs_write_into_documents(tmp_path: Path) -> None:
    document = docx.Document()
    for paragraph in ("Harbour dues to double", WORDS, MORE):
        document.add_paragraph(paragraph)
    document.core_properties.author = "Microsoft Office User"
    document.core_properties.title = "Microsoft Word - dues7.doc"
    document.save(str(tmp_path / "a.docx"))
    article = one(tmp_path / "a.docx")
    assert (article["title"], article["text"]) == ("Harbour dues to double", TEXT)
    assert "authors" not in article


def test_what_systems_leave_in_archives_is_passed_over(tmp_path: Path) -> None:
    junk = {"__MACOSX/a/._one.html": b"\0\5", "a/.DS_Store": b"\0", "a/one.jpg": b"\xff"}
    path = material.zipped(tmp_path / "a.zip", {**junk, "a/one.txt": WORDS.encode()})
    (source,) = sources([str(path)], Counter())
    opened = Opened(source, Options(), None)
    assert len(list(opened.records())) == 1
    assert opened.passed_over == {".jpg": 1}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.doc", "is of no known kind: save it as .docx"),
        ("a.xlsx", "is of no known kind: save it as .csv"),
        ("a.csv", "is empty, or its first line, which names the columns, is"),
        ("a.txt", "It has no text."),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, reason: str) -> None:
    try:
        _, (found,) = read(written(tmp_path, name, b""))
    except BrokenFile as error:
        found = str(error)
    assert reason in found
