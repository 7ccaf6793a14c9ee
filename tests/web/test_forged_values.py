"""What a client without our page sends for the question on its screen, over a real socket."""

from datetime import UTC, datetime

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from db.assessments import open_draft
from db.commands import assessments, extra_answers
from domain.consent import STATISTICS, TEXT_VERSIONS
from domain.device import Device
from domain.people import AgeBand, Audience, Gender, Mode
from tests.server_process import running
from tests.streamlit_client import visit

QUESTION = "call-by-video"


@pytest.fixture(scope="module")
def server(reference_file, tmp_path_factory):
    with running(tmp_path_factory.mktemp("forged"), reference_file) as server:
        yield server


@pytest.fixture
def code(server):
    draft = assessments.start(
        server.engine,
        commune_code="15664",
        audience=Audience.CITIZEN,
        age_band=AgeBand.FROM_60,
        gender=Gender.FEMALE,
        mode=Mode.SELF,
        consents={STATISTICS: TEXT_VERSIONS[STATISTICS]},
        now=datetime.now(UTC),
    )
    extra_answers.set_device(
        server.engine, code=draft.code, device=Device.SMARTPHONE, now=datetime.now(UTC)
    )
    return draft.code


def answers(server, code):
    return dict(open_draft(server.engine, code, datetime.now(UTC)).answers)


def run(websocket, code, states=()):
    """One run of the form; returns the answer widget it drew."""
    message = BackMsg()
    message.rerun_script.page_name = "tu-danh-gia"
    message.rerun_script.query_string = f"ma={code}"
    for widget_id, chosen in states:
        state = message.rerun_script.widget_states.widgets.add()
        state.id = widget_id
        state.string_array_value.data.extend(chosen)
    websocket.send(message.SerializeToString())
    pills = None
    while True:
        received = ForwardMsg()
        received.ParseFromString(websocket.recv(timeout=20))
        element = received.delta.new_element
        if element.WhichOneof("type") == "button_group":
            pills = element.button_group
        if received.WhichOneof("type") == "script_finished":
            return pills


def test_an_answer_that_was_offered_is_saved(server, code):
    with visit(server) as websocket:
        pills = run(websocket, code)
        run(websocket, code, [(pills.id, [pills.options[2].content])])

    assert answers(server, code) == {QUESTION: 2}


@pytest.mark.parametrize("forged", [["4"], ["9"], ["-1"], ["zzz"], [], ["2", "3"], ["None"]])
def test_an_answer_that_was_not_offered_is_not_saved(server, code, forged):
    with visit(server) as websocket:
        pills = run(websocket, code)
        run(websocket, code, [(pills.id, forged)])

    assert answers(server, code) == {}


def test_the_id_of_a_question_that_is_not_on_the_screen_saves_nothing(server, code):
    with visit(server) as websocket:
        pills = run(websocket, code)
        other = pills.id.replace(QUESTION, "check-news")
        run(websocket, code, [(other, [pills.options[2].content])])

    assert answers(server, code) == {}
