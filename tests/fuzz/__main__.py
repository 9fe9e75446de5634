"""Fuzz part by part in rounds, each with a seed of its own: `make fuzz`, or `make fuzz-model`.

How far a part is stands in .fuzz, and so it goes on where it was ended. FUZZ_WALKS says how many
walks a part takes, FUZZ_MINUTES for how long it goes on at a time. What a round finds is printed,
with its seed, and the rounds after it still run.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

KEPT = Path(__file__).parents[2] / ".fuzz"
MINUTES = float(os.environ.get("FUZZ_MINUTES", "20"))


class Part(NamedTuple):
    """Tests that make things up, how many walks a round of a minute or two has, and all rounds."""

    tests: tuple[str, ...]
    walks: int
    all_walks: int


PARTS = {
    "model": Part(("tests/contract/test_machine.py",), 20, 2_000),
    "walks": Part(("tests/contract/test_fuzz.py",), 100, 2_000),
    "inputs": Part(("tests/contract/test_bytes.py",), 20, 2_000),
    "http": Part(("tests/serving/test_bytes.py",), 50, 2_000),
    "operations": Part(("tests/contract/test_openapi.py", "-k", "whatever_is_asked"), 5, 50),
}


def fuzz(name: str, part: Part) -> bool:
    """Run rounds of a part until its walks are done or its time is over; whether all is well."""
    begin, well, aim = time.monotonic(), True, int(os.environ.get("FUZZ_WALKS", part.all_walks))
    done = kept(name)
    end = (done // aim + 1) * aim  # where it was done it begins again, with other seeds
    while done < end and time.monotonic() - begin < MINUTES * 60:
        seed, walks = done, min(part.walks, end - done)
        passed = run(part, seed, walks)
        well, done = well and passed, done + walks
        (KEPT / name).write_text(str(done))
        took = (time.monotonic() - begin) / 60
        found = "" if passed else f"; FOUND SOMETHING with --hypothesis-seed={seed}"
        tell(f"{name}: {done - end + aim:,} of {aim:,} walks, {took:.0f} min{found}")
    return well


def kept(name: str) -> int:
    """How many walks of a part were done before."""
    KEPT.mkdir(exist_ok=True)
    file = KEPT / name
    return int(file.read_text()) if file.exists() else 0


def run(part: Part, seed: int, walks: int) -> bool:
    """Run one round; what it finds is printed."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *part.tests]
    done = subprocess.run(
        [*command, f"--hypothesis-seed={seed}"],
        env=os.environ | {"FUZZ_WALKS": str(walks)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        tell(done.stdout)
    return done.returncode == 0


def tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    chosen = sys.argv[1:] or list(PARTS)
    if unknown := set(chosen) - PARTS.keys():
        sys.exit(f"No part {', '.join(sorted(unknown))}; there are: {', '.join(PARTS)}")
    outcomes = [fuzz(name, PARTS[name]) for name in chosen]  # all, whatever one of them finds
    sys.exit(not all(outcomes))
