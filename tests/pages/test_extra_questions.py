"""Device, pack and check through the front door, and the page that explains the level."""

from sqlmodel import Session, select

from db.models import ANSWER_COLUMNS, ExtraAnswers
from domain.scoring import GroupLevel, Outcome, Thresholds, score
from tests.pages.conftest import words
from tests.pages.test_self_assessment import PAGE, TRIEU_SON, answer, asked, begin, only_draft
from ui.method_page import _EXAMPLE


def extras(engine):
    draft = only_draft(engine)
    with Session(engine) as session:
        return session.exec(
            select(ExtraAnswers).where(ExtraAnswers.assessment_id == draft.id)
        ).one()


def test_without_a_phone_nothing_else_is_asked_and_the_next_step_is_a_person(open_page, engine):
    form = begin(open_page(PAGE, noi=TRIEU_SON), device=0)

    assert not form.button_group
    assert "Không có điện thoại thì không phải trả lời" in words(form)
    form.button(key="send").click().run()
    form.run()

    stored = only_draft(engine)
    assert [getattr(stored, name) for name in ANSWER_COLUMNS] == [0] * 14
    assert "**1.** Gặp tổ công nghệ số cộng đồng" in words(form)
    assert "check-offer" not in [button.key for button in form.button]


def test_a_phone_with_buttons_is_asked_three_questions_and_may_be_corrected(open_page, engine):
    form = begin(open_page(PAGE, noi=TRIEU_SON), device=1)
    seen = [answer(form, 2) for _ in range(3)]
    assert seen == ["refuse-code", "set-password", "fix-connection"]

    form.button(key="review-device").click().run()
    form.button_group(key="device").set_value(2).run()

    assert asked(form) == "call-by-video"
    assert only_draft(engine).answer_09 == 2


def test_the_pack_is_offered_and_after_the_result_the_check_ends_by_telling(open_page, engine):
    form = begin(open_page(PAGE, noi=TRIEU_SON))
    for _ in range(12):
        answer(form, 2)
    form.button(key="skip").click().run()
    form.button(key="pack-offer").click().run()
    packed = [answer(form, 1) for _ in range(4)]
    assert packed[0] == "citizen-text-size"
    form.button(key="send").click().run()
    form.run()
    before = only_draft(engine).outcome

    form.button(key="check-offer").click().run()
    for value in (1, 7, 8, 9, 2, 0, 3):
        answer(form, value)

    kept = extras(engine)
    assert (kept.pack_1, kept.pack_4, kept.overclaim) == (1, 1, 3)
    assert [getattr(kept, f"shown_{group}") for group in range(6)] == [1, 0, None, None, 1, 1]
    assert "không có thật" in words(form)
    assert "✓ Đúng rồi: **Tắt máy, bật lại**." in words(form)
    form.button(key="check-leave").click().run()
    assert "Bác làm vững cả sáu nhóm" in words(form)
    assert only_draft(engine).outcome == before


def test_the_method_page_works_an_example_through_with_the_thresholds_in_force(open_page):
    page = words(open_page("public/method"))
    reached = score(_EXAMPLE, Thresholds("2026.1", 2, 1, 1, 2))

    assert "bản 2026.1" in page
    assert "“Cô đã làm được 5 trong sáu nhóm kỹ năng số.”" in page
    # What the sentence after the example says of its groups:
    assert reached.outcome is Outcome.BELOW
    assert reached.levels[4] is GroupLevel.BASIC
    assert sum(level < GroupLevel.BASIC for level in reached.levels) == 1
