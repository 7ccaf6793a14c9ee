"""CPU of the map (nation and Thanh Hóa, two measures) and of an overview: cold and warm."""

import argparse
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import update
from sqlmodel import Session, col, select

from bench import databases
from bench.measure import Line, mean, print_table
from bench.province_page import outdate
from bench.visitor import Visitor, cpu_seconds, serving
from db.commands.accounts import NewGrant, create_account, grant_area
from db.engine import transaction
from db.models import Account
from domain.access import Role
from tests.server_process import Server
from tests.streamlit_client import visit

_COLD_BUDGET, _WARM_BUDGET = 150.0, 15.0  # ms of CPU
_WARM_VISITS = 10  # one after the other, between two readings of the clock
_PROVINCE = "38"  # Thanh Hóa, 166 communes


@dataclass(frozen=True)
class _Page:
    """A page as it is opened; `mark` is the key of what proves that it came."""

    name: str
    path: str
    mark: str
    query: Mapping[str, str] = field(default_factory=dict)
    signed_in: bool = False


_PAGES = (
    _Page("map of the nation", "ban-do", "filter-do-dat"),
    _Page("nation, group of skills", "ban-do", "filter-do-nhom-2", {"do": "nhom-2"}),
    _Page("Thanh Hóa", "ban-do", "filter-do-dat", {"ma": _PROVINCE}),
    _Page("Thanh Hóa, change", "ban-do", "filter-do-thay-doi", {"ma": _PROVINCE, "do": "thay-doi"}),
    _Page("page of Thanh Hóa", "tinh", "filter-ma-38", {"ma": _PROVINCE}),  # to compare with
    _Page("overview of Thanh Hóa", "tong-quan", "filter-dot-2026-2", signed_in=True),
)


def run(*options: str) -> bool:
    """Print what each page costs; whether every budget is kept."""
    wanted = _parser().parse_args(options)
    with TemporaryDirectory() as name, ExitStack() as stack:
        file = databases.nation_file(wanted.people, *wanted.folder)
        server = stack.enter_context(serving(Path(name), file))
        cookie = _official(server)
        lines = [line for page in _PAGES for line in _lines(server, page, cookie, wanted)]
    return print_table(lines)


def _lines(server: Server, page: _Page, cookie: str, wanted: argparse.Namespace) -> list[Line]:
    _visit(server, page, cookie)  # what the first visitor of a process pays is not counted
    cold, warm = [], []
    for _ in range(wanted.repetitions):
        outdate([server])
        cold.append(_visit(server, page, cookie))
        warm.append(_visit(server, page, cookie, visits=_WARM_VISITS))
    return [
        Line(f"{page.name}, cold", mean(cold), _COLD_BUDGET),
        Line(f"{page.name}, warm", mean(warm), _WARM_BUDGET),
    ]


def _visit(server: Server, page: _Page, cookie: str, *, visits: int = 1) -> float:
    """Milliseconds of CPU for one visit of the page by somebody who is connected already."""
    with _visitor(server, cookie if page.signed_in else None) as one:
        one.open("")
        before = cpu_seconds(server)
        for _ in range(visits):
            one.open(page.path, **page.query)
        after = cpu_seconds(server)
        if not one.sees(page.mark):
            raise RuntimeError(f"{page.name} did not come")
    return (after - before) * 1000 / visits


@contextmanager
def _visitor(server: Server, cookie: str | None) -> Iterator[Visitor]:
    with visit(server, cookie=cookie) as websocket:
        yield Visitor(websocket)


def _official(server: Server) -> str:
    """The session of somebody who answers for the province, and for nothing more."""
    now = datetime.now(UTC)
    today = (now + timedelta(hours=7)).date()
    with Session(server.engine) as session:
        admin = session.exec(select(col(Account.id)).order_by(col(Account.id)).limit(1)).one() or 0
    made = create_account(
        server.engine, username="do.luong", display_name="Đo lường", by=admin, now=now, today=today
    )
    with transaction(server.engine) as connection:
        connection.execute(
            update(Account)
            .where(col(Account.id) == made.account_id)
            .values(must_change_password=False)
        )
    grant = NewGrant(Role.OFFICIAL, _PROVINCE, today, None)
    grant_area(
        server.engine, account_id=made.account_id, grant=grant, by=admin, now=now, today=today
    )
    return server.open_session(made.account_id)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench map", description=__doc__)
    parser.add_argument("--repetitions", type=int, default=10)
    parser.add_argument("--people", type=int, default=60_000)
    parser.add_argument("--folder", type=Path, nargs=1, default=[], help="keep databases here")
    return parser
