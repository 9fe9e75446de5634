"""Pages and files in every format, of invented news."""

import gzip
import json
import tarfile
import zipfile
from io import BytesIO
from pathlib import Path

WORDS = (
    "Port director Mara Lindqvist said that the terminal would open in May. "
    "The Northern Arc pipeline has a capacity of about 12 billion cubic metres."
)
MORE = (
    "“We lost 300 ships last year,” she told reporters in Halvik on Tuesday. The council had asked "
    "for a second opinion before the vote, which was held in the old town hall."
)


def page(name: str = "terminal", head: str = "", body: str | None = None) -> str:
    """A page as a news site has it, with much that is no article."""
    paragraphs = body or f"<p>{WORDS}</p><p>{MORE}</p><p>It is the story called {name}.</p>"
    return f"""<!DOCTYPE html>
<html lang="en"><head><title>Terminal to open | Harbour Courier</title>
<meta property="og:site_name" content="Harbour Courier">
<meta property="og:title" content="Terminal to open">
<meta property="article:published_time" content="2026-03-04T08:30:00+01:00">
<meta name="author" content="Ana Reyes">
<link rel="canonical" href="https://courier.example/{name}">{head}
<style>p {{ font: 16px serif }}</style><script>var shown = "99 tonnes";</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Terminal to open</h1>{paragraphs}</article>
<aside><ul><li><a href="/x">Ten things to do</a></li><li><a href="/y">Join</a></li></ul></aside>
<footer><p>Copyright Harbour Courier</p></footer></body></html>"""


FRONT_PAGE = (
    "<html><head><title>Harbour Courier</title></head><body><ul>"
    + "".join(f"<li><a href='/{n}'>Teaser number {n}</a></li>" for n in range(40))
    + "</ul></body></html>"
)
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Gull Gazette</title>
<item><title>First</title><link>https://gull.example/1</link>
<pubDate>Wed, 04 Mar 2026 08:30:00 GMT</pubDate>
<description>&lt;p&gt;{WORDS}&lt;/p&gt;&lt;p&gt;{MORE} &amp;amp; so on.&lt;/p&gt;</description>
</item>
<item><title>Empty</title><link>https://gull.example/2</link></item>
</channel></rss>"""
CSV = (
    "id,Headline,Body,Byline,Date,Source,Link\r\n"
    f'1,"First, of all","{WORDS}","By Ana Reyes and Bo Lindh",2026-03-04,Gull Gazette,'
    "https://gull.example/1\r\n"
    f'2,Second,"{MORE}\n\nMore of it.",,4 March 2026,Gull Gazette,n/a\r\n'
)


def warc(*pages: tuple[str, bytes]) -> bytes:
    """A crawl: each record packed by itself, as they are on the web."""
    return b"".join(gzip.compress(_response(url, body)) for url, body in pages)


def _response(url: str, body: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2026-03-05T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    """A ZIP file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, files: dict[str, bytes]) -> Path:
    """A tar archive packed by gzip."""
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, BytesIO(content))
    return path


def lines(count: int, text: str = WORDS) -> str:
    """JSON Lines of articles that differ."""
    return "".join(
        json.dumps({"url": f"https://gull.example/{n}", "text": f"{text} It is number {n}."}) + "\n"
        for n in range(count)
    )
