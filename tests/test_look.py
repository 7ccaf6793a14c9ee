"""How a visitor reads is remembered in one cookie, which nobody can fill with anything else."""

import pytest

from text import clips
from text.look import Look, read


@pytest.mark.parametrize("cookie", ["", "fr.huge.9", "<script>", "vi", "....", "vi.to\r\nx: y.2"])
def test_a_cookie_that_is_not_ours_falls_back_part_by_part(cookie):
    assert read(cookie) == Look()


def test_what_is_written_is_read_back():
    look = Look().asked({"nn": "en", "chu": "to", "tp": "1"})

    assert read(look.written()) == look
    assert look.asked({"tp": "0", "chu": "enormous"}) == Look("en", "to", contrast=False)


def test_a_clip_over_thirty_kilobytes_is_not_used(tmp_path, monkeypatch):
    monkeypatch.setattr(clips, "FOLDER", tmp_path)
    (tmp_path / "vi").mkdir()
    for name, size in (("answer-0.mp3", 30_000), ("answer-1.mp3", 30_001), ("answer-2.txt", 9)):
        (tmp_path / "vi" / name).write_bytes(b"x" * size)

    assert clips.address("vi", "answer-0", "x") == "/app/static/audio/vi/answer-0.mp3"
    assert clips.address("vi", "answer-1", "x") is None
    assert clips.recorded("vi", ["answer-0", "answer-1", "answer-2"]) == 1
