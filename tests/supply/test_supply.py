"""No licence binds those who use onrecord, and all that it is made of is listed."""

import json
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.supply import licences
from tests.supply.__main__ import sbom


@pytest.mark.parametrize(
    ("name", "licence", "allowed"),
    [
        ("one", "MIT", True),
        ("one", "MIT AND 0BSD", True),
        ("one", "GPL-3.0-only", False),
        ("one", "GPL-3.0-only OR MIT", True),
        ("one", "MIT AND GPL-2.0-or-later", False),
        ("one", "LGPL-3.0-only", False),
        ("psycopg", "LGPL-3.0-only", True),
        ("one", "UNKNOWN", False),
        ("one", "None", False),
    ],
)
def test_what_is_allowed(name: str, licence: str, allowed: bool) -> None:
    assert licences.is_allowed(name, licence) is allowed


def test_the_licence_of_every_package_is_allowed() -> None:
    refused = {
        name: licence
        for name, licence in licences.installed().items()
        if not licences.is_allowed(name, licence)
    }
    assert refused == {}


def test_the_bill_of_materials_lists_what_the_lock_pins(tmp_path: Path) -> None:
    file = tmp_path / "sbom.cdx.json"
    sbom(file)
    text = file.read_text()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    document = json.loads(text)
    assert document["metadata"]["component"]["name"] == "onrecord"
    components = {licences.normalised(one["name"]): one for one in document["components"]}
    assert components.keys() == licences.locked("requirements.lock")
    assert components["flask"]["licenses"][0]["expression"] == "BSD-3-Clause"
