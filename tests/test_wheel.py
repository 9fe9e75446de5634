"""The built wheel works by itself: an empty environment, an empty folder, no checkout."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
UV = Path(sys.executable).with_name("uv")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build it from a copy, since setuptools would take in what an earlier build left behind."""
    folder = tmp_path_factory.mktemp("a wheel")
    for name in ("api", "migrations", "seeds", "docs"):
        leave_out = shutil.ignore_patterns("__pycache__")
        shutil.copytree(CHECKOUT / name, folder / "checkout" / name, ignore=leave_out)
    for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(CHECKOUT / name, folder / "checkout" / name)
    build = [str(UV), "build", "-q", "--wheel", "--no-build-isolation", "-p", sys.executable]
    subprocess.run([*build, "-o", folder / "dist"], check=True, cwd=folder / "checkout")
    (built,) = (folder / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install it; gives the environment's folder of programs."""
    environment = tmp_path_factory.mktemp("installed") / "an environment"
    subprocess.run([UV, "venv", "-q", "-p", sys.executable, environment], check=True)
    install = [str(UV), "pip", "install", "-q", "--python", str(environment / "bin" / "python")]
    subprocess.run(
        [*install, "--require-hashes", "-r", str(CHECKOUT / "requirements.lock")], check=True
    )
    subprocess.run([*install, "--no-deps", str(wheel)], check=True)
    return environment / "bin"


def test_every_package_is_named_in_pyproject() -> None:
    settings = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())
    named = set(settings["tool"]["setuptools"]["packages"])
    folders = {file.parent.relative_to(CHECKOUT) for file in CHECKOUT.glob("api/**/__init__.py")}
    packages = {".".join(["onrecord", *folder.parts[1:]]) for folder in folders}
    assert packages - named == {"onrecord.extraction.training"}
    assert named - packages == {
        f"onrecord.{name}" for name in ("migrations", "migrations.versions", "seeds", "docs")
    }


def test_it_holds_nothing_but_its_package(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names} == {"onrecord", "onrecord-0.1.0.dist-info"}
    assert not [name for name in names if "training" in name]


def test_it_says_on_what_terms_it_may_be_used(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as held:
        names = held.namelist()
        read = {Path(name).name: held.read(name).decode() for name in names if "/licenses/" in name}
        metadata = held.read("onrecord-0.1.0.dist-info/METADATA").decode()
    assert read.keys() == {"LICENSE", "NOTICE"}
    assert "Apache License" in read["LICENSE"]
    assert "License-Expression: Apache-2.0\n" in metadata
    # What NOTICE names is there, with the notes that it refers to.
    for mark in ("quotes/weights.npz", "network/MODEL.md", "lexicons/tags.tsv"):
        assert f"api/extraction/{mark}" in read["NOTICE"]
        assert f"onrecord/extraction/{mark}" in names


def test_neither_an_api_beside_it_nor_one_of_the_user_gets_in_its_way(
    installed: Path, tmp_path: Path
) -> None:
    (site,) = installed.parent.glob("lib/python*/site-packages")
    for folder in (site / "api", tmp_path / "api"):
        folder.mkdir()
        (folder / "__init__.py").write_text("raise RuntimeError('another package')")
    code = "from onrecord.extraction import extract; assert extract('50 ships came.').figures"
    for command in (["onrecord", "--help"], ["python", "-c", code]):
        subprocess.run([installed / command[0], *command[1:]], check=True, cwd=tmp_path)


def test_it_brings_all_it_needs(installed: Path, tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}

    def run(*arguments: str, given: str = "") -> str:
        done = subprocess.run(
            [installed / "onrecord", *arguments],
            check=True,
            cwd=tmp_path,
            env=environment,
            input=given,
            capture_output=True,
            text=True,
        )
        return done.stdout

    run("db", "upgrade")
    assert "12 new" in run("seed")
    text = "Mara Lindqvist said that 5 million people came."
    found = json.loads(run("extract", "--json", "-", given=text))
    assert found["quotes"][0]["speaker"]["name"] == "Mara Lindqvist"
    assert found["figures"][0]["value"] == 5_000_000
    assert (tmp_path / "instance" / "onrecord.db").exists()
