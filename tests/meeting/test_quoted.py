"""Numbers are read out of sentences as the language writes them."""

from dataclasses import replace

import pytest

from meeting.deck import SlideKind
from meeting.quoted import numbers_in, unfounded
from tests import decks


@pytest.mark.parametrize(
    ("sentence", "language", "numbers"),
    [
        ("6 trong 12 xã có từ 60\u00a0% người", "vi", [6, 12, 60]),
        ("1.234.567 người, 63,4\u00a0% (n = 1.234)", "vi", [1_234_567, 63.4, 1234]),
        ("Cần thêm 34 người mỗi tuần đến 31/12/2026.", "vi", [34, 20_261_231]),
        ("đến cuối 7/2026: giảm −3,5 điểm, tăng +2", "vi", [202_607, -3.5, 2]),
        ("từ 16,20 đến 20,5–30,1", "vi", [16.2, 20.5, 30.1]),
        ("34 more a week until 31 Dec 2026; 1,234.5 now, 7 by Sep 2026", "en",
         [34, 20_261_231, 1234.5, 7, 202_609]),
        ("Xã 3A và lớp B12 không có số; 45/13/2026", "vi", [3, 45, 13, 2026]),
        ("không có số nào", "vi", []),
    ],
)  # fmt: skip
def test_numbers_are_read_in_the_marks_of_the_language(sentence, language, numbers):
    assert numbers_in(sentence, language) == pytest.approx(numbers)


@pytest.mark.parametrize(
    ("written", "strange"),
    [
        ("Có 56,2 % người đạt mức cơ bản", ()),
        ("Có 982 người đạt, hạn 31/12/2026, đợt 2 năm 2026", ()),
        ("Có 57 % người đạt mức cơ bản", ("57",)),
        ("Hạn là 30/11/2026, với 1.999 người", ("30/11/2026", "1.999")),
        ("Chưa nơi nào có số", ()),
    ],
)
def test_a_sentence_is_told_which_of_its_numbers_no_figure_says(written, strange):
    deck = decks.small_deck(edited={SlideKind.NUMBERS: written})
    slide = next(slide for slide in deck.slides if slide.kind is SlideKind.NUMBERS)

    assert slide.finding == written
    assert unfounded(slide, "vi") == strange


def test_a_sign_left_out_is_no_other_number():
    slide = replace(decks.small_deck().slides[0], quotable=(-3.5,), finding="giảm 3,5 điểm")

    assert unfounded(slide) == ()
