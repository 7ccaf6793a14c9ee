"""What a browser may say to Streamlit over the websocket, how often, and how much."""

import asyncio
from dataclasses import dataclass

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

MESSAGES_PER_SECOND = 10
BURST = 60
MAXIMUM_BYTES = 256_000
POLICY_VIOLATION = 1008

# Everything a visitor's own page needs. Left out: clear_cache, which Streamlit obeys from anybody
# and for everybody, the messages of the developer's menu, and uploads, which no page takes.
ALLOWED = frozenset(
    {
        "rerun_script",
        "stop_script",
        "app_heartbeat",
        "backend_operation_request",
    }
)


@dataclass
class Allowance:
    """Messages a connection may still send; it grows back with time up to the burst."""

    now: float
    left: float = BURST

    def take(self, now: float) -> bool:
        """Use one; False when none is left."""
        self.left = min(BURST, self.left + (now - self.now) * MESSAGES_PER_SECOND)
        self.now = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


def kind_of(frame: bytes) -> str | None:
    """
    The kind of a message as Streamlit itself will read it; None when it names none.

    Raises:
        DecodeError: it is no message at all.
    """
    message = BackMsg()
    message.ParseFromString(frame)
    kind: str | None = message.WhichOneof("type")
    return kind


class WebsocketGuard:
    """ASGI middleware: drops what no page sends, and closes a connection that floods."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard websockets, pass everything else on."""
        if scope["type"] == "websocket":
            connection = _Connection(receive, send)
            await self.app(scope, connection.receive, connection.send)
        else:
            await self.app(scope, receive, send)


class _Connection:
    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._allowance = Allowance(_seconds())
        self._closed = False

    async def receive(self) -> Message:
        """The next message that may pass."""
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            verdict = self._judge(message.get("bytes"))
            if verdict is None:
                return await self._close()
            if verdict:
                return message

    async def send(self, message: Message) -> None:
        """Nothing is sent after we closed."""
        if not self._closed:
            await self._send(message)

    def _judge(self, frame: bytes | None) -> bool | None:
        """True: pass, False: drop, None: close."""
        if frame is None or len(frame) > MAXIMUM_BYTES or not self._allowance.take(_seconds()):
            return None
        try:
            return kind_of(frame) in ALLOWED
        except DecodeError:
            return None

    async def _close(self) -> Message:
        self._closed = True
        await self._send({"type": "websocket.close", "code": POLICY_VIOLATION})
        return {"type": "websocket.disconnect", "code": POLICY_VIOLATION}


def _seconds() -> float:
    return asyncio.get_running_loop().time()
