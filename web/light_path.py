"""The light path in this process: it shares engine, places, counts and words with Streamlit."""

import re
import time
from collections.abc import Callable
from typing import TypeVar

from starlette.types import ASGIApp, Receive, Scope, Send

from db.rights import MyData
from db.settings import settings
from light import address, site
from light.shared import MyDataWords, Shared
from text import Translate
from ui import clock, consent_text, limits, my_data_files, my_data_words, places, what_became
from ui.database import check, engine, is_simulated, packs, questionnaire

_BELOW = re.compile(f"({address.HOME}|{address.CLASS}|{address.CLASS.upper()})(/|$)")
_MOST = 50  # versions
_SECONDS = 30.0  # as long as the packs, or the kind of data, may be those of before

_Said = TypeVar("_Said")
_forget: list[Callable[[], None]] = []


def remembered(ask: Callable[..., _Said]) -> Callable[..., _Said]:
    """The same, asked again after a while: Streamlit's cache costs a page a fifth of its time."""
    known: dict[tuple[object, ...], tuple[float, _Said]] = {}

    def said(*of: object) -> _Said:
        before = known.get(of)
        if before is not None and time.monotonic() - before[0] < _SECONDS:
            return before[1]
        if len(known) > _MOST:
            known.clear()
        known[of] = (time.monotonic(), ask(*of))
        return known[of][1]

    _forget.append(known.clear)
    return said


def forget() -> None:
    """Ask everything again: another database was opened in this process."""
    for one in _forget:
        one()


def _as_json(data: MyData, t: Translate) -> bytes:
    known = settings()
    about = my_data_files.about(
        controller=(known.controller_name, known.controller_contact),
        simulated=is_simulated(),
        today=clock.today(),
        t=t,
    )
    return my_data_files.as_json(data, about=about)


shared = Shared(
    engine=remembered(engine),
    clock=clock.now,
    questionnaire=remembered(questionnaire),
    packs=remembered(packs),
    check=remembered(check),
    communes=places.communes,
    former=places.former,
    is_simulated=remembered(is_simulated),
    controller_sentence=consent_text.controller_sentence,
    became=what_became.became,
    my_data=MyDataWords(
        facts=my_data_words.facts,
        answers=my_data_words.answers,
        consent_line=my_data_words.consent_line,
        code_until=my_data_words.code_until,
        as_json=_as_json,
    ),
    refuse_guessing=limits.refuse_guessing,
    count_try=limits.count_try,
    count_wrong_code=limits.count_wrong_code,
    refuse_guessing_passes=limits.refuse_guessing_passes,
    count_wrong_pass=limits.count_wrong_pass,
    count_start=limits.count_start,
)


class LightPath:
    """ASGI middleware: /nhe and /lop go past Streamlit, and need none of its layers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._site = site.application(shared)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Ours here, everything else goes on."""
        ours = scope["type"] == "http" and _BELOW.match(scope["path"]) is not None
        await (self._site if ours else self.app)(scope, receive, send)
