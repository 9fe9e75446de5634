"""What news agencies send: NITF, NewsML-G2."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.importing.material import MORE, WORDS
from tests.importing.test_poisoned import read as texts_of
from tests.importing.test_readers import MORNING, one, read, written

BODY = f"""<p>{WORDS}</p><media media-type="image"><media-caption><p>A crane.</p></media-caption>
    </media><p>{MORE} <em>It</em> ends&#160;here.</p>"""
NITF = f"""<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf-3-4.dtd"><nitf xml:lang="en">
    <head><docdata><doc-id id-string="20260304-1"/><date.issue norm="20260304T083000Z"/></docdata>
    <pubdata type="print" name="Gull Gazette"/></head>
    <body><body.head><hedline><hl1>Terminal to <chron>open</chron></hl1></hedline>
    <byline>By <person>Ana Reyes</person></byline></body.head>
    <body.content>{BODY}</body.content></body></nitf>"""


def newsml(content: str, headline: str = "Terminal to open") -> str:
    return f"""<newsItem guid="https://gull.example/1" version="1" standard="NewsML-G2"
      xmlns="http://iptc.org/std/nar/2006-10-01/"><itemMeta><provider literal="Gull Wire"/>
      <firstCreated>2026-03-04T09:30:00+01:00</firstCreated></itemMeta><contentMeta>
      <creator qcode="x:1"><name>Ana Reyes</name></creator><language tag="en"/>
      <headline>{headline}</headline></contentMeta><contentSet>{content}</contentSet></newsItem>"""


XHTML = f"""<inlineXML contenttype="application/xhtml+xml">
    <html xmlns="http://www.w3.org/1999/xhtml"><head><title>No</title></head>
    <body>{BODY.replace("media", "figure")}</body></html></inlineXML>"""
INNER = f"<nitf xmlns='http://n.example/'><body><body.content>{BODY}</body.content></body></nitf>"


def _told(article: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(article.get(name) for name in ("title", "authors", "published_at", "publisher"))


def test_nitf(tmp_path: Path) -> None:
    article = one(written(tmp_path, "a.xml", NITF))
    assert article["text"] == f"{WORDS}\n\n{MORE} It ends here."
    assert _told(article) == ("Terminal to open", ["Ana Reyes"], MORNING, "Gull Gazette")
    assert "url" not in article


@pytest.mark.parametrize(
    "content",
    [
        XHTML,
        f"<inlineXML>{INNER}</inlineXML>",
        f'<inlineData contenttype="text/plain">{WORDS}\n\n{MORE} It ends here.</inlineData>',
    ],
)
def test_newsml(tmp_path: Path, content: str) -> None:
    article = one(written(tmp_path, "a.xml", newsml(content)))
    assert article["text"] == f"{WORDS}\n\n{MORE} It ends here."
    assert _told(article) == ("Terminal to open", ["Ana Reyes"], MORNING, "Gull Wire")
    assert article["url"] == "https://gull.example/1"
    assert article["published_at"].tzinfo is dt.UTC


def test_a_message_of_several_items(tmp_path: Path) -> None:
    picture = newsml('<remoteContent href="crane.jpg"/>', "A crane")
    more = newsml(XHTML.replace(WORDS, MORE), "More").replace("example/1", "example/2")
    message = (
        '<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>'
        f"{picture}{newsml(XHTML)}{more}</itemSet></newsMessage>"
    )
    articles, reasons = read(written(tmp_path, "a.xml", message))
    assert [each["title"] for each in articles] == ["Terminal to open", "More"]
    assert not reasons
    _, (reason,) = read(written(tmp_path, "b.xml", picture))
    assert reason.endswith("It has no news item with a text in it.")


def test_entities_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret")
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    for own in (f'<!ENTITY l0 "lol">{levels}', f'<!ENTITY l11 SYSTEM "{tmp_path}/secret.txt">'):
        poisoned = NITF.replace('SYSTEM "nitf-3-4.dtd"', f"[{own}]").replace("<p>", "<p>&l11;", 1)
        (text,) = texts_of(written(tmp_path, "a.xml", poisoned))
        assert text.startswith(WORDS) or "Maximum entity amplification" in text
        assert "secret" not in text
    dashed = NITF.replace("<p>", "<p>Halvik &mdash; ", 1)
    assert texts_of(written(tmp_path, "a.xml", dashed)) == [
        f"Halvik — {WORDS}\n\n{MORE} It ends here."
    ]
