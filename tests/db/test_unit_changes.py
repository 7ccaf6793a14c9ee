"""Merges, splits, transfers: nobody is lost, nothing rewritten, and undoing restores every row."""

import shutil
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select
from sqlmodel import Session

from db import area_members, attainment, lineage, withholding
from db.commands.accounts import create_account, create_first_admin
from db.commands.unit_changes import change_units, undo_unit_change
from db.engine import open_engine, transaction
from db.former_places import former_places, namesakes, search_former
from db.models import COUNT_COLUMNS, metadata
from db.moved_parts import moved_parts
from db.places import communes_of_today, search
from db.unit_plans import Change, NewUnit, PlannedChange, plan_of
from domain.access import NATION, PUBLIC, Role, Scope
from domain.errors import (
    AlreadyChanged,
    AnswersCollected,
    BadChange,
    BadPieceShare,
    BadShares,
    ChangeTooEarly,
    CodeTaken,
    DocumentMissing,
    LaterChange,
    NoPieces,
    NotAllowed,
    PartAcrossProvinces,
    PieceToItself,
    SamePieceTwice,
    SameUnitTwice,
    UnitEnded,
    UnknownChange,
    UnknownPlace,
    UnknownUnit,
    WholeUnitMoved,
)
from domain.unit_entry import Piece
from tests.db.people import LAN, begin, send
from tests.db.reference import NOW, SI_MA_CAI, THO_NGOC, TODAY, TRIEU_SON

DAY = TODAY + timedelta(days=1)
DISTRICT = "h-trieu-son"
CAMPAIGN = "2026-2"
UNIT_TABLES = ("unit", "unitlineage", "area", "areamember", "withholding")
MERGED = NewUnit("20001", "Triệu Ngọc", "xã")


def merge(*codes: str, new: NewUnit = MERGED, document="NQ 1/NQ-UBTVQH16", day=DAY):
    return PlannedChange(Change.MERGE, codes or (TRIEU_SON, THO_NGOC), (new,), document, day)


def split(code: str, *shares: float, day: date = DAY, first: int = 30001):
    pieces = tuple(
        NewUnit(f"{first + place}", f"Mới {first + place}", "phường", share)
        for place, share in enumerate(shares)
    )
    return PlannedChange(Change.SPLIT, (code,), pieces, "NQ 2/NQ-UBTVQH16", day)


def transfer(*pieces: tuple[str, str, float], day: date = DAY, document="NQ 3/NQ-UBTVQH16"):
    return PlannedChange(
        Change.TRANSFER, (), (), document, day, tuple(Piece(*piece) for piece in pieces)
    )


@pytest.fixture
def admin(engine: Engine) -> int:
    return first_admin(engine)


def first_admin(engine: Engine) -> int:
    made = create_first_admin(engine, display_name="Quản trị", now=NOW, today=TODAY)
    assert made is not None
    return made.account_id


def apply(engine: Engine, admin: int, change: PlannedChange, today: date = DAY) -> int:
    return change_units(engine, change, by=admin, now=NOW, today=today)


def take_effect(engine: Engine, today: date) -> None:
    with transaction(engine) as connection:
        area_members.take_effect(connection, today=today)


def undo(engine: Engine, admin: int, change_id: int) -> None:
    undo_unit_change(engine, change_id=change_id, by=admin, now=NOW, today=DAY)


def count_people(engine: Engine, people: dict[int, int]) -> None:
    """So many self-answered people on each unit, in every table a reader may be read from."""
    tables = [name for name in ("attainmenttotal", "releasedtotal") if name in metadata.tables]
    keys = {"campaign_code": CAMPAIGN, "audience": "citizen", "mode": "self"}
    rows = [
        {**dict.fromkeys(COUNT_COLUMNS, 0), "commune_id": id_, **keys, "people": n, "reached": n}
        for id_, n in people.items()
    ]
    with transaction(engine) as connection:
        for name in tables:
            connection.execute(insert(metadata.tables[name]), rows)


def rows_of(engine: Engine) -> dict[str, set[tuple[object, ...]]]:
    with engine.connect() as connection:
        return {
            name: {tuple(row) for row in connection.execute(select(metadata.tables[name]))}
            for name in UNIT_TABLES
        }


def people_in(engine: Engine, area: str, on: date) -> dict[str, float]:
    with Session(engine) as session:
        frame = attainment.by_commune(
            session, PUBLIC, area_code=area, campaign_code=CAMPAIGN, on=on
        )
    return frame.groupby("unit_code")["people"].sum().to_dict()


def provinces(engine: Engine, on: date) -> dict[str, float]:
    return {"38": 0.0, "15": 0.0, **shared_out(engine, on, level="province")}


def test_after_a_merge_the_new_commune_has_everybody_and_the_old_ones_are_gone(engine, admin):
    count_people(engine, {11: 40, 12: 25, 13: 30})

    apply(engine, admin, merge())

    assert people_in(engine, "38", DAY) == {MERGED.code: 65}
    assert people_in(engine, DISTRICT, DAY) == {MERGED.code: 65}
    assert people_in(engine, MERGED.code, DAY) == {MERGED.code: 65}
    assert provinces(engine, DAY) == {"38": 65, "15": 30}


def test_until_its_day_comes_a_merge_changes_nothing(engine, admin):
    count_people(engine, {11: 40, 12: 25})

    apply(engine, admin, merge())

    assert people_in(engine, "38", TODAY) == {TRIEU_SON: 40, THO_NGOC: 25}
    assert provinces(engine, TODAY) == {"38": 65, "15": 0}


def test_until_its_day_comes_a_merge_opens_no_commune_to_another_province(engine, admin):
    count_people(engine, {11: 40, 13: 30})
    change_id = apply(engine, admin, merge(TRIEU_SON, SI_MA_CAI), today=TODAY)
    receiving = "38" if people_in(engine, "38", DAY) else "15"
    other = {"38": "15", "15": "38"}[receiving]

    assert len(people_in(engine, "38", TODAY)) == 2
    assert people_in(engine, "15", TODAY) == {SI_MA_CAI: 30}
    with Session(engine) as session:
        leader = Scope(Role.LEADER, frozenset({receiving}))
        mine = lineage.members_within(session, leader, receiving)
    assert len({11, 13} & set(mine)) == 1

    take_effect(engine, today=TODAY)
    assert people_in(engine, "15", TODAY) == {SI_MA_CAI: 30}
    take_effect(engine, today=DAY)

    assert people_in(engine, receiving, DAY)[MERGED.code] == 70
    assert MERGED.code not in people_in(engine, other, DAY)
    undo(engine, admin, change_id)
    assert people_in(engine, "38", DAY) == {TRIEU_SON: 40, THO_NGOC: 0}
    assert people_in(engine, "15", DAY) == {SI_MA_CAI: 30}


def test_a_split_commune_is_apportioned(engine, admin):
    count_people(engine, {11: 40, 12: 25})

    apply(engine, admin, split(TRIEU_SON, 0.75, 0.25))

    assert people_in(engine, "38", DAY) == {"30001": 30, "30002": 10, THO_NGOC: 25}


def test_a_merge_across_provinces_moves_its_people_and_counts_nobody_twice(engine, admin):
    count_people(engine, {11: 40, 12: 25, 13: 30})

    apply(engine, admin, merge(TRIEU_SON, SI_MA_CAI))

    assert provinces(engine, DAY) == {"38": 95, "15": 0}
    assert people_in(engine, "15", DAY) == {}
    with Session(engine) as session:
        audiences = {
            area: attainment.by_audience(
                session, PUBLIC, area_code=area, campaign_code=CAMPAIGN, on=DAY
            )["people"].sum()
            for area in ("VN", "38", "15")
        }
    assert audiences == {"VN": 95, "38": 95, "15": 0}


def test_a_new_commune_shows_nothing_until_a_release_has_looked_at_it(engine, admin):
    apply(engine, admin, merge())

    with Session(engine) as session:
        held = withholding.outcomes_held_back(
            session, PUBLIC, campaign_code=CAMPAIGN, audience="everyone", mode="self"
        )
    assert held.set_index("unit_code").loc[MERGED.code, "hidden"]


def test_facts_are_never_rewritten(engine, admin):
    send(engine, LAN)
    with engine.connect() as connection:
        before = connection.execute(select(metadata.tables["assessment"])).all()

    apply(engine, admin, merge())

    with engine.connect() as connection:
        assert connection.execute(select(metadata.tables["assessment"])).all() == before


def test_the_search_offers_the_new_commune_from_its_day_on(engine, admin):
    apply(engine, admin, merge())

    with Session(engine) as session:
        eve = {place.code for place in communes_of_today(session, today=TODAY)}
        places = communes_of_today(session, today=DAY)

    assert TRIEU_SON in eve
    assert MERGED.code not in eve
    assert [place.full_name for place in search(places, "trieu ngoc")] == ["Xã Triệu Ngọc"]
    assert TRIEU_SON not in {place.code for place in places}


def test_nobody_can_start_on_an_ended_commune(engine, admin):
    apply(engine, admin, merge())

    with pytest.raises(UnknownPlace):
        begin(engine, LAN, NOW + timedelta(days=1))


def test_what_became_of_an_old_commune_is_found_by_its_name_without_accents(engine, admin):
    apply(engine, admin, merge())

    with Session(engine) as session:
        places = former_places(session, today=DAY)
    found = search_former(places, "tho ngoc")

    assert [place.full_name for place in found] == ["Xã Thọ Ngọc"]
    assert [one.full_name for one in found[0].became] == ["Xã Triệu Ngọc"]
    assert found[0].documents == ("NQ 1/NQ-UBTVQH16",)
    assert not found[0].alone
    assert namesakes(places, "xã Thọ Ngọc") == found


def test_a_commune_that_gave_or_got_a_part_is_no_former_place_and_has_a_history(engine, admin):
    with Session(engine) as session:
        before = former_places(session, today=DAY)
    number = apply(engine, admin, transfer(TENTH))

    with Session(engine) as session:
        assert former_places(session, today=DAY) == before
        (part,) = moved_parts(session, today=DAY)
        assert moved_parts(session, today=TODAY) == ()

    assert (part.old_code, part.new_code, part.new_name) == (TRIEU_SON, THO_NGOC, "Xã Thọ Ngọc")
    assert (part.happened_on, part.document) == (DAY, "NQ 3/NQ-UBTVQH16")
    undo(engine, admin, number)
    with Session(engine) as session:
        assert moved_parts(session, today=DAY) == ()


def test_the_plan_says_which_figures_and_areas_change(engine):
    with Session(engine) as session:
        plan = plan_of(session, merge(TRIEU_SON, SI_MA_CAI))

    assert [(move.old_code, move.new_code, move.share) for move in plan.moves] == [
        (TRIEU_SON, MERGED.code, 1),
        (SI_MA_CAI, MERGED.code, 1),
    ]
    effects = {area.code: (area.gains, area.loses) for area in plan.areas}
    assert effects["38"] == (("Xã Triệu Ngọc",), ())
    assert effects["15"] == ((), ("Xã Si Ma Cai",))
    assert effects[DISTRICT] == (("Xã Triệu Ngọc",), ())


def test_undoing_restores_every_row_and_every_figure(engine, admin):
    count_people(engine, {11: 40, 12: 25, 13: 30})
    before, figures = rows_of(engine), provinces(engine, DAY)
    change_id = apply(engine, admin, merge())

    undo(engine, admin, change_id)

    assert rows_of(engine) == before
    assert provinces(engine, DAY) == figures
    with pytest.raises(UnknownChange):
        undo(engine, admin, change_id)


def test_a_new_commune_that_keeps_an_old_code_gets_its_name_and_gives_it_back(engine, admin):
    before = rows_of(engine)

    change_id = apply(engine, admin, merge(new=NewUnit(TRIEU_SON, "Triệu Ngọc", "phường")))

    assert people_in(engine, "38", DAY) == {TRIEU_SON: 0}
    undo(engine, admin, change_id)
    assert rows_of(engine) == before


def test_undoing_is_refused_once_people_answered_on_the_new_commune(engine, admin):
    change_id = apply(engine, admin, merge(day=TODAY))
    with engine.connect() as connection:
        units = metadata.tables["unit"]
        assert connection.scalar(select(units.c.id).where(units.c.code == MERGED.code))
    begin(engine, with_commune(MERGED.code), NOW)

    with pytest.raises(AnswersCollected):
        undo(engine, admin, change_id)


def with_commune(code: str):
    from dataclasses import replace

    return replace(LAN, commune=code)


def test_undoing_is_refused_while_a_later_change_stands_on_it(engine, admin):
    first = apply(engine, admin, merge())
    apply(engine, admin, split(MERGED.code, 0.5, 0.5, day=DAY + timedelta(days=1)))

    with pytest.raises(LaterChange):
        undo(engine, admin, first)


def test_every_change_writes_its_audit_line_with_the_document(engine, admin):
    change_id = apply(engine, admin, merge())
    undo(engine, admin, change_id)

    with engine.connect() as connection:
        events = metadata.tables["auditevent"]
        rows = connection.execute(
            select(events.c.action, events.c.details["document"].as_string()).where(
                events.c.subject == f"unit_change:{change_id}"
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        ("units.merge", "NQ 1/NQ-UBTVQH16"),
        ("units.undo", "NQ 1/NQ-UBTVQH16"),
    ]


def test_who_does_not_manage_units_of_the_nation_is_refused(engine, admin):
    other = create_account(
        engine, username="khac", display_name="Khác", by=admin, now=NOW, today=TODAY
    )

    with pytest.raises(NotAllowed):
        apply(engine, other.account_id, merge())


TENTH = (TRIEU_SON, THO_NGOC, 0.1)


def estimated(engine: Engine, area: str, on: date) -> set[str]:
    with Session(engine) as session:
        return set(lineage.estimated_codes(session, PUBLIC, area, on=on))


def test_a_part_goes_to_a_commune_that_goes_on_and_both_are_estimates(engine, admin):
    count_people(engine, {11: 40, 12: 25, 13: 30})

    apply(engine, admin, transfer(TENTH))

    assert people_in(engine, "38", DAY) == {TRIEU_SON: 36, THO_NGOC: 29}
    assert people_in(engine, DISTRICT, DAY) == {TRIEU_SON: 36, THO_NGOC: 29}
    assert people_in(engine, TRIEU_SON, DAY) == {TRIEU_SON: 36}
    assert people_in(engine, THO_NGOC, DAY) == {THO_NGOC: 29}
    assert estimated(engine, "38", DAY) == {TRIEU_SON, THO_NGOC}
    assert people_in(engine, "38", TODAY) == {TRIEU_SON: 40, THO_NGOC: 25}


def test_a_part_of_a_commune_goes_to_no_other_province(engine, admin):
    before = rows_of(engine)

    with pytest.raises(PartAcrossProvinces) as refusal:
        apply(engine, admin, transfer(TENTH, (TRIEU_SON, SI_MA_CAI, 0.25)))

    assert refusal.value.details["name"] == "Xã Triệu Sơn"
    assert refusal.value.details["provinces"] == "Tỉnh Lào Cai, Tỉnh Thanh Hóa"
    assert rows_of(engine) == before


def test_a_piece_of_a_split_commune_goes_to_no_other_province_later_unless_all_pieces_do(
    engine, admin
):
    apply(engine, admin, split(TRIEU_SON, 0.5, 0.5))
    later = DAY + timedelta(days=1)

    with pytest.raises(PartAcrossProvinces) as refusal:
        apply(engine, admin, merge(SI_MA_CAI, "30001", day=later), today=later)

    assert refusal.value.details["name"] == "Xã Triệu Sơn"
    apply(engine, admin, merge(SI_MA_CAI, "30001", "30002", day=later), today=later)


def test_one_document_moves_several_parts_on_one_day(engine, admin):
    count_people(engine, {11: 100, 12: 50, 13: 20})

    apply(engine, admin, transfer(TENTH, (THO_NGOC, TRIEU_SON, 0.5)))

    assert people_in(engine, NATION, DAY) == {TRIEU_SON: 115, THO_NGOC: 35, SI_MA_CAI: 20}


def test_until_its_day_a_part_is_read_where_it_was_and_by_nobody_else(engine, admin):
    count_people(engine, {11: 40, 12: 30})
    apply(engine, admin, transfer((TRIEU_SON, THO_NGOC, 0.25)), today=TODAY)

    with Session(engine) as session:
        leader = Scope(Role.LEADER, frozenset({THO_NGOC}))
        assert 11 not in lineage.members_within(session, leader, THO_NGOC)
    take_effect(engine, today=DAY)

    assert people_in(engine, THO_NGOC, DAY) == {THO_NGOC: 40}


def test_a_transfer_opens_no_commune_of_today_to_a_scope(engine, admin):
    apply(engine, admin, transfer((TRIEU_SON, THO_NGOC, 0.25)))

    with Session(engine) as session:
        leader = Scope(Role.LEADER, frozenset({THO_NGOC}))
        found = attainment.by_commune(
            session, leader, area_code=NATION, campaign_code=CAMPAIGN, on=DAY
        )
    assert set(found["unit_code"]) == {THO_NGOC}


def test_the_plan_of_a_transfer_says_what_stays_what_goes_and_which_areas_it_crosses(engine):
    with transaction(engine) as connection:
        own = {"code": "h-nua", "name": "Nửa huyện", "kind": "custom", "search_key": "nua huyen"}
        connection.execute(insert(metadata.tables["area"]).values(own))
        member = {"area_code": "h-nua", "unit_id": 12}
        connection.execute(insert(metadata.tables["areamember"]).values(member))

    with Session(engine) as session:
        plan = plan_of(session, transfer(TENTH))

    assert [(move.old_code, move.new_code, move.share) for move in plan.moves] == [
        (TRIEU_SON, TRIEU_SON, 0.9),
        (TRIEU_SON, THO_NGOC, 0.1),
        (THO_NGOC, THO_NGOC, 1.0),
    ]
    assert {area.code: (area.gains, area.loses) for area in plan.areas} == {
        "h-nua": (("Xã Triệu Sơn",), ()),
    }


def test_undoing_a_transfer_restores_every_row(engine, admin):
    count_people(engine, {11: 40, 12: 25, 13: 30})
    before = rows_of(engine)
    change_id = apply(engine, admin, transfer(TENTH, (THO_NGOC, TRIEU_SON, 0.5)))
    assert rows_of(engine) != before

    undo(engine, admin, change_id)

    assert rows_of(engine) == before


@pytest.mark.parametrize(
    "second",
    [transfer((THO_NGOC, SI_MA_CAI, 0.2)), merge(TRIEU_SON, SI_MA_CAI), split(THO_NGOC, 0.5, 0.5)],
    ids=["transfer", "merge", "split"],
)
def test_a_second_change_of_a_unit_on_one_day_names_the_first(engine, admin, second):
    apply(engine, admin, transfer(TENTH))

    with pytest.raises(AlreadyChanged) as refusal:
        apply(engine, admin, second)

    assert refusal.value.details["document"] == "NQ 3/NQ-UBTVQH16"
    assert refusal.value.details["day"] == "21/11/2026"


REFUSALS = {
    "a transfer of nothing": (transfer(), NoPieces),
    "a transfer without document": (transfer(TENTH, document=" "), DocumentMissing),
    "a part of 0 %": (transfer((TRIEU_SON, THO_NGOC, 0.0)), BadPieceShare),
    "a part of less": (transfer((TRIEU_SON, THO_NGOC, -0.1)), BadPieceShare),
    "a part that is no number": (transfer((TRIEU_SON, THO_NGOC, float("nan"))), BadPieceShare),
    "all of it": (transfer((TRIEU_SON, THO_NGOC, 1.0)), BadPieceShare),
    "parts that are all of it": (
        transfer((TRIEU_SON, THO_NGOC, 0.4), (TRIEU_SON, SI_MA_CAI, 0.6)),
        WholeUnitMoved,
    ),
    "a part to itself": (transfer((TRIEU_SON, TRIEU_SON, 0.1)), PieceToItself),
    "a part twice": (transfer(TENTH, TENTH), SamePieceTwice),
    "a part of an unknown unit": (transfer(("99999", THO_NGOC, 0.1)), UnknownUnit),
    "a part to an unknown unit": (transfer((THO_NGOC, "99999", 0.1)), UnknownUnit),
    "a part of an ended unit": (transfer(("15799", THO_NGOC, 0.1)), UnitEnded),
    "no document": (merge(document="  "), DocumentMissing),
    "a merge with itself": (merge(TRIEU_SON, TRIEU_SON), SameUnitTwice),
    "a merge of one": (merge(TRIEU_SON), BadChange),
    "a split into one": (split(TRIEU_SON, 1.0), BadChange),
    "shares of 90 %": (split(TRIEU_SON, 0.5, 0.4), BadShares),
    "shares of 110 %": (split(TRIEU_SON, 0.5, 0.6), BadShares),
    "an unknown unit": (merge(TRIEU_SON, "99999"), UnknownUnit),
    "an ended unit": (merge(TRIEU_SON, "15799"), UnitEnded),
    "a code in use": (merge(new=NewUnit(SI_MA_CAI, "Mới", "xã")), CodeTaken),
    "a code that is none": (merge(new=NewUnit("1", "Mới", "xã")), BadChange),
    "a name that is none": (merge(new=NewUnit("20001", " ", "xã")), BadChange),
    "a kind that is none": (merge(new=NewUnit("20001", "Mới", "huyện")), BadChange),
    "a day before the unit": (merge(day=date(2025, 7, 1)), UnknownUnit),
}


@pytest.mark.parametrize("case", sorted(REFUSALS))
def test_what_cannot_be_is_refused_and_nothing_is_written(engine, admin, case):
    change, refusal = REFUSALS[case]
    before = rows_of(engine)

    with pytest.raises(refusal):
        apply(engine, admin, change)

    assert rows_of(engine) == before


def test_a_day_before_answers_already_given_is_refused(engine, admin):
    send(engine, LAN)

    with pytest.raises(ChangeTooEarly) as refusal:
        apply(engine, admin, merge(day=TODAY))

    assert refusal.value.details == {"day": "20/11/2026"}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(list(Change)),
        st.integers(0, 99),
        st.integers(0, 99),
        st.sampled_from([(0.5, 0.5), (0.2, 0.3, 0.5), (0.01, 0.99), (1 / 3, 1 / 3, 1 / 3)]),
    ),
    min_size=1,
    max_size=5,
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(people=st.tuples(*[st.integers(0, 300)] * 3), steps=STEPS)
def test_random_changes_lose_nobody_under_any_view_and_undo_restores_everything(
    sqlite_template, tmp_path_factory, people, steps
):
    path = tmp_path_factory.mktemp("random") / "test.db"
    shutil.copy(sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}")
    admin = first_admin(engine)
    count_people(engine, dict(zip((11, 12, 13), people, strict=True)))
    before = [(rows_of(engine), provinces(engine, DAY))]
    made, days = [], [TODAY]

    for number, step in enumerate(steps):
        day = DAY + timedelta(days=number)
        change = random_change(engine, step, number, day)
        try:
            made.append(apply(engine, admin, change))
        except PartAcrossProvinces:
            continue
        days.append(day)
        before.append((rows_of(engine), provinces(engine, DAY)))

    for day in days:
        assert sum(provinces(engine, day).values()) == pytest.approx(sum(people))
        assert sum(people_in(engine, NATION, day).values()) == pytest.approx(sum(people))
        assert sum(shared_out(engine, day).values()) == pytest.approx(sum(people))
    for change_id in reversed(made):
        before.pop()
        undo(engine, admin, change_id)
        assert (rows_of(engine), provinces(engine, DAY)) == before[-1]
    engine.dispose()


def random_change(engine: Engine, step, number: int, day: date) -> PlannedChange:
    kind, first, second, shares = step
    with Session(engine) as session:
        codes = sorted(p.code for p in communes_of_today(session, today=day - timedelta(days=1)))
    chosen = codes[first % len(codes)]
    others = [code for code in codes if code != chosen]
    if kind is Change.SPLIT or not others:
        return split(chosen, *shares, day=day, first=40000 + 10 * number)
    if kind is Change.TRANSFER:
        given = [(chosen, others[second % len(others)], shares[0])]
        given += [(other, chosen, shares[1]) for other in others[: len(shares) - 1]]
        return transfer(*given, day=day)
    new = NewUnit(f"{50000 + number}", "Gộp", "xã")
    return merge(chosen, others[second % len(others)], new=new, day=day)


def shared_out(engine: Engine, day: date, level: str = "commune") -> dict[str, float]:
    """The same people through the map of a boundary view."""
    with Session(engine) as session:
        facts = attainment.collected(session, PUBLIC, area_code=NATION, campaign_code=CAMPAIGN)
        shares = lineage.shares_on(session, set(facts["unit_id"]), on=day, level=level)
    totals: dict[str, float] = {}
    for row in facts.itertuples():
        for code, share in shares[row.unit_id].items():
            totals[code] = totals.get(code, 0) + share * row.people
    return totals
