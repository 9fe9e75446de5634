"""The licences of installed packages, as SPDX expressions (https://spdx.org/licenses)."""

import re
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from license_expression import ExpressionError, Licensing, get_spdx_licensing

CHECKOUT = Path(__file__).parents[2]

# Anybody may link these into anything, and pass it on.
PERMISSIVE = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC"),
    *("MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Unlicense", "Zlib"),
}
# These bind those who change the package itself, no one who uses it as it is.
WEAK = {"LGPL-2.1-or-later", "LGPL-3.0-only", "MPL-2.0", "MPL-1.1"}
USED_AS_THEY_ARE = {
    *("certifi", "fqdn", "frozendict", "hypothesis", "pathspec", "psycopg", "psycopg-binary"),
    *("tld", "tqdm"),
}
# Classifiers and texts of packages that do not give an expression yet.
_WRITTEN = {
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",  # partd, whose licence has the three clauses
    "BSD License": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def installed() -> dict[str, str]:
    """The licence of each package that is installed, by its normalised name."""
    return {normalised(one.metadata["Name"]): licence_of(one) for one in distributions()}


def licence_of(package: Distribution) -> str:
    """What it says of itself, as an expression; raises KeyError for what is not known."""
    metadata: Any = package.metadata  # typed as no more than a mapping
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classifiers = [one.rpartition(" :: ")[2] for one in metadata.get_all("Classifier") or []]
    said = [one for one in classifiers if one in _WRITTEN] or [str(metadata.get("License"))]
    return " AND ".join(sorted(_WRITTEN.get(one, one) for one in said))


def is_allowed(name: str, expression: str) -> bool:
    """Whether a package may be used: of `OR` one licence has to be allowed, of `AND` all."""
    allowed = PERMISSIVE | (WEAK if name in USED_AS_THEY_ARE else set())
    try:
        parsed = _spdx().parse(expression, validate=True)
    except ExpressionError:
        return False
    known = _spdx()
    truths = {True: known.TRUE, False: known.FALSE}
    told = {one: truths[one.key in allowed] for one in known.license_symbols(parsed)}
    return bool(parsed.subs(told).simplify() == known.TRUE)


def locked(file: str) -> set[str]:
    """The packages that a lock file pins."""
    lines = (CHECKOUT / file).read_text().splitlines()
    return {normalised(line.partition("==")[0]) for line in lines if re.match(r"[\w.-]+==", line)}


def normalised(name: str) -> str:
    """A package's name as PyPI compares it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


@cache
def _spdx() -> Licensing:
    return get_spdx_licensing()
