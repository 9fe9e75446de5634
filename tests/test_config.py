"""Settings: read from the environment, refused with their name and what was expected."""

from dataclasses import fields
from pathlib import Path

import pytest

from api.config import Settings
from api.errors import Misconfigured

README = Path(__file__).parent.parent / "README.md"


def test_nothing_has_to_be_set() -> None:
    assert Settings.from_environment({}) == Settings()


def test_what_is_set_counts_and_other_variables_do_not() -> None:
    environment = {"ONRECORD_WORKERS": "3", "ONRECORD_BIND": "0.0.0.0:80", "PATH": "/bin"}
    assert Settings.from_environment(environment) == Settings(workers=3, bind="0.0.0.0:80")


@pytest.mark.parametrize("prefix", ["postgres", "postgresql", "postgresql+psycopg"])
def test_postgresql_may_be_written_in_several_ways(prefix: str) -> None:
    settings = Settings.from_environment({"ONRECORD_DATABASE_URL": f"{prefix}://u:p%40@h/n"})
    assert settings.database_url == "postgresql+psycopg://u:p%40@h/n"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ONRECORD_DATABASE_URL", "mysql://h/n"),
        ("ONRECORD_DATABASE_URL", "sqlite://"),
        ("ONRECORD_DATABASE_URL", "nonsense"),
        ("ONRECORD_BIND", "localhost"),
        ("ONRECORD_BIND", "localhost:99999"),
        ("ONRECORD_WORKERS", "0"),
        ("ONRECORD_WORKERS", "two"),
        ("ONRECORD_THREADS", "1000"),
        ("ONRECORD_MAX_BODY", "5MB"),
        ("ONRECORD_WORKER", "2"),
        ("ONRECORD_PUBLIC_URL", "news.example"),
        ("ONRECORD_PUBLIC_URL", "https://news.example/a?b"),
        ("ONRECORD_PUBLIC_URL", "https://ana@news.example"),
    ],
)
def test_a_wrong_setting_is_named(variable: str, value: str) -> None:
    with pytest.raises(Misconfigured, match=variable):
        Settings.from_environment({variable: value})


@pytest.mark.parametrize("setting", [field.name for field in fields(Settings)])
def test_every_setting_is_in_the_readme(setting: str) -> None:
    row = next(
        line for line in README.read_text().splitlines() if f"`ONRECORD_{setting.upper()}`" in line
    )
    default = getattr(Settings(), setting)
    shown = str(default).lower() if isinstance(default, bool) else default
    assert (f"`{shown}`" if shown else "not set") in row


@pytest.mark.parametrize(
    "url",
    ["mysql://u:s3cret@h/db", "postgresql://u:s3cret#@h:x/db", "postgresql://u:pass@s3cret#@h/db"],
)
def test_a_wrong_address_of_a_store_is_told_without_its_password(url: str) -> None:
    with pytest.raises(Misconfigured) as raised:
        Settings.from_environment({"ONRECORD_DATABASE_URL": url})
    assert "s3cret" not in str(raised.value)
