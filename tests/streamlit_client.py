"""An anonymous visitor without a browser, who speaks Streamlit's websocket protocol."""

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

from tests.server_process import Server

CLEAR_CACHE = BackMsg(clear_cache=True).SerializeToString()
SUBPROTOCOLS = [Subprotocol("streamlit"), Subprotocol("PLACEHOLDER_AUTH_TOKEN")]


def stream_address(server: Server) -> str:
    """Where the pages of a server are spoken with."""
    return f"{server.url.replace('http', 'ws')}/_stcore/stream"


@contextmanager
def visit(
    server: Server, *, cookie: str | None = None, session_id: str | None = None
) -> Iterator[ClientConnection]:
    """An open websocket, with or without a session cookie; `session_id` asks for that visit."""
    headers = {"Cookie": f"binhdanso_phien={cookie}"} if cookie else {}
    with connect(
        stream_address(server),
        subprotocols=[*SUBPROTOCOLS, *filter(None, [session_id])],
        additional_headers=headers,
        max_size=None,
    ) as websocket:
        yield websocket


def open_page(
    websocket: ClientConnection, page: str = "", *, address: str = "http://127.0.0.1/"
) -> str:
    """Everything the server sends for a page, as text to look for sentences in."""
    message = BackMsg()
    message.rerun_script.page_name = page
    message.rerun_script.context_info.url = f"{address}{page}"
    websocket.send(message.SerializeToString())
    return read_run(websocket)


def read_run(websocket: ClientConnection) -> str:
    """The messages up to the end of the run."""
    received = []
    while True:
        frame = websocket.recv(timeout=20)
        message = ForwardMsg()
        message.ParseFromString(frame)
        received.append(frame.decode("utf-8", errors="ignore"))
        if message.WhichOneof("type") == "script_finished":
            return "\n".join(received)


class FormVisit:
    """Somebody in the middle of the self-assessment, who taps an answer and sees the next."""

    def __init__(self, websocket: ClientConnection, code: str) -> None:
        self.websocket, self.code, self.taps = websocket, code, 0
        self._shown: ButtonGroup | None = None  # the question on the screen

    def tap(self, answer: int) -> None:
        """Answer the question on the screen, seen first where nothing was seen yet."""
        shown = self._shown or self._run()
        self._shown = self._run((shown.id, shown.options[answer].content))
        self.taps += 1

    def _run(self, *tapped: tuple[str, str]) -> ButtonGroup:
        message = BackMsg()
        message.rerun_script.page_name = "tu-danh-gia"
        message.rerun_script.query_string = f"ma={self.code}"
        for widget_id, chosen in tapped:
            state = message.rerun_script.widget_states.widgets.add()
            state.id = widget_id
            state.string_array_value.data.append(chosen)
        self.websocket.send(message.SerializeToString())
        return self._drawn()

    def _drawn(self) -> ButtonGroup:
        """The question that stands there when the page has come to rest."""
        shown = ButtonGroup()
        while True:
            received = ForwardMsg()
            received.ParseFromString(self.websocket.recv(timeout=20))
            element = received.delta.new_element
            if element.WhichOneof("type") == "button_group":
                shown = element.button_group
            is_end = received.WhichOneof("type") == "script_finished"
            if is_end and received.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return shown
