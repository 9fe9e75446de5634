"""What the same requests cost over more data, inside the application.

Run as a program with the addresses of a store and of a larger one, and files of requests: prints,
by name, how many times the processor time they take over the larger, as JSON.
"""

import gc
import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from api import create_app
from api.config import Settings
from tests.bench.inprocess import Wsgi, call, spent
from tests.bench.requests import paths

ROUNDS, MOST = 9, 150


def ratio(smaller: Wsgi, larger: Wsgi, requests: Sequence[str]) -> float:
    """Of the requests that find as much in both: the median of several rounds."""
    same = [path for path in requests if _found(smaller, path) == _found(larger, path)]
    if not same:
        raise RuntimeError("no request finds as much in both stores")
    rounds = [spent(larger, same) / spent(smaller, same) for _ in range(ROUNDS)]
    return statistics.median(rounds)


def _found(app: Wsgi, path: str) -> int:
    answer = json.loads(call(app, path))
    return len(answer["items"]) if "items" in answer else 1


def main() -> None:
    """Measure onrecord over both stores, which are asked in turn."""
    smaller, larger = (create_app(Settings(database_url=url, cache=0)) for url in sys.argv[1:3])
    gc.freeze()  # as the server does
    found = {
        Path(file).stem: ratio(smaller, larger, paths(Path(file), MOST)) for file in sys.argv[3:]
    }
    print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
