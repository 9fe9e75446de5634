"""From a record to articles that can be stored: read, checked, its quotes and figures found.

All of it is computing and touches no store, so that it can run in any process.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import ValidationError

from ..errors import Invalid
from ..schemas.articles import NewArticle
from ..schemas.problems import faults_of
from ..services import engine
from ..services.kept_pages import Page, packed
from . import formats
from .decoding import charset_of_page
from .languages import language_of
from .records import BadRecord, Options, Ready, Record, Rejected, Result

_SCHEMA = NewArticle()
_NOTHING = {
    "feed": "The entry has no text; what it links to is not fetched.",
    "pdf": "It has no text: pages that were scanned are pictures.",
}


def prepared(record: Record, options: Options) -> list[Result]:
    """The articles of a record, ready to be stored, or why there are none."""
    results: list[Result] = []
    for number, fields in enumerate(_articles(record, options), start=1):
        place = record.place if number == 1 else f"{record.place}, article {number}"
        if isinstance(fields, BadRecord):
            results.append(Rejected(place, str(fields)))
            continue
        try:
            found = engine.extract(fields["text"], fields["language"])
        except Invalid as error:
            results.append(Rejected(place, str(error)))
            continue
        results.append(Ready(place, fields, found, _page(record, options)))
    return results


def _page(record: Record, options: Options) -> Page | None:
    if not options.pages or record.format != "html" or not isinstance(record.content, bytes):
        return None
    return packed(record.content, charset_of_page(record.content, record.charset))


def articles_of(record: Record, options: Options) -> list[dict[str, Any]]:
    """The fields of each article of a record, checked; raises BadRecord for the first bad one."""
    found = list(_articles(record, options))
    for one in found:
        if isinstance(one, BadRecord):
            raise one
    return [one for one in found if not isinstance(one, BadRecord)]


def _articles(record: Record, options: Options) -> Iterator[dict[str, Any] | BadRecord]:
    """Each article's fields, or what is wrong with it."""
    try:
        for fields in formats.reader(record.format).read(record, options):
            yield fields if isinstance(fields, BadRecord) else _checked(fields, record, options)
    except BadRecord as error:
        yield error


def _checked(
    fields: Mapping[str, Any], record: Record, options: Options
) -> dict[str, Any] | BadRecord:
    if not str(fields.get("text", "")).strip():
        return BadRecord(_NOTHING.get(record.format, "It has no text."))
    given = {**options.defaults, **fields}
    if record.url:
        given.setdefault("url", record.url)
    given["language"] = (
        options.defaults.get("language")
        or language_of(str(given.get("text", "")), given.get("language"))
        or engine.DEFAULT_LANGUAGE
    )
    try:
        return dict(_SCHEMA.load(given))
    except ValidationError as error:
        if record.format == "html" and "text" not in error.messages_dict:
            good = {name: value for name, value in given.items() if name not in error.messages_dict}
            return dict(_SCHEMA.load({"language": engine.DEFAULT_LANGUAGE, **good}))
        faults = faults_of(error.messages_dict, "json")
        said = "; ".join(f"{fault['pointer'][2:]}: {fault['detail']}" for fault in faults)
        return BadRecord(said)
