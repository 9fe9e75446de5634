"""`make sbom` and `make audit`."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.supply import licences

BIN = Path(sys.executable).parent
LOCK = "requirements.lock"
NO_DATA = (
    "Nothing was audited: no advisories can be had from here (PyPI's JSON API and osv.dev were "
    "asked). Run make audit where the internet is."
)


def sbom(file: Path) -> None:
    """Write what the lock pins as CycloneDX 1.6, with the licences of what is installed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        [
            *(BIN / "cyclonedx-py", "requirements", LOCK, "--pyproject", "pyproject.toml"),
            *("--spec-version", "1.6", "--output-format", "JSON", "--output-reproducible"),
        ],
        check=True,
        capture_output=True,
        cwd=licences.CHECKOUT,
    )
    document = json.loads(made.stdout)
    known = licences.installed()
    for component in document["components"]:
        if licence := known.get(licences.normalised(component["name"])):
            component["licenses"] = [{"expression": licence, "acknowledgement": "declared"}]
    file.write_text(json.dumps(document, indent=2) + "\n")
    print(f"{file}: {len(document['components'])} packages")  # noqa: T201


def audit() -> int:
    """Look for known weaknesses in what the lock pins; 1 where there are, 2 where nobody knows."""
    for service in ("pypi", "osv"):
        found = _audited_by(service)
        if any("vulns" in package for package in found):
            return _report(found)
    print(NO_DATA, file=sys.stderr)  # noqa: T201
    return 2


def _audited_by(service: str) -> Sequence[dict[str, Any]]:
    """What one service says of each package; nothing where it does not answer."""
    command = ["pip-audit", "--requirement", LOCK, "--require-hashes", "--disable-pip"]
    options = ["--vulnerability-service", service, "--format", "json", "--progress-spinner", "off"]
    ran = subprocess.run(
        [BIN / command[0], *command[1:], *options, "--timeout", "10"],
        check=False,
        capture_output=True,
        cwd=licences.CHECKOUT,
    )
    found: Sequence[dict[str, Any]] = json.loads(ran.stdout)["dependencies"] if ran.stdout else []
    return found


def _report(packages: Sequence[dict[str, Any]]) -> int:
    """Print every weakness, and every package that nothing is known of; the status to end with."""
    weak = 0
    for package in packages:
        if "skip_reason" in package:
            print(f"{package['name']}: not audited: {package['skip_reason']}")  # noqa: T201
        for one in package.get("vulns", []):
            weak += 1
            mended = ", ".join(one["fix_versions"]) or "no release yet"
            print(f"{package['name']} {package['version']}: {one['id']}, mended in {mended}")  # noqa: T201
    print(f"{len(packages)} packages, {weak} known weaknesses")  # noqa: T201
    return 1 if weak else 0


if __name__ == "__main__":
    if sys.argv[1] == "sbom":
        sbom(Path(sys.argv[2]))
    else:
        sys.exit(audit())
