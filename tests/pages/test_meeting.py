"""A meeting through its page: frozen for ever, of its own area only, nobody's words lost."""

import pytest
from sqlalchemy import insert, update
from sqlmodel import Session

from db.commands.meetings import ToFreeze, edit_meeting, edit_slide, prepare_meeting
from db.engine import transaction
from db.meetings import opened
from db.models import metadata
from db.rollups import outdate_published_figures
from domain.access import NATION, Role, Scope
from tests.pages.conftest import words
from text import translator
from ui import clock

t = translator("vi")
THANH_HOA, LAO_CAI = "38", "15"
OFFICIAL = Scope(Role.OFFICIAL, frozenset({THANH_HOA}))
TITLE = "Họp kín của Thanh Hóa"


@pytest.fixture
def meeting(engine, signed_in):
    """A meeting of Thanh Hóa: its id, and who prepared it."""
    by = signed_in(Role.OFFICIAL, THANH_HOA)
    return prepared(engine, by), by


def prepared(engine, by):
    from ui import meeting_frozen, reference

    campaign = reference.rounds()[0].code
    release, content = meeting_frozen.gathered(OFFICIAL, THANH_HOA, campaign, "hom-nay", "vi")
    figures = ToFreeze(THANH_HOA, campaign, "hom-nay", "vi", release, content)
    agenda = ("numbers", "groups", "conclusions")
    return prepare_meeting(engine, figures=figures, title=TITLE, agenda=agenda, by=by,
                           now=clock.now(), today=clock.today())  # fmt: skip


def read(engine, id_):
    with Session(engine) as session:
        return opened(session, OFFICIAL, id_)


def release_other_figures(engine):
    """As a release leaves them: nobody reaches the level any more."""
    table = metadata.tables["releasedtotal"]
    row = {"released_at": clock.now(), "minimum": 10, "people": 0}
    with transaction(engine) as connection:
        connection.execute(update(table).values(reached=0))
        connection.execute(insert(metadata.tables["release"]).values(row))
        outdate_published_figures(connection)


@pytest.mark.parametrize("area", [LAO_CAI, "397"])
def test_a_meeting_of_another_area_is_refused_by_its_number_and_gives_nothing_away(
    open_page, meeting, signed_in, area
):
    signed_in(Role.OFFICIAL, area)

    for query in ({}, {"chieu": "1"}, {"ma": area}):
        app = open_page("official/meeting", buoi=str(meeting[0]), **query)

        assert not app.exception
        assert t("error.unknown_meeting") in words(app)
        assert TITLE not in words(app)
        assert "n = " not in words(app)


def test_a_number_no_meeting_has_is_refused_in_a_sentence(open_page, meeting):
    for asked in ("0", "-1", "99", "1 or 1=1", "9" * 30, "١"):
        app = open_page("official/meeting", buoi=asked)

        assert not app.exception
        assert t("error.unknown_meeting") in words(app)


def test_damaged_figures_are_refused_in_a_sentence_and_not_drawn(open_page, meeting, engine):
    with transaction(engine) as connection:
        connection.execute(update(metadata.tables["snapshot"]).values(content=b"{}"))

    for query in ({}, {"chieu": "1"}):
        app = open_page("official/meeting", buoi=str(meeting[0]), **query)

        assert not app.exception
        assert t("error.snapshot_damaged", number=1) in words(app)
        assert not app.expander


def test_slides_stay_as_they_were_frozen_and_the_page_says_when_figures_have_moved(
    open_page, meeting, engine
):
    from ui import meeting_frozen

    before = read(engine, meeting[0])
    said = [one.finding for one in meeting_frozen.deck_of(OFFICIAL, before).slides]
    assert t("hold.newer") not in words(open_page("official/meeting", buoi=str(meeting[0])))

    release_other_figures(engine)

    app = open_page("official/meeting", buoi=str(meeting[0]))
    after = read(engine, meeting[0])
    assert not app.exception
    assert t("hold.newer") in words(app)
    assert after.snapshot == before.snapshot
    assert [one.finding for one in meeting_frozen.deck_of(OFFICIAL, after).slides] == said


def test_whoever_saves_second_reads_the_others_words_and_keeps_their_own(
    open_page, meeting, engine
):
    id_, by = meeting
    app = open_page("official/meeting", buoi=str(id_))
    field = f"sentence-{id_}-numbers"
    edit_slide(engine, meeting_id=id_, kind="numbers", sentence="Câu của người kia", notes="",
               revision=0, by=by, now=clock.now(), today=clock.today())  # fmt: skip

    app.text_area(key=field).set_value("Câu của tôi")
    save = next(one for one in app.button if one.label == t("hold.save"))
    save.click().run()

    assert "Câu của người kia" in words(app)
    assert app.text_area(key=field).value == "Câu của tôi"
    assert read(engine, id_).slide("numbers").sentence == "Câu của người kia"
    next(one for one in app.button if one.label == t("hold.save")).click().run()
    assert not app.exception
    assert read(engine, id_).slide("numbers").sentence == "Câu của tôi"


def test_whoever_renames_second_is_told_and_keeps_the_title_they_typed(open_page, meeting, engine):
    id_, by = meeting
    app = open_page("official/meeting", buoi=str(id_))
    edit_meeting(engine, meeting_id=id_, title="Tên của người kia", agenda=("groups",), revision=0,
                 by=by, now=clock.now(), today=clock.today())  # fmt: skip

    app.text_input(key=f"title-{id_}").set_value("Tên của tôi").run()
    app.button(key="hold-rename").click().run()

    assert not app.exception
    assert "Tên của người kia" in words(app)
    assert app.text_input(key=f"title-{id_}").value == "Tên của tôi"
    assert read(engine, id_).title == "Tên của người kia"
    app.button(key="hold-rename").click().run()
    assert (read(engine, id_).title, read(engine, id_).agenda) == ("Tên của tôi", ("groups",))


def test_a_sentence_with_a_number_that_is_not_on_its_slide_is_marked(open_page, meeting, engine):
    id_, by = meeting
    edit_slide(engine, meeting_id=id_, kind="numbers", sentence="Đã đạt 99,87 % rồi", notes="",
               revision=0, by=by, now=clock.now(), today=clock.today())  # fmt: skip

    app = open_page("official/meeting", buoi=str(id_))

    assert t("hold.unfounded", numbers="99,87") in words(app)


def test_what_somebody_types_is_no_markup(open_page, meeting, engine):
    id_, _ = meeting
    with transaction(engine) as connection:
        hostile = "[bấm](https://evil.example) ![x](https://evil.example/p.png)"
        connection.execute(update(metadata.tables["meeting"]).values(title=hostile))

    app = open_page("official/meeting", buoi=str(id_))

    assert "[bấm](https" not in words(app)


def test_who_holds_the_nation_opens_the_meeting_of_a_province(open_page, meeting, signed_in):
    signed_in(Role.ADMIN, NATION)

    assert TITLE in words(open_page("official/meeting", buoi=str(meeting[0])))
