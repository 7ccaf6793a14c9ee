"""A visitor who presses what is on the page, without a browser, and what their server pays."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection as AsyncConnection
from websockets.asyncio.client import connect as connect_async
from websockets.sync.client import ClientConnection

from tests.server_process import Server, running
from tests.streamlit_client import SUBPROTOCOLS, stream_address, visit

_SECONDS_TO_ANSWER = 60
_SECONDS_TO_SETTLE = 0.05  # a run goes on a little after its last message
_SECONDS_TO_REST, _AT_REST = 900, 0.03  # at most to wait, and the CPU of a server that does nothing


@contextmanager
def serving(folder: Path, database: Path) -> Iterator[Server]:
    """The product over its own copy of a database; a new data version is seen after a second."""
    folder.mkdir(parents=True, exist_ok=True)
    with running(folder, database, FRESHNESS_SECONDS="1") as server:
        _wait_until_at_rest(server)
        yield server


def _wait_until_at_rest(server: Server) -> None:
    """What a server does once at its start is nobody's visit: retention takes a nation minutes."""
    deadline = time.monotonic() + _SECONDS_TO_REST
    while time.monotonic() < deadline:
        before = cpu_seconds(server)
        time.sleep(1)
        if cpu_seconds(server) - before < _AT_REST:
            return


def cpu_seconds(server: Server) -> float:
    """User and system time of the server's process so far, ended threads included."""
    time.sleep(_SECONDS_TO_SETTLE)
    clock_of_process = (~server.process.pid << 3) | 2  # clock_getcpuclockid(3)
    return time.clock_gettime(clock_of_process)


@dataclass(frozen=True)
class _Widget:
    id: str
    fragment_id: str
    options: list[str]


class Page:
    """What a visitor sees and how they answer it; whoever holds it carries the messages."""

    def __init__(self) -> None:
        self._query = ""
        self._page_hash = ""
        self._widgets: dict[str, _Widget] = {}  # of the last run, by key
        self._ticked: list[WidgetState] = []

    @property
    def query(self) -> str:
        """What follows the question mark in the address of the page."""
        return self._query

    def sees(self, key: str) -> bool:
        """Whether the last run drew the widget with this key."""
        return key in self._widgets

    def opening(self, page: str, **query: str) -> bytes:
        """Go to the address of a page."""
        self._query = urlencode(query)
        message = BackMsg()
        message.rerun_script.page_name = page
        return self._said(message)

    def pressing(self, key: str) -> bytes:
        """Press the button with this key."""
        return self._touching(key, WidgetState(trigger_value=True))

    def choosing(self, key: str, number: int) -> bytes:
        """Tap one of the answers of a question, counted from 0."""
        state = WidgetState()
        state.string_array_value.data.append(self._widgets[key].options[number])
        return self._touching(key, state)

    def ticking(self, key: str) -> bytes:
        """Tick the box with this key; it stays ticked."""
        state = WidgetState(bool_value=True)
        said = self._touching(key, state)
        self._ticked.append(state)
        return said

    def hears(self, frame: bytes) -> bool:
        """Take in one message; whether the run ended with it."""
        message = ForwardMsg.FromString(frame)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
        elif kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta":
            self._note(message)
        finished = kind == "script_finished"
        return finished and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN

    def _touching(self, key: str, state: WidgetState) -> bytes:
        widget = self._widgets[key]
        state.id = widget.id
        message = BackMsg()
        message.rerun_script.page_script_hash = self._page_hash
        message.rerun_script.fragment_id = widget.fragment_id
        message.rerun_script.widget_states.widgets.extend([*self._ticked, state])
        return self._said(message)

    def _said(self, message: BackMsg) -> bytes:
        message.rerun_script.query_string = self._query
        message.rerun_script.context_info.url = "http://127.0.0.1/"
        self._widgets = {}
        return message.SerializeToString()

    def _note(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise RuntimeError(f"the page broke: {element.exception.message}")
        drawn = getattr(element, kind) if kind else None
        widget_id = getattr(drawn, "id", "")
        if widget_id.startswith("$$ID-"):
            key = widget_id.removeprefix("$$ID-").partition("-")[2]
            options = [option.content for option in drawn.options] if kind == "button_group" else []
            self._widgets[key] = _Widget(widget_id, message.delta.fragment_id, options)


Deed = Callable[[Page], bytes]  # what a visitor does on the page they see


class Visitor:
    """One open page of one visitor, who waits for each answer."""

    def __init__(self, websocket: ClientConnection) -> None:
        self._websocket = websocket
        self.page = Page()

    def does(self, deed: Deed) -> int:
        """Do something and wait until the page is drawn; the number of bytes that came."""
        self._websocket.send(deed(self.page))
        received = 0
        while True:
            frame = self._websocket.recv(timeout=_SECONDS_TO_ANSWER)
            received += len(frame)
            if self.page.hears(frame):
                return received

    def open(self, page: str, **query: str) -> int:
        """Go to the address of a page; the number of bytes that came."""
        return self.does(lambda seen: seen.opening(page, **query))

    def press(self, key: str) -> int:
        """Press the button with this key."""
        return self.does(lambda seen: seen.pressing(key))

    def choose(self, key: str, number: int) -> int:
        """Tap one of the answers of a question, counted from 0."""
        return self.does(lambda seen: seen.choosing(key, number))

    @property
    def query(self) -> str:
        """What follows the question mark in the address of the page."""
        return self.page.query

    def sees(self, key: str) -> bool:
        """Whether the last run drew the widget with this key."""
        return self.page.sees(key)


class PatientVisitor:
    """The same among thousands in one program: it waits without a thread of its own."""

    def __init__(self, websocket: AsyncConnection) -> None:
        self._websocket = websocket
        self.page = Page()

    async def does(self, deed: Deed) -> None:
        """Do something and wait until the page is drawn."""
        await self._websocket.send(deed(self.page))
        async with asyncio.timeout(_SECONDS_TO_ANSWER):
            while not self.page.hears(await self._websocket.recv(decode=False)):
                pass


@contextmanager
def visitor(server: Server) -> Iterator[Visitor]:
    """A visitor who has just connected and opened nothing yet."""
    with visit(server) as websocket:
        yield Visitor(websocket)


@asynccontextmanager
async def patient_visitor(server: Server) -> AsyncIterator[PatientVisitor]:
    """One of thousands, just connected. Pings cost the one who measures more than the server."""
    async with connect_async(
        stream_address(server), subprotocols=SUBPROTOCOLS, max_size=None, ping_interval=None
    ) as websocket:
        yield PatientVisitor(websocket)
