"""Files that were made to do harm cost their own record, a bounded time and memory, and no more."""

import gzip
import random
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from api.errors import Error
from api.importing import records, unpacking
from api.importing.pool import Item, LocalPool
from api.importing.prepare import articles_of
from api.importing.records import BadRecord, Options, Record, Rejected
from api.importing.sources import Opened, sources
from api.importing.workers import Worker
from tests.importing import material
from tests.importing.material import WORDS


def read(path: Path) -> list[str]:
    """What becomes of each record of a file: its text, or why there is none."""
    found: list[str] = []
    for source in sources([str(path)], Counter()):
        try:
            for record in Opened(source, Options(), None).records():
                if isinstance(record, Rejected):
                    found.append(f"{record.place}: {record.reason}")
                else:
                    found += [each["text"] for each in articles_of(record, Options())]
        except records.BrokenFile as error:
            found.append(f"The file {error}.")
        except BadRecord as error:
            found.append(str(error))
    return found


@pytest.fixture
def bomb() -> bytes:
    """A few hundred kilobytes that are a hundred megabytes."""
    return gzip.compress(bytes(1_000_000) * 100)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.html.gz", "a.txt.gz", "a.warc.gz", "a.mbox.gz"])
def test_what_unpacks_without_end(tmp_path: Path, bomb: bytes, name: str) -> None:
    (tmp_path / name).write_bytes(bomb)
    (found,) = read(tmp_path / name)
    assert "larger than" in found or "times its size" in found or "cannot be read" in found


def test_a_bomb_in_an_archive_spoils_only_itself(tmp_path: Path, bomb: bytes) -> None:
    path = material.zipped(
        tmp_path / "a.zip",
        {"bomb.csv": b"text\n" + bytes(100_000_000), "deep.zip": bomb, "good.txt": WORDS.encode()},
    )
    bad, nested, good = read(path)
    assert "bomb.csv" in bad
    assert "deep.zip: The file is an archive inside another, which is not opened." in nested
    assert good == WORDS


def test_entities_that_multiply(tmp_path: Path) -> None:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    laughs = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>'
    feed = material.FEED.replace('<?xml version="1.0"?>', laughs).replace("First", "&l11;")
    (tmp_path / "a.rss").write_text(feed)
    assert all(len(found) < 10_000 for found in read(tmp_path / "a.rss"))
    (tmp_path / "a.html").write_text(laughs + material.page() + "&l11;")
    assert all(len(found) < 10_000 for found in read(tmp_path / "a.html"))


def test_entities_that_open_files_and_addresses(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret")
    outside = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
    feed = material.FEED.replace('<?xml version="1.0"?>', '<?xml version="1.0"?>' + outside)
    (tmp_path / "a.rss").write_text(feed.replace("&lt;p&gt;", "&x;", 1))
    assert "the secret" not in "".join(read(tmp_path / "a.rss"))
    (tmp_path / "b.rss").write_text("http://127.0.0.1:9/feed")
    assert read(tmp_path / "b.rss") == ["Not an RSS or Atom feed with entries."]


def test_aliases_that_multiply(tmp_path: Path) -> None:
    front = "a0: &a0 [x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    (tmp_path / "a.md").write_text(f"---\n{front}title: *a11\n---\n{WORDS}")
    assert read(tmp_path / "a.md") == [WORDS]


def test_names_that_climb_out(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    material.zipped(folder / "a.zip", {"../../climbs.txt": WORDS.encode()})
    material.tarred(folder / "b.tar.gz", {"/../climbs.txt": WORDS.encode()})
    (tmp_path / "outside.txt").write_text("outside")
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    assert read(folder) == [WORDS, WORDS]
    assert sorted(path.name for path in tmp_path.rglob("*.txt")) == ["link.txt", "outside.txt"]


def test_a_document_that_is_a_bomb(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<x/>")
        for number in range(3):
            archive.writestr(f"{number}.xml", bytes(80_000_000))
    assert read(tmp_path / "a.docx") == ["It unpacks to more than 200,000,000 bytes."]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "a.html"])
def test_a_line_without_end_is_never_held(tmp_path: Path, name: str) -> None:
    with (tmp_path / name).open("wb") as file:
        file.write(b"text\n" if name == "a.csv" else b"")
        for _ in range(30):
            file.write(b"x" * 1_000_000)
    (found,) = read(tmp_path / name)
    assert f"{records.LARGEST:,}" in found


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 50_000,
        "<p>" + "<a href=x>" * 20_000,
        "<table>" * 5_000 + WORDS,
        "<!--" * 100_000,
        "<p class='" + "x " * 200_000 + "'>" + WORDS,
        "&#x110000;&#0;<p>" + WORDS * 5,
    ],
)
def test_odd_pages_end_in_time(reader: Worker, page: str) -> None:
    with suppress(BadRecord):
        reader(Record("a.html", "html", page.encode()), Options())


@pytest.fixture(scope="module")
def reader() -> Iterator[Worker]:
    worker = Worker(articles_of)
    yield worker
    worker.stop()


def endless(record: Record, _options: Options) -> list[Any]:
    """What a library would be that never ends, ends everything, or takes all memory."""
    match record.content:
        case b"endless":
            time.sleep(1000)
        case b"deadly":
            import os  # noqa: PLC0415

            os._exit(1)
        case b"hungry":
            return [bytearray(10_000_000_000)]
        case b"broken":
            raise ZeroDivisionError("by zero")
    return [record.content]


def test_what_never_ends_is_ended() -> None:
    worker = Worker(endless, deadline=1)
    good = Record("good", "text", b"good")
    assert worker(good, Options()) == [b"good"]
    for content, reason in (
        (b"endless", "could not be read within 1 s"),
        (b"deadly", "ended the process"),
        (b"hungry", "takes more memory"),
        (b"broken", "ZeroDivisionError while it was read: by zero"),
    ):
        with pytest.raises(BadRecord, match=reason):
            worker(Record("bad", "text", content), Options())
        assert worker(good, Options()) == [b"good"]
    worker.stop()


@pytest.mark.parametrize("started", [True, False])
def test_it_is_stopped_while_another_thread_has_it_read(started: bool) -> None:
    for _ in range(5):
        worker = Worker(endless)
        if started:
            worker(Record("good", "text", b"good"), Options())
        with ThreadPoolExecutor(1) as threads:
            read = threads.submit(worker, Record("bad", "text", b"endless"), Options())
            # It may be starting, or sending, or waiting.
            time.sleep(random.uniform(0, 0.2))  # noqa: S311
            worker.stop()
            assert isinstance(read.exception(), Error)
        with pytest.raises(Error, match="it was stopped"):
            worker(Record("good", "text", b"good"), Options())


def test_others_go_on_in_their_order() -> None:
    def items() -> Iterator[Item]:
        for number in range(20):
            content = b"endless" if number == 7 else str(number).encode()
            yield Item(None, Record(str(number), "text", content))

    with LocalPool(2, endless, deadline=1) as pool:
        results = [done.results for done in pool.map(items(), Options())]
    expected: list[Any] = [[str(number).encode()] for number in range(20)]
    expected[7] = [Rejected("7", "It could not be read within 1 s.")]
    assert results == expected


def test_a_stream_is_bounded_by_what_was_packed() -> None:
    packed = gzip.compress(bytes(100_000_000))
    stream = unpacking.unpacked(BytesIO(packed), len(packed))
    with pytest.raises(records.BrokenFile, match="200 times"):
        stream.read()
