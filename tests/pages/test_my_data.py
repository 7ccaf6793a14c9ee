"""What a person sees, corrects, downloads and deletes of their own data, and nobody else does."""

import csv
import io
import json

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from db.assessments import open_draft
from db.commands import assessments, extra_answers
from db.commands.rights import give_sensitive
from db.models import AuditEvent, RightsRequest, SensitiveAnswers
from db.questionnaires import (
    current_version,
    load_check,
    load_packs,
    load_questionnaire,
    newest_check,
    newest_packs,
)
from db.rights import my_data, request_with_code, tables_about_a_person
from db.verification import verify
from domain.access import NATION, Role
from domain.consent import REPEAT, STATISTICS, TEXT_VERSIONS, Disability, Ethnicity
from domain.errors import UnknownResumeCode
from domain.people import AgeBand, Audience, Gender, Mode
from domain.rights import RequestKind
from tests.pages.conftest import words
from text import translator
from ui import clock, my_data_files

PAGE = "citizen/my_data"
TRIEU_SON = "15664"


@pytest.fixture
def sent(engine):
    """Somebody who agreed to everything and sent twelve answers; their code."""
    now = clock.now()
    code = assessments.start(
        engine,
        commune_code=TRIEU_SON,
        audience=Audience.CITIZEN,
        age_band=AgeBand.FROM_60,
        gender=Gender.FEMALE,
        mode=Mode.SELF,
        consents={purpose: TEXT_VERSIONS[purpose] for purpose in (STATISTICS, REPEAT)},
        now=now,
    ).code
    give_sensitive(
        engine, code=code, ethnicity=Ethnicity.MINORITY, disability=Disability.UNSAID, now=now
    )
    with Session(engine) as session:
        asked = load_questionnaire(session, current_version(session))
    for question in asked.core:
        assessments.save_answer(
            engine, code=code, question_id=question.id, value=2, questionnaire=asked, now=now
        )
    _answer_extras(engine, code, now)
    assessments.submit(engine, code=code, questionnaire=asked, now=now, today=clock.today())
    return code


def _answer_extras(engine, code, now):
    """One question of the pack, and one of the check: "không biết"."""
    with Session(engine) as session:
        packs = load_packs(session, newest_packs(session))
        check = load_check(session, newest_check(session))
    pack_item = packs.items[Audience.CITIZEN][0].id
    extra_answers.save_pack_answer(
        engine, code=code, item_id=pack_item, value=3, packs=packs, now=now
    )
    extra_answers.save_check_answer(
        engine, code=code, item_id=check.items[0].id, value=7, check=check, now=now,
        today=clock.today(),
    )  # fmt: skip


def enter(app, code):
    app.text_input(key="my_data_typed").set_value(code)
    return next(b for b in app.button if b.label == "Xem dữ liệu").click().run()


@pytest.fixture
def mine(open_page, sent):
    return enter(open_page(PAGE), f"{sent[:3].lower()} {sent[3:]}")


def rows(engine, model):
    with Session(engine) as session:
        return session.exec(select(model)).all()


def tables_of(engine, assessment_id):
    """Names of the tables that hold a row of this person."""
    with engine.connect() as connection:
        return {
            table.name
            for table in tables_about_a_person()
            if connection.execute(
                table.select().where(table.c["assessment_id"] == assessment_id)
            ).first()
        }


def row_of(engine, code):
    return my_data(engine, code, clock.now()).rows["assessment"][0]


def test_without_a_code_nothing_is_shown_and_a_wrong_one_is_said(open_page):
    app = enter(open_page(PAGE), "ABCDEF")

    assert "Không có mã “ABCDEF”" in words(app)
    assert not app.get("download_button")


def test_guessing_is_stopped_here_too(open_page):
    app = open_page(PAGE)
    for _ in range(12):
        enter(app, "ABCDEF")

    assert "quá nhiều lần" in words(app)


def test_everything_stored_is_shown_in_words_and_closed_again(mine, sent):
    read = words(mine)

    assert "Xã Triệu Sơn" in read
    assert all(word in read for word in ("Từ 60 đến 69 tuổi", "Nữ", "Dân tộc khác", "đã gửi ngày"))
    assert all(word in read for word in ("Tự làm được", "Hướng dẫn được", "Không biết"))
    mine.button(key="my-data-close").click().run()
    assert sent not in words(mine).replace(" ", "")
    assert "đã gửi ngày" not in words(mine)


def test_a_correction_after_sending_moves_the_person_in_every_count(mine, sent, engine):
    mine.button_group(key="correct-age_band").set_value("45-59")
    mine.button_group(key="correct-audience").set_value("worker")
    next(b for b in mine.button if b.label == "Lưu thông tin đã sửa").click().run()
    mine.text_input(key="correct-place-name").set_value("si ma cai")
    next(b for b in mine.button if b.label == "Tìm nơi ở").click().run()
    found = next(b for b in mine.button if "Xã Si Ma Cai" in b.label)
    found.click().run()

    draft = open_draft(engine, sent, clock.now())
    assert (draft.age_band, draft.audience) == ("45-59", "worker")
    assert draft.commune_name == "Xã Si Ma Cai"
    assert draft.extras.pack_version is None  # those were the questions of another group
    assert draft.extras.check_version is not None
    assert "Đã sửa" in words(mine)
    assert verify(engine).is_clean


def test_an_optional_consent_is_taken_back_with_what_was_kept_by_it(mine, sent, engine):
    mine.button(key="take-back-sensitive").click().run()

    assert rows(engine, SensitiveAnswers) == []
    consents = my_data(engine, sent, clock.now()).consents
    withdrawn = {one.purpose: one.withdrawn_at is not None for one in consents}
    assert withdrawn == {"statistics": False, "repeat": False, "sensitive": True}
    assert "Dân tộc khác" not in words(mine)
    assert not any((b.key or "") == "take-back-sensitive" for b in mine.button)


def test_deleting_asks_twice_and_then_nothing_is_left_but_an_anonymous_line(mine, sent, engine):
    mine.button(key="delete-ask").click().run()
    assert "Con số chung đã công bố trước đây vẫn giữ nguyên" in words(mine)
    mine.button(key="delete-no").click().run()
    mine_id = row_of(engine, sent)["id"]
    assert tables_of(engine, mine_id) == {"consent", "extraanswers", "sensitiveanswers"}
    mine.button(key="delete-ask").click().run()
    mine.button(key="delete-yes").click().run()

    assert "Đã xóa hết" in words(mine)
    assert not mine.get("download_button")
    with pytest.raises(UnknownResumeCode):
        open_draft(engine, sent, clock.now())
    assert tables_of(engine, mine_id) == set()
    assert sent not in str(rows(engine, AuditEvent))
    assert verify(engine).is_clean


def test_no_page_and_not_the_file_of_the_database_holds_a_trace_afterwards(
    open_page, sent, engine, tmp_path
):
    file = tmp_path / "app.db"
    app = enter(open_page(PAGE), sent)
    files = lambda: b"".join(path.read_bytes() for path in tmp_path.glob("app.db*"))  # noqa: E731
    assert sent.encode() in files()
    assert b"minority" in files()

    app.button(key="delete-ask").click().run()
    app.button(key="delete-yes").click().run()
    engine.dispose()

    assert file.exists()
    assert sent.encode() not in files()
    # The other place of the word is the CHECK of the table, which is about everybody.
    with engine.connect() as connection:
        schema = connection.scalar(
            text("SELECT sql FROM sqlite_master WHERE name = 'sensitiveanswers'")
        )
    assert files().count(b"minority") == schema.count("minority")
    for page in (PAGE, "citizen/self_assessment"):
        assert "Không có mã" in words(open_page(page, ma=sent))


def test_the_files_hold_every_stored_row_and_say_whose_they_are(sent, engine, open_page):
    open_page(PAGE)
    t = translator("vi")
    data = my_data(engine, sent, clock.now())
    head = my_data_files.about(controller=("", ""), simulated=True, today=clock.today(), t=t)

    whole = json.loads(my_data_files.as_json(data, about=head))
    table = list(
        csv.reader(
            io.StringIO(
                my_data_files.as_csv(data, about=head, t=t, language="vi").decode("utf-8-sig")
            )
        )
    )
    receipt = my_data_files.receipt(data, today=clock.today(), t=t, language="vi").decode()

    assert whole["tables"]["assessment"][0]["resume_code"] == sent
    assert len(whole["answers"]) == 12
    assert {one["purpose"] for one in whole["tables"]["consent"]} == {
        "statistics", "repeat", "sensitive",
    }  # fmt: skip
    assert "chưa khai báo" in str(whole["about"])
    assert ["sensitiveanswers", "ethnicity", "minority"] in table
    assert sum(row[2] == "Tự làm được" for row in table) == 12
    assert "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15" in receipt
    assert TEXT_VERSIONS[STATISTICS] in receipt


def test_a_request_is_made_by_choices_alone_and_asked_for_by_its_code(open_page, engine):
    app = open_page(PAGE)
    app.button_group(key="start-request").set_value(RequestKind.OBJECT.value)
    next(b for b in app.button if b.label == "Gửi yêu cầu").click().run()

    [stored] = rows(engine, RightsRequest)
    code = words(app).split("Mã yêu cầu: **")[1][:9]
    assert request_with_code(engine, code).kind is RequestKind.OBJECT
    assert code.replace(" ", "") not in str(stored)
    app.text_input(key="request_typed").set_value(code)
    next(b for b in app.button if b.label == "Hỏi kết quả").click().run()
    assert "đang chờ trả lời" in words(app)


def test_a_request_without_a_choice_is_refused_in_words(open_page, engine):
    app = open_page(PAGE)
    next(b for b in app.button if b.label == "Gửi yêu cầu").click().run()

    assert app.error
    assert rows(engine, RightsRequest) == []


def test_the_queue_shows_deadlines_and_closes_with_an_outcome(open_page, engine, signed_in):
    from db.commands.rights import make_request

    code = make_request(engine, kind=RequestKind.DELETE, province_code=None, now=clock.now())
    signed_in(Role.ADMIN, NATION)
    app = open_page("admin/requests")
    assert "Đang mở: 1. Quá hạn: 0." in words(app)

    app.button(key="reply-1").click().run()
    next(b for b in app.button if b.label == "Gia hạn một lần").click().run()
    assert not any(b.label == "Gia hạn một lần" for b in app.button)
    app.selectbox(key="outcome-1").set_value("by_code")
    next(b for b in app.button if b.label == "Kết thúc").click().run()

    assert not app.exception
    assert request_with_code(engine, code).outcome == "by_code"
    actions = [one.action for one in rows(engine, AuditEvent) if one.action.startswith("request")]
    assert actions == ["request.make", "request.reply", "request.extend", "request.close"]
