"""The picture to send: whole sentences, nothing but them and the staircase, and valid drawing."""

from xml.etree import ElementTree

from charts.result_picture import result_picture
from charts.staircase import staircase_svg

ROWS = [("Thiết bị & phần mềm", 2, "Cơ bản"), ("An toàn", None, "chưa rõ")]


def test_every_word_is_on_it_escaped_and_in_lines_of_the_width():
    sentence = "Bác đã làm được 5 trong sáu nhóm kỹ năng số. <b>"

    drawn = ElementTree.fromstring(result_picture(ROWS, name="Tên", sentence=sentence, note="Ghi"))

    said = [text for text in drawn.itertext() if text.strip()]
    assert " ".join(said) == f"Tên {sentence} Ghi Thiết bị & phần mềm Cơ bản An toàn chưa rõ"
    assert all(len(text) <= 34 for text in said)


def test_the_staircase_in_it_is_the_one_of_the_page():
    drawn = result_picture(ROWS, name="Tên", sentence="Một", note="Ghi")

    assert drawn.count("<rect") == staircase_svg(ROWS, title="Một").count("<rect") + 1
