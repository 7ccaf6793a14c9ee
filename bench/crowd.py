"""Thousands of citizens at once on each path: how long a tap takes, and what it costs the server.

Everybody begins within the first moments of a visit and thinks between two taps. Only this
machine is asked: the server stands on 127.0.0.1 and ends with the program.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from statistics import quantiles

import httpx

from bench import databases, light, visit
from bench.measure import Line, print_table
from bench.visitor import Page, cpu_seconds, patient_visitor, serving
from light.questions import BY_SCRIPT
from tests.server_process import Server, reference_database

_TAP_P95 = 300.0  # ms
_VISIT = {"light": 15.0, "Streamlit": 60.0}  # ms of CPU
_FORM = "tu-danh-gia"
_MOST = 5_000


def run(*options: str) -> bool:
    """Print what a crowd waits and costs; whether every budget is kept."""
    wanted = _parser().parse_args(options)
    citizens = min(wanted.citizens, _MOST)
    kept = True
    for way in wanted.paths:
        with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
            folder = Path(name)
            server = stack.enter_context(serving(folder / "server", reference_database(folder)))
            ids = [question.id for question in databases.questionnaire(server.engine).core]
            before, started = cpu_seconds(server), time.monotonic()
            taps, failed = _WAYS[way](server, ids, citizens, wanted.seconds)
            seconds, spent = time.monotonic() - started, cpu_seconds(server) - before
        print(f"{way}: {citizens} citizens, {wanted.seconds} s a visit, {failed} failed")
        kept = print_table(_lines(way, taps, spent * 1000 / citizens, spent / seconds)) and kept
    return kept


def _lines(way: str, taps: list[float], each: float, cores: float) -> list[Line]:
    cuts = quantiles(taps, n=20) if len(taps) > 1 else [float("nan")] * 19
    return [
        Line("a tap until it is saved, p50", cuts[9] * 1000),
        Line("a tap until it is saved, p95", cuts[18] * 1000, _TAP_P95),
        Line("CPU of a visit", each, _VISIT[way]),
        Line("cores", cores, unit=""),
    ]


def _crowd_by_http(
    server: Server, ids: list[str], citizens: int, seconds: float
) -> tuple[list[float], int]:
    """Plain requests as our script sends them; each citizen has a connection of their own."""
    with ThreadPoolExecutor(8) as threads, httpx.Client(base_url=server.url) as client:
        bases = list(threads.map(lambda _: light.begin(client), range(citizens)))
    taps: list[float] = []

    async def all_of_them() -> int:
        limits = httpx.Limits(max_connections=citizens, max_keepalive_connections=citizens)
        async with httpx.AsyncClient(
            base_url=server.url, limits=limits, timeout=120, headers={BY_SCRIPT: "1"}
        ) as client:
            visits = (_answers(client, base, ids, seconds, taps) for base in bases)
            return await _failures(visits)

    return taps, asyncio.run(all_of_them())


async def _answers(
    client: httpx.AsyncClient, base: str, ids: list[str], seconds: float, taps: list[float]
) -> None:
    pause = seconds / (len(ids) + 2)
    await asyncio.sleep(random.uniform(0, pause))
    for step in ("dien-thoai", *ids):
        started = time.monotonic()
        (await client.post(f"{base}/{step}", data={"tra-loi": "2"})).raise_for_status()
        taps.append(time.monotonic() - started)
        await asyncio.sleep(random.uniform(0.5, 1.5) * pause)
    (await client.post(f"{base}/gui", follow_redirects=True)).raise_for_status()


async def _failures(visits: Iterable[Awaitable[None]]) -> int:
    done = await asyncio.gather(*visits, return_exceptions=True)
    return sum(isinstance(one, BaseException) for one in done)


def _crowd_by_streamlit(
    server: Server, ids: list[str], citizens: int, seconds: float
) -> tuple[list[float], int]:
    """Open pages over the websocket, all in one thread of this program."""
    taps: list[float] = []

    async def all_of_them() -> int:
        visits = (_fills_in(server, ids, seconds, taps) for _ in range(citizens))
        return await _failures(visits)

    return taps, asyncio.run(all_of_them())


async def _fills_in(server: Server, ids: list[str], seconds: float, taps: list[float]) -> None:
    pause = seconds / (len(ids) + 4)
    await asyncio.sleep(random.uniform(0, seconds / 2))
    async with patient_visitor(server) as one:
        await one.does(lambda page: page.opening(_FORM, noi=light.COMMUNE))
        for deed in visit.BEGINNING:
            await one.does(deed)
        for name in ids:
            await asyncio.sleep(random.uniform(0.5, 1.5) * pause)
            started = time.monotonic()
            await one.does(partial(Page.choosing, key=name, number=2))
            taps.append(time.monotonic() - started)
        for key in ("skip", "send"):
            await one.does(partial(Page.pressing, key=key))
        if not one.page.sees("next-person"):
            raise RuntimeError("the result did not come")


_WAYS: dict[str, Callable[[Server, list[str], int, float], tuple[list[float], int]]] = {
    "light": _crowd_by_http,
    "Streamlit": _crowd_by_streamlit,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench crowd", description=__doc__)
    parser.add_argument("--citizens", type=int, default=2000, help=f"at most {_MOST}")
    parser.add_argument("--seconds", type=float, default=240, help="a visit, thinking included")
    parser.add_argument("--paths", nargs="+", default=list(_WAYS), choices=list(_WAYS))
    return parser
