"""CPU and bytes of one visit on the light path, from the poster to the result, all saved."""

import argparse
import re
import tempfile
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from bench import databases
from bench.measure import Line, print_table
from bench.visitor import cpu_seconds, serving
from light.questions import BY_SCRIPT
from tests.server_process import Server, reference_database

_CPU_BUDGET = 15.0  # ms for the whole visit
_BYTES_BUDGET = 30.0  # kB for the first page with its style and script
COMMUNE = "15664"  # Xã Triệu Sơn, Thanh Hóa
_CHOICES = (
    *("ai=self", "dung=1", "tuoi=70%2B", "gioi=female", "nhom=citizen"),
)  # in the order of the pages
_ASSETS = re.compile(r'"(/app/static/light/[^"]+)"')


def run(*options: str) -> bool:
    """Print what a visit costs; whether every budget is kept."""
    wanted = _parser().parse_args(options)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        server = stack.enter_context(serving(folder / "server", reference_database(folder)))
        questions = [question.id for question in databases.questionnaire(server.engine).core]
        _visits(server, questions, 5)  # what the first visitors pay is not counted
        start, answers, by_script, end, first = _visits(server, questions, wanted.visitors)
    return print_table(
        [
            Line("six pages before the first question", start),
            Line(f"{len(questions) + 1} answers, without script", answers),
            Line(f"{len(questions) + 1} answers, by the script", by_script),
            Line("review, send, result", end),
            Line("whole visit without script", start + answers + end, _CPU_BUDGET),
            Line("whole visit with script", start + by_script + end, _CPU_BUDGET),
            Line("first page with style and script", first / 1000, _BYTES_BUDGET, "kB"),
        ]
    )


def _visits(server: Server, questions: list[str], visitors: int) -> tuple[float, ...]:
    """Milliseconds of CPU for one visitor in each part, and the bytes of their first page."""
    marks = [cpu_seconds(server)]
    with httpx.Client(base_url=server.url, headers={"Origin": server.url}) as client:
        bases = [begin(client) for _ in range(visitors)]
        marks.append(cpu_seconds(server))
        for base in bases:
            for step in ("dien-thoai", *questions):
                _post(client, f"{base}/{step}", {"tra-loi": "2"})
        marks.append(cpu_seconds(server))
        for base in bases:  # other answers, but the same telephone: all questions stay
            _post(client, f"{base}/dien-thoai", {"tra-loi": "2"}, BY_SCRIPT)
            for step in questions:
                _post(client, f"{base}/{step}", {"tra-loi": "1"}, BY_SCRIPT)
        marks.append(cpu_seconds(server))
        for base in bases:
            client.get(f"{base}/xem-lai").raise_for_status()
            if not _post(client, f"{base}/gui", {}).endswith("/ket-qua"):
                raise RuntimeError("the result did not come")
        marks.append(cpu_seconds(server))
        first = _first_page(client)
    parts = pairwise(marks)
    return (*((after - before) * 1000 / visitors for before, after in parts), first)


def begin(client: httpx.Client) -> str:
    """The pages of the start; the address of the draft."""
    for count in range(len(_CHOICES) + 1):
        query = "&".join((f"noi={COMMUNE}", *_CHOICES[:count]))
        page = client.get(f"/nhe?{query}").raise_for_status()
    once = re.search(r'name="luot" value="(\w+)"', page.text)
    if once is None:
        raise RuntimeError("no consent to give")
    begun = _post(client, f"/nhe?{query}", {"luot": once[1], "statistics": "1"})
    return begun.rsplit("/", 1)[0]


def _post(client: httpx.Client, address: str, fields: dict[str, str], *extra: str) -> str:
    """Press a button and follow where it leads; that address."""
    headers = dict.fromkeys(extra, "1")
    answer = client.post(address, data=fields, headers=headers, follow_redirects=True)
    answer.raise_for_status()
    return urlsplit(str(answer.url)).path


def _first_page(client: httpx.Client) -> int:
    """Bytes over the wire, compressed."""
    with client.stream("GET", f"/nhe?noi={COMMUNE}") as page:
        received = sum(len(part) for part in page.iter_raw())
    html = client.get(f"/nhe?noi={COMMUNE}").text
    for asset in _ASSETS.findall(html):
        with client.stream("GET", asset) as answer:
            received += sum(len(part) for part in answer.iter_raw())
    return received


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench light", description=__doc__)
    parser.add_argument("--visitors", type=int, default=100)
    return parser
