"""When two urls are the same: their normal form (RFC 3986, 6.2.2 and 6.2.3)."""

import re
from urllib.parse import quote

_PARTS = re.compile(r"(https?)://([^/?#]*)([^?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_DEFAULT_PORT = {"http": ":80", "https": ":443"}
# An octet that is written as %XX, or a character that stands in no URI (RFC 3987, 3.1).
_ODD = re.compile(r"%([0-9A-Fa-f]{2})|[^\x21-\x7e]")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")


def normal_form(url: str) -> str:
    """The one way to write an http(s) url: all that lead to the same place have the same."""
    parts = _PARTS.fullmatch(url)
    if not parts:
        return url
    scheme, host, path, rest = parts.groups()
    scheme, host = scheme.lower(), host.lower().removesuffix(_DEFAULT_PORT[scheme.lower()])
    return f"{scheme}://{host}{_without_dots(_written(path)) or '/'}{_written(rest)}"


def _written(part: str) -> str:
    return _ODD.sub(_one_way, part)


def _one_way(odd: re.Match[str]) -> str:
    if odd[1] is None:
        return quote(odd[0], safe="")
    character = chr(int(odd[1], 16))
    return character if _UNRESERVED.fullmatch(character) else odd[0].upper()


def _without_dots(path: str) -> str:
    """A path without `.` and `..` (RFC 3986, 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    steps = path.split("/")[1:]
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step != ".":
            kept.append(step)
    if steps[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)
