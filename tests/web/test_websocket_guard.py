"""The guard alone, over real messages, in front of an application that only listens."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests import own_loop
from web.websocket_guard import BURST, MAXIMUM_BYTES, MESSAGES_PER_SECOND, Allowance, WebsocketGuard

RERUN = BackMsg()
RERUN.rerun_script.query_string = "noi=00001"
RERUN_FRAME = RERUN.SerializeToString()
CLEAR_FRAME = BackMsg(clear_cache=True).SerializeToString()


def through_guard(*frames: bytes | None) -> tuple[list[bytes], list[dict]]:
    """(what the application heard, what the client was sent)."""
    heard: list[bytes] = []
    sent: list[dict] = []
    waiting = [{"type": "websocket.receive", "bytes": frame} for frame in frames]
    waiting.append({"type": "websocket.disconnect", "code": 1000})

    async def application(scope, receive, send):
        while (message := await receive())["type"] == "websocket.receive":
            heard.append(message["bytes"])
        await send({"type": "websocket.send", "bytes": b"late"})

    async def receive():
        return waiting.pop(0)

    async def send(message):
        sent.append(message)

    own_loop.run(WebsocketGuard(application)({"type": "websocket"}, receive, send))
    return heard, sent


@pytest.mark.parametrize(
    "frame",
    [
        CLEAR_FRAME,
        BackMsg(clear_cache=False).SerializeToString(),
        RERUN_FRAME + CLEAR_FRAME,  # the last kind in a message is the one Streamlit obeys
        b"\x28\x81\x00",  # clear_cache with its number written in two bytes
        BackMsg(set_run_on_save=True).SerializeToString(),
        BackMsg(load_git_info=True).SerializeToString(),
        BackMsg(debug_shutdown_runtime=True).SerializeToString(),
        b"",
        b"\xa0\x06\x01",  # a field Streamlit does not know
    ],
)
def test_what_no_page_sends_is_dropped_and_the_connection_goes_on(frame):
    heard, sent = through_guard(frame, RERUN_FRAME)

    assert heard == [RERUN_FRAME]
    assert [message["type"] for message in sent] == ["websocket.send"]


def test_what_a_page_sends_passes_unchanged():
    frames = [
        RERUN_FRAME,
        CLEAR_FRAME + RERUN_FRAME,
        BackMsg(stop_script=True).SerializeToString(),
        BackMsg(app_heartbeat=True).SerializeToString(),
    ]

    heard, _ = through_guard(*frames)

    assert heard == frames


@pytest.mark.parametrize("frame", [b"\xff\xff\xff", b"x" * (MAXIMUM_BYTES + 1), None])
def test_no_message_a_too_long_one_and_text_close_the_connection(frame):
    heard, sent = through_guard(frame, RERUN_FRAME)

    assert heard == []
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_the_message_after_the_burst_closes_the_connection():
    assert len(through_guard(*[RERUN_FRAME] * BURST)[0]) == BURST

    heard, sent = through_guard(*[RERUN_FRAME] * (BURST + 1))

    assert len(heard) == BURST
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_dropped_messages_count_too():
    assert through_guard(*[CLEAR_FRAME] * (BURST + 1))[1][0]["code"] == 1008


def test_the_allowance_grows_back_up_to_the_burst():
    allowance = Allowance(now=0.0, left=0)

    assert not allowance.take(0.05)
    taken = sum(allowance.take(1.05) for _ in range(BURST))
    assert taken == MESSAGES_PER_SECOND
    assert sum(allowance.take(1000.0) for _ in range(BURST * 2)) == BURST


def test_nobody_asks_for_a_place_to_upload_to():
    message = BackMsg()
    message.file_urls_request.request_id = "1"
    message.file_urls_request.file_names.append("a.bin")

    assert through_guard(message.SerializeToString())[0] == []
