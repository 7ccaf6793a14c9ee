"""CPU of the server for one citizen: connect, form page, each tap saved, the whole visit."""

import argparse
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from sqlmodel import Session, col, select

from bench import databases
from bench.measure import Line, print_table
from bench.visitor import Deed, Visitor, cpu_seconds, serving, visitor
from db.models import Unit
from tests.server_process import Server, reference_database

_FORM = "tu-danh-gia"
_CONNECT, _FORM_PAGE, _BEGIN, _TAPS, _SEND = "connect", "form page", "begin", "taps", "send"
_BUDGETS = {_CONNECT: 8.0, _FORM_PAGE: 8.0}  # ms of CPU
_TAP_BUDGET, _VISIT_BUDGET = 6.0, 60.0


BEGINNING: tuple[Deed, ...] = (
    lambda page: page.pressing("mode-self"),
    lambda page: page.pressing("place-yes"),
    lambda page: page.choosing("start-age_band", 3),
    lambda page: page.choosing("start-gender", 1),
    lambda page: page.choosing("start-audience", 0),
    lambda page: page.ticking("consent-statistics"),
    lambda page: page.pressing("begin"),
    lambda page: page.choosing("device", 2),
)


def run(*options: str) -> bool:
    """Print what a visit costs; whether every budget is kept."""
    wanted = _parser().parse_args(options)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        server = stack.enter_context(serving(folder / "server", reference_database(folder)))
        questions = [question.id for question in databases.questionnaire(server.engine).core]
        steps = _steps(_a_commune(server), questions)
        _round(server, steps, min(wanted.visitors, 3))  # what the first visitors pay is not counted
        rounds = [_round(server, steps, wanted.visitors) for _ in range(wanted.rounds)]
    spent = {name: sum(one[name] for one in rounds) / len(rounds) for name in rounds[0]}
    return print_table(_lines(spent, len(questions)))


def _lines(spent: dict[str, float], taps: int) -> list[Line]:
    return [
        *(Line(name, spent[name], _BUDGETS.get(name)) for name in (_CONNECT, _FORM_PAGE)),
        Line("seven choices before the first question", spent[_BEGIN]),
        Line("one tap, saved", spent[_TAPS] / taps, _TAP_BUDGET),
        Line("review, send, result", spent[_SEND]),
        Line(f"whole visit of {taps} answers", sum(spent.values()), _VISIT_BUDGET),
    ]


def _steps(commune_code: str, question_ids: list[str]) -> dict[str, Callable[[Visitor], object]]:
    """The parts of a visit, in order."""
    return {
        _CONNECT: lambda one: one.open(""),
        _FORM_PAGE: lambda one: one.open(_FORM, noi=commune_code),
        _BEGIN: begin,
        _TAPS: lambda one: [one.choose(name, 2) for name in question_ids],
        _SEND: _send,
    }


def begin(one: Visitor) -> None:
    """The choices before the first question, from the address of a commune."""
    for deed in BEGINNING:
        one.does(deed)


def _send(one: Visitor) -> None:
    one.press("skip")
    one.press("send")
    if not one.sees("next-person"):
        raise RuntimeError("the result did not come")


def _round(
    server: Server, steps: dict[str, Callable[[Visitor], object]], visitors: int
) -> dict[str, float]:
    """Milliseconds of CPU for one visitor in each step; all do a step before the next begins."""
    spent: dict[str, float] = {}
    with ExitStack() as stack:
        before = cpu_seconds(server)
        everybody = [stack.enter_context(visitor(server)) for _ in range(visitors)]
        for name, step in steps.items():
            for one in everybody:
                step(one)
            after = cpu_seconds(server)
            spent[name] = (after - before) * 1000 / visitors
            before = after
    spent["leave"] = (cpu_seconds(server) - before) * 1000 / visitors
    return spent


def _a_commune(server: Server) -> str:
    with Session(server.engine) as session:
        communes = select(Unit.code).where(Unit.level == "commune", col(Unit.valid_to).is_(None))
        return session.exec(communes).first() or ""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench visit", description=__doc__)
    parser.add_argument("--visitors", type=int, default=40, help="visitors in a round")
    parser.add_argument("--rounds", type=int, default=3)
    return parser
