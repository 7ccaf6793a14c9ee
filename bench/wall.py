"""The festival wall: CPU of the server per viewer, beside a page that reads the counts itself.

Requests go through our routes as a browser's do, without the network: 1,000 viewers who look every
five seconds at 1,018 sites. `--viewers N --rounds N`.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
from sqlalchemy import Engine, insert, select
from starlette.applications import Starlette

from db.engine import open_engine, transaction
from db.migrate import migrate
from db.models import metadata
from seed.reference import seed_reference

_SITES = 1018
_EVERY = 5  # seconds between two looks of a viewer
_HOME = "http://wall"
_LETTERS = "ABCDEFGHJK"


def run(*options: str) -> bool:
    """Print both costs and their ratio; whether a viewer costs less than a tenth of a read."""
    asked = _options(options)
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder) / "wall.db")
        return asyncio.run(_measure(asked.viewers, asked.rounds))


def _options(options: tuple[str, ...]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench wall")
    parser.add_argument("--viewers", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args(options)


def _fill(path: Path) -> None:
    os.environ["DATABASE_URL"] = f"sqlite:///{path}"
    os.environ.setdefault("APP_SECRET", "a secret of this measurement only, long enough")
    engine = open_engine(os.environ["DATABASE_URL"])
    migrate(engine)
    seed_reference(engine)
    _open_sites(engine)
    engine.dispose()


def _open_sites(engine: Engine) -> None:
    points, days, units = (metadata.tables[one] for one in ("collectionpoint", "pointday", "unit"))
    with transaction(engine) as connection:
        today = units.c.valid_to.is_(None)
        wanted = select(units.c.id).where(units.c.level == "commune", today).limit(_SITES)
        found = connection.scalars(wanted).all()
        rows = [
            {"id": n + 1, "token": _token(n), "kind": "video_link", "name": f"Điểm cầu {n}",
             "commune_id": unit, "created_at": datetime.now(UTC)} for n, unit in enumerate(found)
        ]  # fmt: skip
        connection.execute(insert(points), rows)
        counted = [{"point_id": row["id"], "day": date(2026, 10, 10), "finished": row["id"] % 40}
                   for row in rows]  # fmt: skip
        connection.execute(insert(days), counted)


def _token(number: int) -> str:
    return "W" + "".join(_LETTERS[int(digit)] for digit in f"{number:04}")


async def _measure(viewers: int, rounds: int) -> bool:
    from web.wall import Wall, routes  # reads the settings

    transport = httpx.ASGITransport(app=Starlette(routes=routes))
    async with httpx.AsyncClient(transport=transport, base_url=_HOME) as client:
        first = await client.get("/tuong/so-lieu.json")
        mark = {"if-none-match": first.headers["etag"]}
        looks = [await _cpu(_look(client, mark), viewers) for _ in range(rounds)]
        page = await _cpu(_look(client, {}, "/tuong"), viewers)
    one = Wall()
    read = await _cpu(lambda: asyncio.to_thread(one.renew), rounds * 5)
    look = min(looks)
    print(f"{viewers} viewers of {_SITES} sites; {len(first.content)} bytes when something changed")
    print(f"a look, nothing changed   {look:7.3f} ms CPU (with the asking client)")
    print(f"the whole page            {page:7.3f} ms CPU")
    print(f"reading the counts        {read:7.3f} ms CPU, once in {_EVERY} s for everybody")
    share = viewers * look / (_EVERY * 1000)
    print(f"{viewers} viewers at once     {100 * share:7.1f} % of a core, "
          f"and {read / (_EVERY * 10):.1f} % for the reading")  # fmt: skip
    print(f"a page that queries costs {read / look:7.1f} times a look")
    return look <= read / 10


def _look(
    client: httpx.AsyncClient, headers: dict[str, str], path: str = "/tuong/so-lieu.json"
) -> Callable[[], Awaitable[object]]:
    async def look() -> object:
        return await client.get(path, headers=headers)

    return look


async def _cpu(step: Callable[[], Awaitable[object]], times: int) -> float:
    """Milliseconds of processor time each."""
    began = time.process_time()
    for _ in range(times):
        await step()
    return 1000 * (time.process_time() - began) / times
