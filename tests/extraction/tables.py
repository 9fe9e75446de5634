"""The engine's tables and weights, each by its digest, as EXTRACTOR names them.

python -m tests.extraction.tables      writes them down, for a new EXTRACTOR
"""

import hashlib
import sys
from pathlib import Path

from api.extraction import EXTRACTOR

ENGINE = Path(__file__).parent.parent.parent / "api" / "extraction"
RECORD = Path(__file__).with_name("tables.sha256")


def digests() -> dict[str, str]:
    """The digest of each table of knowledge and of each file of weights."""
    kinds = (".tsv", ".txt", ".npz")
    files = [file for file in ENGINE.rglob("*") if file.suffix in kinds]
    kept = [file for file in files if "training" not in file.relative_to(ENGINE).parts]
    return {
        file.relative_to(ENGINE).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(kept)
    }


def recorded() -> tuple[str, dict[str, str]]:
    """The extractor that was written down last, and the digests of its tables."""
    extractor, *lines = RECORD.read_text().splitlines()
    return extractor, {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def differing() -> list[str]:
    """The tables that are not as they were written down."""
    _, before = recorded()
    now = digests()
    return sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))


if __name__ == "__main__":
    if RECORD.exists() and recorded()[0] == EXTRACTOR and differing():
        sys.exit(f"Raise EXTRACTOR in api/extraction/__init__.py first: it is {EXTRACTOR} already.")
    lines = [f"{digest}  {name}" for name, digest in digests().items()]
    RECORD.write_text("\n".join([EXTRACTOR, *lines]) + "\n")
