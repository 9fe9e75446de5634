"""Each format gives the fields of its articles, and names what is wrong with those it refuses."""

import datetime as dt
import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pyarrow as pa
import pytest
from pyarrow import parquet

from api.importing.prepare import articles_of
from api.importing.records import BadRecord, BrokenFile, Options, Record, Rejected
from api.importing.sources import Opened, sources
from tests.importing import material
from tests.importing.material import MORE, WORDS

MORNING = dt.datetime(2026, 3, 4, 8, 30, tzinfo=dt.UTC)
DAY = dt.datetime(2026, 3, 4, tzinfo=dt.UTC)


def read(path: Path, options: Options | None = None) -> tuple[list[dict[str, Any]], list[str]]:
    """The articles of a file or folder, and the reasons why there are no more."""
    options = options or Options()
    articles: list[dict[str, Any]] = []
    reasons: list[str] = []
    for source in sources([str(path)], Counter()):
        for record in Opened(source, options, None).records():
            if isinstance(record, Rejected):
                reasons.append(f"{record.place}: {record.reason}")
                continue
            try:
                articles += articles_of(record, options)
            except BadRecord as error:
                reasons.append(f"{record.place}: {error}")
    return articles, reasons


def one(path: Path, options: Options | None = None) -> dict[str, Any]:
    """The one article of a file."""
    (article,), reasons = read(path, options)
    assert not reasons
    return article


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_page(tmp_path: Path) -> None:
    article = one(written(tmp_path, "page.html", material.page()))
    assert WORDS in article["text"]
    assert MORE in article["text"]
    for junk in ("16px", "99 tonnes", "Join", "Copyright", "Sport"):
        assert junk not in article["text"]
    assert article["title"] == "Terminal to open"
    assert article["authors"] == ["Ana Reyes"]
    assert article["publisher"] == "Harbour Courier"
    assert article["published_at"] == MORNING - dt.timedelta(hours=1)
    assert article["url"] == "https://courier.example/terminal"
    assert article["language"] == "en"


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp1252", "iso8859-15"])
def test_a_page_in_another_encoding(tmp_path: Path, codec: str) -> None:
    said = "" if codec == "utf-16" else f'<meta charset="{codec}">'
    marks = material.page(head=said).replace("told", "tóld").replace("“", '"').replace("”", '"')
    article = one(written(tmp_path, "page.html", marks.encode(codec)))
    assert "she tóld reporters" in article["text"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (material.FRONT_PAGE, "It holds no article that can be found."),
        ("", "It holds no article that can be found."),
        ("<html><body></body></html>", "It holds no article that can be found."),
        (
            material.page(name=""),
            "It is a front page, no article.",
        ),
        (b"\x00\xff\x13" * 500, "no "),
    ],
)
def test_a_page_without_an_article(tmp_path: Path, content: str | bytes, reason: str) -> None:
    articles, reasons = read(written(tmp_path, "page.html", content))
    assert not articles
    assert reason in reasons[0]


BRIEF = (
    "Two people were hurt when a ferry struck the pier at Tarn Lake on Tuesday, police said. It "
    "carried 90 passengers."
)
NOTICE = (
    "We and our partners store and access information on a device, such as cookies. You may accept "
    "or manage them at any time."
)
STUB = "The ferry struck the pier.</p><p>Subscribe for one euro a week to read on. " + BRIEF
OFFICE = "Our office in the town hall of Halvik is open from Monday to Friday, from nine to five. "


def _short(words: str, dated: str) -> str:
    head = "<title>Ferry hits pier</title></head>"
    return f"<html>{head}<body><h1>Ferry hits pier</h1>{dated}<p>{words}</p></body></html>"


@pytest.mark.parametrize("dated", ["<p>4 March 2026</p>", "<time datetime='2026-03-04'></time>"])
def test_news_in_brief_is_an_article(tmp_path: Path, dated: str) -> None:
    article = one(written(tmp_path, "page.html", _short(BRIEF, dated)))
    assert article["title"] == "Ferry hits pier"
    assert article["text"].endswith(BRIEF)
    assert str(article["published_at"]).startswith("2026-03-04")


@pytest.mark.parametrize(
    "page",
    [
        _short(BRIEF, ""),
        _short(OFFICE + OFFICE[:-40], "<p>© 2026</p>"),
        material.page(body=f"<p>{NOTICE}</p>"),
        material.page(body=f"<p>{STUB[:150]}</p>"),
        material.page(body=f"<p>{BRIEF}</p></article><article><h1>Another</h1><p>It is.</p>"),
    ],
)
def test_a_short_page_that_is_no_news(tmp_path: Path, page: str) -> None:
    articles, reasons = read(written(tmp_path, "page.html", page))
    assert not articles
    assert "It holds no article that can be found." in reasons[0]


def test_what_a_page_says_wrongly_of_itself_is_left_out(tmp_path: Path) -> None:
    odd = material.page().replace("https://courier.example/terminal", "file:///C:/terminal.html")
    article = one(written(tmp_path, "page.html", odd))
    assert "url" not in article
    assert article["title"] == "Terminal to open"


def test_a_page_in_another_language(tmp_path: Path) -> None:
    german = "Die Hafenleitung hat am Montag erklärt, dass der neue Anleger erst im Mai öffnet. "
    body = f"<p>{german * 3}</p><p>{german * 2}</p>"
    assert one(written(tmp_path, "page.html", material.page(body=body)))["language"] == "de"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("page.csv", material.page(), "--format html reads it"),
        ("page.txt", material.page(), "--format html reads it"),
        ("paper.txt", "%PDF-1.7 of some kind", "--format pdf reads it"),
        ("feed.json", material.FEED, "--format feed reads it"),
    ],
)
def test_what_is_called_something_else(tmp_path: Path, name: str, content: str, told: str) -> None:
    with pytest.raises(BrokenFile, match=f"does not hold what its name says: {told}"):
        read(written(tmp_path, name, content))


def test_plain_text_is_kept_as_it_is(tmp_path: Path) -> None:
    text = f"  {WORDS}\r\n\r\n{MORE}\n"
    assert one(written(tmp_path, "a.txt", text))["text"] == text


@pytest.mark.parametrize(
    "front",
    [
        '---\ntitle: "Ports: a note"\ndate: 2026-03-04\nauthor: [Ana Reyes, Bo L]\n---\n',
        '+++\ntitle = "Ports: a note"\ndate = 2026-03-04\nauthor = ["Ana Reyes", "Bo L"]\n+++\n',
    ],
)
def test_markdown_with_front_matter(tmp_path: Path, front: str) -> None:
    text = f"{front}\n{WORDS} *All* of [it](https://x.example).\n\n- one\n- two\n"
    article = one(written(tmp_path, "a.md", text))
    assert article["text"] == f"{WORDS} All of it.\n\none\n\ntwo"
    assert article["title"] == "Ports: a note"
    assert article["authors"] == ["Ana Reyes", "Bo L"]
    assert article["published_at"] == DAY


def test_a_table(tmp_path: Path) -> None:
    (first, second), reasons = read(written(tmp_path, "a.csv", material.CSV))
    assert not reasons
    assert first == {
        "title": "First, of all",
        "text": WORDS,
        "url": "https://gull.example/1",
        "authors": ["Ana Reyes", "Bo Lindh"],
        "publisher": "Gull Gazette",
        "published_at": DAY,
        "language": "en",
    }
    assert second["text"] == f"{MORE}\n\nMore of it."
    assert second["published_at"] == DAY
    assert "url" not in second


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_tables_as_spreadsheets_write_them(tmp_path: Path, codec: str, separator: str) -> None:
    table = f'title{separator}text\r\nCafé{separator}"{WORDS}"\r\n'
    assert one(written(tmp_path, "a.csv", table.encode(codec)))["title"] == "Café"


def test_a_table_with_other_names(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", f'kolom;leipa;koska\nH;"{WORDS}";04/03/2026\n')
    with pytest.raises(BrokenFile, match=r"among kolom, leipa, koska: --map text=COLUMN"):
        read(path)
    mapping = {"text": "leipa", "title": "kolom", "published_at": "koska"}
    _, (reason,) = read(path, Options(mapping))
    assert reason.endswith("--day-first or --month-first says which.")
    assert one(path, Options(mapping, day_first=True))["published_at"] == DAY


def test_a_bad_row_spoils_only_itself(tmp_path: Path) -> None:
    table = f"text,date\n{WORDS},yesterday\n{WORDS},2026-03-04,x\n\nBad \udcff,\n,\n{WORDS},\n"
    path = written(tmp_path, "a.csv", table.encode("utf-8", "surrogateescape"))
    articles, reasons = read(path)
    assert len(articles) == 2  # what is no UTF-8 was taken for Windows-1252
    assert [reason.partition(": ")[0] for reason in reasons] == [
        f"{path}, line {number}" for number in (2, 3, 6)
    ]


def test_json_lines(tmp_path: Path) -> None:
    news = {
        "@type": "NewsArticle",
        "headline": "First",
        "articleBody": WORDS,
        "author": [{"@type": "Person", "name": "Ana Reyes"}],
        "publisher": {"name": "Gull Gazette"},
        "datePublished": "2026-03-04T09:30:00+01:00",
    }
    content = json.dumps(news) + "\n\n[1]\n{bad\n"
    (article,), reasons = read(written(tmp_path, "a.jsonl.gz", gzip.compress(content.encode())))
    assert article["authors"] == ["Ana Reyes"]
    assert article["publisher"] == "Gull Gazette"
    assert article["published_at"] == MORNING
    assert "a.jsonl.gz, line 3: The line holds no JSON object." in reasons[0]
    assert "a.jsonl.gz, line 4: The line is not JSON" in reasons[1]


@pytest.mark.parametrize(
    "content",
    [
        {"text": WORDS, "title": "T"},
        [{"text": WORDS, "title": "T"}],
        {"articles": [{"content": WORDS, "title": "T"}]},
        {"data": {"deep": 1}, "story": WORDS, "headline": "T"},
    ],
)
def test_json(tmp_path: Path, content: object) -> None:
    article = one(written(tmp_path, "a.json", json.dumps(content)))
    assert (article["text"], article["title"]) == (WORDS, "T")


def test_nested_names_can_be_mapped(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", json.dumps([{"body": {"plain": WORDS}, "meta": {"t": "T"}}]))
    article = one(path, Options({"text": "body.plain", "title": "meta.t"}))
    assert (article["text"], article["title"]) == (WORDS, "T")


def test_a_feed(tmp_path: Path) -> None:
    (article,) = _good(written(tmp_path, "feed.rss", material.FEED))
    assert article["text"] == f"{WORDS}\n\n{MORE} & so on."
    assert article["publisher"] == "Gull Gazette"
    assert article["published_at"] == MORNING
    assert article["url"] == "https://gull.example/1"


def _good(path: Path) -> list[dict[str, Any]]:
    """The good articles of a record that has bad ones, too."""
    from api.importing.prepare import prepared  # noqa: PLC0415
    from api.importing.records import Ready  # noqa: PLC0415

    record = Record(str(path), "feed", path.read_bytes())
    return [dict(each.fields) for each in prepared(record, Options()) if isinstance(each, Ready)]


def test_an_atom_feed(tmp_path: Path) -> None:
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Gull Gazette</title>
        <entry><title>First</title><link href="https://gull.example/1"/>
        <published>2026-03-04T08:30:00Z</published><author><name>Ana Reyes</name></author>
        <content type="html">&lt;p&gt;{WORDS}&lt;/p&gt;</content></entry></feed>"""
    article = one(written(tmp_path, "feed.xml", feed))
    assert (article["text"], article["authors"]) == (WORDS, ["Ana Reyes"])


def test_a_json_feed(tmp_path: Path) -> None:
    item = {"id": "1", "content_html": f"<p>{WORDS}</p>", "date_published": "2026-03-04T08:30:00Z"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Gull Gazette", "items": [item]}
    article = one(written(tmp_path, "feed.json", json.dumps(feed)))
    assert (article["text"], article["publisher"]) == (WORDS, "Gull Gazette")
    assert article["published_at"] == MORNING


def test_a_crawl(tmp_path: Path) -> None:
    page = material.page().replace('<link rel="canonical"', '<link rel="nothing"').encode()
    content = material.warc(
        ("https://w.example/a", page), ("https://w.example/b", b"<body><p>No</p>")
    )
    (article,), (reason,) = read(written(tmp_path, "c.warc.gz", content))
    assert article["url"] == "https://w.example/a"
    assert "c.warc.gz, record 2 (https://w.example/b): It holds no article" in reason


def test_parquet(tmp_path: Path) -> None:
    table = pa.table({"headline": ["T"], "body": [WORDS], "published": [MORNING], "n": [1]})
    parquet.write_table(table, tmp_path / "a.parquet")
    article = one(tmp_path / "a.parquet")
    assert (article["title"], article["published_at"]) == ("T", MORNING)


def test_a_word_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Terminal to open", 0)
    document.add_paragraph(WORDS)
    document.add_paragraph(MORE)
    document.core_properties.author = "Ana Reyes"
    document.core_properties.created = MORNING
    document.save(str(tmp_path / "a.docx"))
    article = one(tmp_path / "a.docx")
    assert article["text"] == f"{WORDS}\n\n{MORE}"
    assert (article["title"], article["authors"]) == ("Terminal to open", ["Ana Reyes"])


def test_a_letter_and_a_mailbox(tmp_path: Path) -> None:
    letter = (
        "From: Gull Gazette <news@gull.example>\nSubject: Terminal to open\n"
        "Date: Wed, 04 Mar 2026 08:30:00 +0000\nContent-Type: text/html; charset=utf-8\n\n"
        f"<p>{WORDS}</p>\n"
    )
    article = one(written(tmp_path, "a.eml", letter))
    assert article["text"] == WORDS
    assert (article["title"], article["publisher"]) == ("Terminal to open", "Gull Gazette")
    assert article["published_at"] == MORNING
    box = (
        f"From a@b Wed Mar  4 08:30:00 2026\n{letter}\nFrom a@b Wed Mar  4 08:30:00 2026\n{letter}"
    )
    articles, reasons = read(written(tmp_path, "a.mbox", box))
    assert [each["text"] for each in articles] == [WORDS, WORDS]
    assert not reasons


def test_folders_archives_and_patterns(tmp_path: Path) -> None:
    (tmp_path / "a" / "deep").mkdir(parents=True)
    written(tmp_path / "a" / "deep", "one.txt", WORDS + " 1")
    written(tmp_path / "a", "picture.jpg", b"\xff\xd8")
    written(tmp_path / "a", "saved-page", material.page("without-suffix"))
    material.zipped(tmp_path / "a" / "b.zip", {"x/two.html": material.page("two").encode()})
    material.tarred(tmp_path / "a" / "c.tar.gz", {"three.txt": WORDS.encode()})
    passed_over: Counter[str] = Counter()
    found = [source.name for source in sources([str(tmp_path / "a")], passed_over)]
    assert [name.rpartition("/")[2] for name in found] == [
        *("b.zip", "c.tar.gz", "one.txt", "saved-page")
    ]
    assert passed_over == {".jpg": 1}
    articles, reasons = read(tmp_path / "a")
    assert len(articles) == 4
    assert not reasons
    assert len(list(sources([str(tmp_path / "*" / "*.zip")], passed_over))) == 1


@pytest.mark.parametrize(
    ("written_as", "expected"),
    [
        ("2026-03-04", DAY),
        ("2026-03-04 08:30:00", MORNING),
        ("2026-03-04T09:30:00+01:00", MORNING),
        ("Wed, 04 Mar 2026 08:30:00 GMT", MORNING),
        ("March 4, 2026", DAY),
        ("Wednesday, March 4th, 2026 at 8:30 AM", MORNING),
        ("4 Mar 2026 08:30", MORNING),
        ("March 4, 2026 Wednesday", DAY),
        ("04.03.2026", DAY),
        ("31/03/2026", DAY + dt.timedelta(days=27)),
        ("1772613000", MORNING),
        ("1772613000000", MORNING),
        ("20260304", DAY),
    ],
)
def test_dates(tmp_path: Path, written_as: str, expected: dt.datetime) -> None:
    path = written(tmp_path, "a.json", json.dumps([{"text": WORDS, "date": written_as}]))
    assert one(path)["published_at"] == expected
