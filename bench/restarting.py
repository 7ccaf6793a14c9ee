"""A server that is killed without warning and started again, on the same port and database."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from sqlalchemy import Engine, create_engine

from db.engine import open_engine
from db.migrate import migrate
from db.settings import PROJECT
from seed.reference import seed_reference
from tests.db.postgres import running_server
from tests.server_process import SECRET

_SECONDS_TO_START = 90


class RestartingServer:
    """The product over one database; whoever asks it must be ready to ask again."""

    def __init__(self, folder: Path, database_url: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._log = folder / "serve.log"
        self._environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            "APP_SECRET": SECRET,
            "PORT": str(port),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "serve.py"],
                cwd=PROJECT,
                env=self._environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        deadline = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                if httpx.get(f"{self.url}/suc-khoe", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{self.printed()}")

    def kill(self) -> None:
        """As when the power fails: nothing is finished, nothing is closed."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def printed(self) -> str:
        """Everything it printed so far."""
        return self._log.read_text(encoding="utf-8")


@contextmanager
def reference_on(kind: str, folder: Path) -> Iterator[tuple[str, Engine]]:
    """The URL of a database with the reference data and nobody in it, on SQLite or PostgreSQL."""
    if kind == "sqlite":
        yield from _filled(f"sqlite:///{folder / 'chaos.db'}")
        return
    with running_server() as server:
        administrator = create_engine(f"{server}postgres", isolation_level="AUTOCOMMIT")
        with administrator.connect() as connection:
            connection.exec_driver_sql("CREATE DATABASE chaos")
        administrator.dispose()
        yield from _filled(f"{server}chaos")


def _filled(url: str) -> Iterator[tuple[str, Engine]]:
    engine = open_engine(url)
    migrate(engine)
    seed_reference(engine)
    yield url, engine
    engine.dispose()


@contextmanager
def restarting(kind: str) -> Iterator[tuple[RestartingServer, Engine]]:
    """A running server over a fresh database, and that database seen from outside."""
    with tempfile.TemporaryDirectory() as name, reference_on(kind, Path(name)) as (url, engine):
        server = RestartingServer(Path(name), url)
        try:
            server.start()
            yield server, engine
        finally:
            server.kill()
