"""Reading a text that somebody pastes or chooses, and storing it where they say so."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Response, redirect, request, url_for
from marshmallow import ValidationError
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as AnyResponse

from ..errors import Error
from ..http import session
from ..http.scopes import caller, requires
from ..importing.files import BadFile, article_of
from ..models import Scope
from ..schemas.articles import Extraction, NewArticle
from ..services import articles
from ..services.engine import DEFAULT_LANGUAGE, answer
from .blueprint import Pages, page
from .layout import annotated, part_at
from .wording import faults_in

pages = Pages("text")
_FOUND, _ARTICLE = Extraction(), NewArticle()
_CARRIED = 40_000  # bytes of a text
_PAGES = {".html", ".htm", ".xhtml"}
_FIELDS = ("title", "url", "publisher", "authors", "published_at", "language")


@pages.get("/read")
@requires(Scope.READ)
def form() -> Response:
    """Show the form."""
    return page("read.html")


@pages.post("/read")
@requires(Scope.READ)
def read() -> Response:
    """Show what is found in a text; nothing is stored."""
    try:
        return _found(_given(), [])
    except Error as error:
        return _again("read.html", [str(error)], text=request.form.get("text", ""))


@pages.post("/articles")
@requires(Scope.WRITE)
def store() -> AnyResponse:
    """Store what was read."""
    given = _written()
    try:
        article = _ARTICLE.load(given)
    except ValidationError as error:
        return _with_faults(given, faults_in(error))
    stored = articles.store(session(), **article)
    return redirect(url_for("pages_articles.show", article_id=stored.id), 303)


def _with_faults(given: Mapping[str, Any], faults: list[str]) -> Response:
    """Show what was to be stored and why it was not; where its text can be read, that as well."""
    try:
        return _found(given, faults)
    except Error:
        return _again("read.html", faults, text=given.get("text", ""))


def _given() -> dict[str, Any]:
    """The fields of the article that was sent: a file's, or those of the form."""
    file = request.files.get("file")
    if file and file.filename:
        return _of_file(file)
    given = _written()
    if not given.get("text", "").strip():
        raise BadFile("There is nothing to read: paste a text, or choose a file.")
    return given


def _of_file(file: FileStorage) -> dict[str, Any]:
    name = Path(file.filename or "file")
    if name.suffix.lower() not in _PAGES:
        return dict(_ARTICLE.dump(article_of(name, file.read())))
    # Loaded where it is needed: what reads pages is an extra, and takes time to load.
    from ..importing.pages import fields_of_page  # noqa: PLC0415
    from ..importing.records import BadRecord  # noqa: PLC0415

    try:
        return fields_of_page(file.read(), None, None)
    except BadRecord as error:
        raise BadFile(f"{name}: {error}") from error


def _written() -> dict[str, Any]:
    """What was typed: browsers send each end of a line as two characters."""
    given: dict[str, Any] = {
        name: value.replace("\r\n", "\n")
        for name, value in request.form.items()
        if value.strip() and name in {"text", *_FIELDS}
    }
    if "authors" in given:
        given["authors"] = [one.strip() for one in given["authors"].split(",") if one.strip()]
    return given


def _found(given: Mapping[str, Any], faults: list[str]) -> Response:
    text = _readable(given.get("text", ""))
    found = _FOUND.dump(answer(text, given.get("language") or DEFAULT_LANGUAGE))
    for name in ("quotes", "figures"):
        for number, reading in enumerate(found[name], 1):
            reading["id"] = number
    shown = {**found, "text": text}
    part = part_at(text, [*found["quotes"], *found["figures"]], 0)
    response = page(
        "found.html",
        given=given,
        found=found,
        part=part,
        blocks=annotated(shown, part),
        faults=faults,
        may_store=Scope.WRITE in caller().scopes,
        fits=_fits(text),
    )
    response.status_code = 422 if faults else 200
    return response


def _fits(text: str) -> bool:
    """Whether a form can carry a text along, in a page of 100 KB that shows part of it, too."""
    return len(text.encode(errors="replace")) <= _CARRIED


def _readable(text: str) -> str:
    """Give it back; raises BadFile for one that is too long, or that nobody reads."""
    try:
        _ARTICLE.fields["text"].deserialize(text)
    except ValidationError as error:
        raise BadFile(f"The text: {' '.join(faults_in(error))}") from error
    return text


def _again(template: str, faults: list[str], **given: str) -> Response:
    if not _fits(given.get("text", "")):
        given, faults = {}, [*faults, "The text is too long to be shown here again."]
    response = page(template, given=given, faults=faults)
    response.status_code = 422
    return response
