"""Packs and the check: every fault of a file is named by file, line, item and field."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from db.engine import transaction
from db.questionnaires import load_check, load_packs, newest_check, newest_packs
from domain.errors import SeedError
from domain.people import Audience
from seed.extras import seed_checks, seed_packs
from seed.reference import seed_reference
from seed.wording import MOST_WORDS, faults
from tests.seed import tiny

PACKS, CHECK = "questionnaire/packs/2026.1.yaml", "questionnaire/check/2026.1.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (PACKS, "slot: 2", "slot: 1", r"packs/2026.1.yaml:\d+: slot 1 is used twice"),
        (PACKS, "slot: 2", "slot: 5", r"packs/2026.1.yaml:\d+: slot 5 is outside 1 to 4"),
        (PACKS, "id: citizen-pay-bill", "id: citizen-text-size", "id citizen-text-size is used tw"),
        (PACKS, "needs: smartphone", "needs: tablet", "needs must be one of none, phone, smart"),
        (PACKS, 'competence: "0.1"', 'competence: "9.1"', "unknown competence 9.1 of TT02-2025"),
        (PACKS, "  worker:", "  workers:", "worker must be a list of mappings"),
        (
            PACKS,
            "Bạn tăng cỡ chữ trên màn hình điện thoại được không?",
            "Bạn mở ứng dụng rồi tăng cỡ chữ được không?",
            r"packs/2026.1.yaml:\d+: vi.normal of citizen-text-size: 'rồi' joins a second action",
        ),
        (
            PACKS,
            "Bác trả tiền điện qua điện thoại",
            "Bạn trả tiền điện qua điện thoại",
            "vi.simple of citizen-pay-bill: 'bạn' in the simple wording",
        ),
        (CHECK, "right: 2", "right: 3", "right of check-credit-author is 3: no such option"),
        (CHECK, "group: 5", "group: 4", "competence 5.2 is not of group 4"),
        (CHECK, "vi: Đọc mã cho nhanh xong", "vi: Đọc OTP cho nhanh", "'OTP' is not a Vietnamese"),
        (
            CHECK,
            "vi: Tên mình",
            "vi: Tên mình.",
            "options.vi of check-credit-author: an answer has",
        ),
        (CHECK, "Mời bạn cắt bớt một bức ảnh.", "Mời bạn cắt ảnh và gửi.", "task-crop-photo: 'và'"),
        (CHECK, "Mời bác cắt bớt một bức ảnh.", "Mời bác cắt ảnh?", r"does not end with '\.'"),
        (CHECK, "id: overclaim-app", "id: task-crop-photo", "id task-crop-photo is used twice"),
        (CHECK, 'version: "2026.1"', 'version: "2026.2"', "version 2026.2 in a file named 2026.1"),
    ],
)
def test_a_fault_is_refused_where_it_stands(empty_engine, folder, file, old, new, message):
    tiny.spoil(folder, file, old, new)

    with pytest.raises(SeedError, match=message):
        seed_reference(empty_engine, folder)


def test_too_few_options_and_too_few_questions_are_refused(empty_engine, folder):
    option = "      - vi: Mua ngay máy khác\n        en: Buy another phone\n"
    tiny.spoil(folder, CHECK, option, "")

    with (
        pytest.raises(SeedError, match="check-frozen-screen has 2 options, not 3 or 4"),
        transaction(empty_engine) as connection,
    ):
        seed_checks(connection, folder)

    tiny.spoil(folder, PACKS, "  student:\n", "  student: []\n  others:\n")
    with (
        pytest.raises(SeedError, match="student has 0 questions, not 4"),
        transaction(empty_engine) as connection,
    ):
        seed_packs(connection, folder)


def test_words_of_a_published_version_may_be_mended_and_its_meaning_may_not(empty_engine, folder):
    seed_reference(empty_engine, folder)
    tiny.spoil(folder, CHECK, "vi: Mua ngay máy khác", "vi: Mua máy khác")
    changes = seed_reference(empty_engine, folder)
    tiny.spoil(folder, CHECK, "right: 1", "right: 0")

    with pytest.raises(SeedError, match="right answer of a published version moved"):
        seed_reference(empty_engine, folder)

    assert (changes["checks"].updated, changes["packs"].any) == (1, False)


def test_what_is_published_is_read_back_as_it_was_written(empty_engine, folder):
    seed_reference(empty_engine, folder)

    with Session(empty_engine) as session:
        packs = load_packs(session, newest_packs(session) or "")
        check = load_check(session, newest_check(session) or "")

    assert {audience: len(items) for audience, items in packs.items.items()} == {
        audience: 4 for audience in Audience
    }
    assert [len(item.options) for item in check.items] == [3] * 6
    assert check.items[4].options[check.items[4].right].sentences["vi"] == "Tắt máy, không đọc mã"


def test_the_longest_sentence_is_fifteen_words_and_one_more_is_a_fault():
    sentence = " ".join(["việc"] * MOST_WORDS)

    assert faults(sentence, language="vi", one_action=True, ends_with="") == []
    assert faults(f"{sentence} này", language="vi", ends_with="") == ["16 words, more than 15"]


def test_simulated_people_add_answers_that_their_own_check_agrees_with(demo_engine):
    with demo_engine.connect() as connection:
        checked, packed, witnessed = connection.execute(
            text("SELECT count(check_0), count(pack_1), count(task_0) FROM extraanswers")
        ).one()
        without = connection.scalar(
            text("SELECT count(*) FROM assessment WHERE device < 2 AND outcome <> 0")
        )

    assert min(checked, packed, witnessed) > 100
    assert without == 0
