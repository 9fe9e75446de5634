"""Arrows point one way: pyproject.toml says which, import-linter holds it."""

from pathlib import Path

from importlinter.cli import lint_imports


def test_no_import_points_back() -> None:
    assert lint_imports(config_filename=str(Path(__file__).parent.parent / "pyproject.toml")) == 0
