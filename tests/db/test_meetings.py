"""Frozen figures never change, a meeting opens for its own area only, nobody is overwritten."""

import ast
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlmodel import Session

from db.commands.conclusions import add_conclusion, drop_conclusion, tick_conclusion
from db.commands.meetings import ToFreeze, edit_meeting, edit_slide, prepare_meeting
from db.engine import transaction
from db.meetings import content_of, meetings_of, opened
from db.models import metadata
from domain.access import NATION, Role, Scope
from domain.errors import (
    BadAgenda,
    DueInThePast,
    EditedMeanwhile,
    FiguresMoved,
    NotAllowed,
    OutsideScope,
    SnapshotDamaged,
    TextMissing,
    TextTooLong,
    UnknownConclusion,
    UnknownMeeting,
)
from domain.meetings import SENTENCE_LETTERS
from meeting.deck import SlideKind
from tests.db.accounts import accounts
from tests.db.reference import NOW, TODAY

WHEN = {"now": NOW, "today": TODAY}
FIGURES = ToFreeze("38", "2026-2", "hom-nay", "vi", None, b"frozen figures")
AGENDA = ("numbers", "map", "conclusions")
OF_38 = Scope(Role.OFFICIAL, frozenset({"38"}))
OF_15 = Scope(Role.OFFICIAL, frozenset({"15"}))
OF_A_PART = Scope(Role.OFFICIAL, frozenset({"h-trieu-son"}))
OF_ALL = Scope(Role.ADMIN, frozenset({NATION}))


@pytest.fixture
def people(each_engine):
    """Account ids by name: an official of 38, one of 15, a leader of 38."""
    wanted = {
        "lan": (Role.OFFICIAL, "38"),
        "hoa": (Role.OFFICIAL, "38"),
        "minh": (Role.OFFICIAL, "15"),
        "part": (Role.OFFICIAL, "h-trieu-son"),
        "leader": (Role.LEADER, "38"),
    }
    return accounts(each_engine, wanted)


@pytest.fixture
def prepare(each_engine, people):
    def make(by="lan", figures=FIGURES, agenda=AGENDA, title="Họp giao ban", now=NOW):
        return prepare_meeting(each_engine, figures=figures, title=title, agenda=agenda,
                               by=people[by], now=now, today=TODAY)  # fmt: skip

    return make


def read(engine, meeting_id, scope=OF_38):
    with Session(engine) as session:
        return opened(session, scope, meeting_id)


def test_figures_are_frozen_with_their_number_their_fingerprint_and_a_time_that_knows_its_zone(
    each_engine, prepare
):
    first, second = read(each_engine, prepare()), read(each_engine, prepare())

    assert second.snapshot.number == first.snapshot.number + 1
    assert len(first.snapshot.sha256) == 64
    assert first.snapshot.taken_at == NOW
    assert first.agenda == AGENDA
    with Session(each_engine) as session:
        assert content_of(session, OF_38, first.snapshot.number) == FIGURES.content


def test_no_command_changes_or_deletes_what_was_frozen():
    folder = Path(__file__).resolve().parents[2] / "db"
    sources = [path.read_text(encoding="utf-8") for path in folder.rglob("*.py")]
    changes = [
        ast.unparse(call)
        for source in sources
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in ("update", "delete")
        and call.args
        and ast.unparse(call.args[0]) in ("_snapshots", "Snapshot")
    ]

    assert changes == []


def test_damaged_figures_are_refused(each_engine, prepare):
    number = read(each_engine, prepare()).snapshot.number
    with transaction(each_engine) as connection:
        connection.execute(update(metadata.tables["snapshot"]).values(content=b"other figures"))

    with Session(each_engine) as session, pytest.raises(SnapshotDamaged):
        content_of(session, OF_38, number)


@pytest.mark.parametrize("scope", [OF_15, OF_A_PART, Scope(Role.OFFICIAL, frozenset())])
def test_a_meeting_of_others_cannot_be_told_from_none(each_engine, prepare, scope):
    id_ = prepare()
    number = read(each_engine, id_).snapshot.number

    with Session(each_engine) as session:
        assert meetings_of(session, scope, "38") == []
        with pytest.raises(UnknownMeeting):
            opened(session, scope, id_)
        with pytest.raises(UnknownMeeting):
            content_of(session, scope, number)


def test_who_holds_the_nation_reads_it_province_by_province(each_engine, people, prepare):
    whole, part = prepare(), prepare("part", replace(FIGURES, area_code="h-trieu-son"))

    assert read(each_engine, whole, OF_ALL).id == whole
    with pytest.raises(UnknownMeeting):
        read(each_engine, part, OF_ALL)


def test_who_answers_for_another_area_changes_nothing_by_its_number(each_engine, people, prepare):
    id_ = prepare()
    add_conclusion(each_engine, meeting_id=id_, task="Mở lớp", who="Đoàn xã", due=None,
                   by=people["lan"], **WHEN)  # fmt: skip
    [kept] = read(each_engine, id_).conclusions
    before = read(each_engine, id_)
    stranger = {"by": people["minh"], **WHEN}

    with pytest.raises(OutsideScope):
        prepare("minh")
    with pytest.raises(UnknownMeeting):
        edit_meeting(each_engine, meeting_id=id_, title="x", agenda=AGENDA, revision=0, **stranger)
    with pytest.raises(UnknownMeeting):
        edit_slide(each_engine, meeting_id=id_, kind="map", sentence="x", notes="", revision=0,
                   **stranger)  # fmt: skip
    with pytest.raises(UnknownMeeting):
        add_conclusion(each_engine, meeting_id=id_, task="x", who="x", due=None, **stranger)
    with pytest.raises(UnknownConclusion):
        tick_conclusion(each_engine, conclusion_id=kept.id, is_done=True, **stranger)
    with pytest.raises(UnknownConclusion):
        drop_conclusion(each_engine, conclusion_id=kept.id, **stranger)
    with pytest.raises(NotAllowed):
        prepare("leader")

    assert read(each_engine, id_) == before


def test_figures_that_were_replaced_while_gathered_are_not_frozen(each_engine, prepare):
    release = {"id": 5, "released_at": NOW, "minimum": 10, "people": 0}
    with transaction(each_engine) as connection:
        connection.execute(insert(metadata.tables["release"]).values(release))

    with pytest.raises(FiguresMoved):
        prepare()
    assert prepare(figures=replace(FIGURES, release_id=5)) > 0


def test_the_second_of_two_who_edit_a_slide_sees_what_the_first_wrote_and_overwrites_nothing(
    each_engine, people, prepare
):
    id_ = prepare()

    def save(by, sentence, revision):
        edit_slide(each_engine, meeting_id=id_, kind="map", sentence=sentence, notes="",
                   revision=revision, by=people[by], **WHEN)  # fmt: skip

    save("lan", "Câu của Lan", 0)
    with pytest.raises(EditedMeanwhile) as refused:
        save("hoa", "Câu của Hoa", 0)

    assert refused.value.details == {"by": "lan", "theirs": "Câu của Lan"}
    assert read(each_engine, id_).slide("map").sentence == "Câu của Lan"
    save("hoa", "Câu của Hoa", 1)
    assert read(each_engine, id_).slide("map").changed_by == "hoa"


def test_two_who_edit_different_slides_do_not_meet(each_engine, people, prepare):
    id_ = prepare()
    for by, kind in (("lan", "map"), ("hoa", "numbers"), ("hoa", "trend")):
        edit_slide(each_engine, meeting_id=id_, kind=kind, sentence=by, notes="", revision=0,
                   by=people[by], **WHEN)  # fmt: skip

    there = read(each_engine, id_)
    assert [there.slide(kind).sentence for kind in ("map", "numbers", "trend")] == [
        "lan", "hoa", "hoa",
    ]  # fmt: skip
    assert there.agenda == AGENDA


def test_a_slide_that_leaves_the_agenda_keeps_its_words(each_engine, people, prepare):
    id_, lan = prepare(), {"by": people["lan"], **WHEN}
    edit_slide(each_engine, meeting_id=id_, kind="map", sentence="Câu", notes="", revision=0, **lan)
    edit_meeting(each_engine, meeting_id=id_, title="Họp", agenda=("trend", "numbers"), revision=0,
                 **lan)  # fmt: skip

    there = read(each_engine, id_)
    assert there.agenda == ("trend", "numbers")
    assert (there.slide("map").sentence, there.slide("map").is_shown) == ("Câu", False)
    with pytest.raises(EditedMeanwhile):
        edit_meeting(each_engine, meeting_id=id_, title="x", agenda=AGENDA, revision=0, **lan)


def test_open_conclusions_open_the_next_meeting_of_the_area_and_stay_there_when_ticked(
    each_engine, people, prepare
):
    first, lan = prepare(), {"by": people["lan"], **WHEN}
    for task in ("Mở lớp ở thôn 3", "Phát thẻ"):
        add_conclusion(each_engine, meeting_id=first, task=task, who="Đoàn xã",
                       due=TODAY + timedelta(days=7), **lan)  # fmt: skip
    done, waits = read(each_engine, first).conclusions
    tick_conclusion(each_engine, conclusion_id=done.id, is_done=True, **lan)

    second = prepare(now=NOW + timedelta(hours=1))
    elsewhere = prepare("minh", replace(FIGURES, area_code="15"))

    assert [one.task for one in read(each_engine, second).before] == ["Phát thẻ"]
    assert read(each_engine, elsewhere, OF_15).before == ()
    later = {**lan, "now": NOW + timedelta(hours=2)}
    tick_conclusion(each_engine, conclusion_id=waits.id, is_done=True, **later)
    assert [one.is_done for one in read(each_engine, second).before] == [True]
    with Session(each_engine) as session:
        assert [one.open_conclusions for one in meetings_of(session, OF_38, "38")] == [0, 0]


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"task": " \u200b\n"}, TextMissing),
        ({"who": ""}, TextMissing),
        ({"task": "x" * 201}, TextTooLong),
        ({"due": TODAY - timedelta(days=1)}, DueInThePast),
    ],
)
def test_a_conclusion_says_what_who_and_a_day_to_come(
    each_engine, people, prepare, change, refusal
):
    row = {"task": "Mở lớp", "who": "Đoàn xã", "due": TODAY, **change}

    with pytest.raises(refusal):
        add_conclusion(each_engine, meeting_id=prepare(), by=people["lan"], **row, **WHEN)


def test_what_somebody_writes_is_trimmed_and_has_an_end(each_engine, people, prepare):
    id_ = prepare(title="  Họp \t giao\u202e ban ")
    with pytest.raises(TextTooLong):
        edit_slide(each_engine, meeting_id=id_, kind="map", sentence="x" * (SENTENCE_LETTERS + 1),
                   notes="", revision=0, by=people["lan"], **WHEN)  # fmt: skip

    assert read(each_engine, id_).title == "Họp giao ban"


@pytest.mark.parametrize("agenda", [(), ("map", "map"), ("map'; --",)])
def test_an_agenda_names_slides_and_each_once(prepare, agenda):
    with pytest.raises(BadAgenda):
        prepare(agenda=agenda)


def test_every_kind_of_slide_fits_an_agenda(each_engine, prepare):
    kinds = tuple(kind.value for kind in SlideKind)

    assert read(each_engine, prepare(agenda=kinds)).agenda == kinds


def test_every_change_leaves_a_line_of_who_did_it_and_no_word_of_what_was_written(
    each_engine, people, prepare
):
    id_ = prepare(title="Tên riêng")
    with each_engine.connect() as connection:
        events = metadata.tables["auditevent"]
        row = connection.execute(select(events).where(events.c.action == "meeting.prepare")).one()

    assert (row.account_id, row.subject) == (people["lan"], f"meeting:{id_}")
    assert "Tên riêng" not in str(row)
