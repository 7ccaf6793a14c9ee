"""A visitor who presses what is on the page, without a browser, and what their server pays."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection

from tests.server_process import Server, running
from tests.streamlit_client import visit

_SECONDS_TO_ANSWER = 60
_SECONDS_TO_SETTLE = 0.05  # a run goes on a little after its last message


@contextmanager
def serving(folder: Path, database: Path) -> Iterator[Server]:
    """The product over its own copy of a database; a new data version is seen after a second."""
    folder.mkdir(parents=True, exist_ok=True)
    with running(folder, database, FRESHNESS_SECONDS="1") as server:
        yield server


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


class Visitor:
    """One open page of one visitor."""

    def __init__(self, websocket: ClientConnection) -> None:
        self._websocket = websocket
        self._query = ""
        self._page_hash = ""
        self._widgets: dict[str, _Widget] = {}  # of the last run, by key
        self._ticked: list[WidgetState] = []

    def open(self, page: str, **query: str) -> int:
        """Go to the address of a page; the number of bytes that came."""
        self._query = urlencode(query)
        message = BackMsg()
        message.rerun_script.page_name = page
        return self._run(message)

    def press(self, key: str) -> int:
        """Press the button with this key."""
        return self._touch(key, WidgetState(trigger_value=True))

    def choose(self, key: str, number: int) -> int:
        """Tap one of the answers of a question, counted from 0."""
        state = WidgetState()
        state.string_array_value.data.append(self._widgets[key].options[number])
        return self._touch(key, state)

    def tick(self, key: str) -> int:
        """Tick the box with this key; it stays ticked."""
        state = WidgetState(bool_value=True)
        received = self._touch(key, state)
        self._ticked.append(state)
        return received

    @property
    def query(self) -> str:
        """What follows the question mark in the address of the page."""
        return self._query

    def sees(self, key: str) -> bool:
        """Whether the last run drew the widget with this key."""
        return key in self._widgets

    def _touch(self, key: str, state: WidgetState) -> int:
        widget = self._widgets[key]
        state.id = widget.id
        message = BackMsg()
        message.rerun_script.page_script_hash = self._page_hash
        message.rerun_script.fragment_id = widget.fragment_id
        message.rerun_script.widget_states.widgets.extend([*self._ticked, state])
        return self._run(message)

    def _run(self, message: BackMsg) -> int:
        message.rerun_script.query_string = self._query
        message.rerun_script.context_info.url = "http://127.0.0.1/"
        self._websocket.send(message.SerializeToString())
        self._widgets, received = {}, 0
        while True:
            frame = self._websocket.recv(timeout=_SECONDS_TO_ANSWER)
            received += len(frame)
            if self._finished(ForwardMsg.FromString(frame)):
                return received

    def _finished(self, message: ForwardMsg) -> bool:
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


@contextmanager
def visitor(server: Server) -> Iterator[Visitor]:
    """A visitor who has just connected and opened nothing yet."""
    with visit(server) as websocket:
        yield Visitor(websocket)
