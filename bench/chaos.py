"""Citizens answer while the server is killed at random: acknowledged answers against stored ones.

Most take the light path, some the Streamlit form. An answer is acknowledged when its person sees
that it is saved; whoever sees nothing answers again, as people do.
"""

import argparse
import random
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import httpx
from sqlalchemy import Engine, select
from websockets.exceptions import WebSocketException

from bench import light, visit
from bench.databases import questionnaire
from bench.restarting import RestartingServer, restarting
from bench.visitor import Visitor
from db.models import ANSWER_COLUMNS, metadata
from db.verification import verify
from domain.device import Device
from light.questions import BY_SCRIPT
from tests import streamlit_client

_CODE = re.compile(r"/nhe/([A-Z2-9]{6})\.")
_LIMIT_SECONDS = 600  # for one citizen, whatever happens
_LOST = (httpx.TransportError, OSError, TimeoutError, WebSocketException)
_FORM = "tu-danh-gia"


@dataclass
class Citizen:
    """One person and what they were told."""

    chance: random.Random
    code: str = ""
    acknowledged: dict[str, int] = field(default_factory=dict)
    is_sent: bool = False
    again: int = 0

    def until_told(self, attempt: Callable[[], object]) -> None:
        """Try until it works, as somebody does whose page does not come."""
        deadline = time.monotonic() + _LIMIT_SECONDS
        while time.monotonic() < deadline:
            try:
                attempt()
                return
            except _LOST:
                self.again += 1
                time.sleep(self.chance.uniform(0.4, 1.2))
        raise RuntimeError("a citizen gave up")


@dataclass(frozen=True)
class Outcome:
    """What the citizens were told, and what the database holds."""

    citizens: int
    kills: int
    again: int
    acknowledged: int
    stored: int
    different: int  # answers told and stored otherwise, or stored and never told
    sent: int
    counted: int
    verified: int  # differences between the answers and every figure made from them

    @property
    def is_exact(self) -> bool:
        """Whether nothing was lost, doubled or changed."""
        same = self.acknowledged == self.stored and self.sent == self.counted
        return same and self.different == self.verified == 0


def run(*options: str) -> bool:
    """Print both numbers; whether they are the same."""
    wanted = _parser().parse_args(options)
    exact = True
    for kind in wanted.kinds:
        found = outcome(kind, wanted.citizens, wanted.kills, wanted.by_streamlit, wanted.seed)
        print(
            f"{kind}: {found.citizens} citizens, {found.kills} kills, {found.again} times again\n"
            f"  answers acknowledged {found.acknowledged}, stored {found.stored}, "
            f"different {found.different}\n"
            f"  people told they have sent {found.sent}, counted {found.counted}, "
            f"differences of figures {found.verified}: {'exact' if found.is_exact else 'NOT EXACT'}"
        )
        exact = exact and found.is_exact
    return exact


def outcome(kind: str, citizens: int, kills: int, by_streamlit: int, seed: int) -> Outcome:
    """Let everybody answer at once, and kill the server so many times meanwhile."""
    with restarting(kind) as (server, engine):
        ids = [question.id for question in questionnaire(engine).core]
        people = [Citizen(random.Random(seed + number)) for number in range(citizens)]
        ways = [_through_streamlit if n < by_streamlit else _by_http for n in range(citizens)]
        with ThreadPoolExecutor(citizens) as threads:
            visits = [
                threads.submit(way, server, one, ids) for way, one in zip(ways, people, strict=True)
            ]
            moments = _moments(people, visits, kills, len(ids) * citizens, seed)
            done = sum(_killed(server) for _ in moments)
            for one in visits:
                one.result()
        return _compared(engine, people, done)


def _moments(
    people: list[Citizen], visits: list[Future[None]], kills: int, answers: int, seed: int
) -> Iterator[float]:
    """When to kill: each time a random share of the answers is there, while somebody answers."""
    chance = random.Random(seed)
    for share in sorted(chance.uniform(0.02, 0.95) for _ in range(kills)):
        while sum(len(one.acknowledged) for one in people) < share * answers:
            for one in visits:
                if one.done():
                    one.result()  # a fault of ours ends everything
            time.sleep(0.01)
        yield share


def _killed(server: RestartingServer) -> int:
    server.kill()
    server.start()
    return 1


def _by_http(server: RestartingServer, one: Citizen, ids: list[str]) -> None:
    headers = {"Origin": server.url}
    with httpx.Client(base_url=server.url, headers=headers, timeout=60) as client:
        base = ""

        def begin() -> None:
            nonlocal base
            base = light.begin(client)

        def told(step: str, value: int) -> None:
            form, script = {"tra-loi": str(value)}, {BY_SCRIPT: "1"}
            client.post(f"{base}/{step}", data=form, headers=script).raise_for_status()
            if step in ids:
                one.acknowledged[step] = value

        def sent() -> None:
            answer = client.post(f"{base}/gui", follow_redirects=True).raise_for_status()
            one.is_sent = answer.url.path.endswith("/ket-qua")

        one.until_told(begin)
        one.code = _code_of(base + "/")
        for step in ("dien-thoai", *ids):
            value = one.chance.choice((0, 1, 2)) if step in ids else Device.SMARTPHONE.value
            one.until_told(lambda step=step, value=value: told(step, value))  # type: ignore[misc]
            time.sleep(one.chance.uniform(0, 0.2))
        one.until_told(sent)


def _through_streamlit(server: RestartingServer, one: Citizen, ids: list[str]) -> None:
    """Open the form again by the code in its address whenever the connection broke."""
    query: dict[str, str] = {}
    wanted = {name: one.chance.choice((0, 1, 2)) for name in ids}

    def told(page: Visitor) -> None:
        """Every question before the one on the screen is saved."""
        open_now = next((number for number, name in enumerate(ids) if page.sees(name)), len(ids))
        one.acknowledged.update((name, wanted[name]) for name in ids[:open_now])

    def come_and_go_on() -> None:
        with _visitor(server) as page:
            if one.code:
                page.open(_FORM, **query)
            else:
                page.open(_FORM, noi=light.COMMUNE)
                visit.begin(page)
                query.update({name: values[0] for name, values in parse_qs(page.query).items()})
                one.code = query["ma"]
            for name in ids:
                if page.sees(name):
                    page.choose(name, wanted[name])
                told(page)
            for button in ("skip", "send"):
                if page.sees(button):
                    page.press(button)
            one.is_sent = page.sees("next-person")
            if not one.is_sent:
                raise TimeoutError

    one.until_told(come_and_go_on)


@contextmanager
def _visitor(server: RestartingServer) -> Iterator[Visitor]:
    with streamlit_client.visit(server) as websocket:  # type: ignore[arg-type]
        yield Visitor(websocket)


def _code_of(address: str) -> str:
    found = _CODE.search(address)
    if found is None:
        raise RuntimeError(f"no code in {address}")
    return found[1]


def _compared(engine: Engine, people: list[Citizen], kills: int) -> Outcome:
    columns = {one.id: ANSWER_COLUMNS[one.slot - 1] for one in questionnaire(engine).core}
    table = metadata.tables["assessment"]
    codes = {one.code for one in people}
    with engine.connect() as connection:
        rows = connection.execute(select(table)).mappings().all()
    # A start that died before its answer came is a draft whose code nobody was told.
    known = {row["resume_code"]: row for row in rows if row["resume_code"] in codes}
    pairs = [(one.acknowledged.get(name), known[one.code][column])
             for one in people for name, column in columns.items()]  # fmt: skip
    strays = sum(row[column] is not None for row in rows if row["resume_code"] not in codes
                 for column in columns.values())  # fmt: skip
    return Outcome(
        citizens=len(people),
        kills=kills,
        again=sum(one.again for one in people),
        acknowledged=sum(len(one.acknowledged) for one in people),
        stored=sum(stored is not None for _, stored in pairs) + strays,
        different=sum(told != stored for told, stored in pairs) + strays,
        sent=sum(one.is_sent for one in people),
        counted=sum(row["status"] == "submitted" for row in rows),
        verified=verify(engine).differences,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench chaos", description=__doc__)
    parser.add_argument("--citizens", type=int, default=200)
    parser.add_argument("--by-streamlit", type=int, default=20, help="so many of them")
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--kinds", nargs="+", default=["sqlite"], choices=["sqlite", "postgresql"])
    parser.add_argument("--seed", type=int, default=1)
    return parser
