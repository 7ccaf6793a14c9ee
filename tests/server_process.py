"""The real product in its own process, for tests that look at it from outside."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from db.commands.sessions import issue_ticket, redeem_ticket
from db.engine import open_engine
from db.migrate import migrate
from db.settings import PROJECT
from seed.reference import seed_reference

SECRET = "the secret of the tests, 32 characters or more"
_SECONDS_TO_START = 60


@dataclass(frozen=True)
class Server:
    """A running product: its address, its database, and what it printed."""

    url: str
    engine: Engine
    log: Path
    process: "subprocess.Popen[bytes]" = field(repr=False)

    def printed(self) -> str:
        """Everything the server printed so far."""
        return self.log.read_text(encoding="utf-8")

    def one_time_password(self) -> str:
        """The first administrator's, as printed at the first start."""
        line = next(line for line in self.printed().splitlines() if "một lần:" in line)
        return line.rsplit(" ", 1)[1]

    def open_session(self, account_id: int, *, now: datetime | None = None) -> str:
        """A cookie of this account, made without its password."""
        now = now or datetime.now(UTC)
        with same_secret():
            ticket = issue_ticket(self.engine, account_id, now=now)
            return redeem_ticket(self.engine, ticket, now=now)


@contextmanager
def same_secret() -> Iterator[None]:
    """Let this process hash as the servers of the tests do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.keyed_hash.app_secret", SECRET.encode)
        yield


def reference_database(folder: Path) -> Path:
    """A migrated database with all reference data and no answers, to be copied."""
    path = folder / "reference.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    seed_reference(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@contextmanager
def running(folder: Path, reference: Path, **settings: str) -> Iterator[Server]:
    """The product on a free port, over its own copy of the reference database."""
    database = folder / "product.db"
    shutil.copyfile(reference, database)
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{database}",
        "APP_SECRET": SECRET,
        "PORT": str(_free_port()),
        **settings,
    }
    log = folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "serve.py"],
            cwd=PROJECT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    engine = open_engine(environment["DATABASE_URL"])
    server = Server(f"http://127.0.0.1:{environment['PORT']}", engine, log, process)
    try:
        _wait(server)
        yield server
    finally:
        engine.dispose()
        process.terminate()
        process.wait(timeout=20)


def _wait(server: Server) -> None:
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            break
        try:
            if httpx.get(f"{server.url}/suc-khoe", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"the product did not start:\n{server.printed()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
