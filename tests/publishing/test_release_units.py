"""A release after communes merged or were split: who remembers the old tables learns nothing."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select, text
from sqlmodel import Session

from db import attainment, withholding
from db.commands.accounts import create_first_admin
from db.commands.unit_changes import change_units, undo_unit_change
from db.engine import transaction
from db.held_areas import hold_back
from db.models import metadata
from db.unit_plans import Change, NewUnit, PlannedChange
from domain.access import PUBLIC
from domain.unit_entry import Piece
from publishing.country import Country, read_country
from publishing.release import release
from stats.lattice import places_of
from tests.db.reference import NOW, SI_MA_CAI, THO_NGOC, TODAY, TRIEU_SON
from tests.publishing.test_release import (  # noqa: F401
    CAMPAIGN,
    IDS,
    MONTH,
    count,
    country,
    each_engine,
    engine,
    postgres_engine,
    postgres_server,
    postgres_template,
    publish_now,
    sqlite_template,
)

DISTRICT = "h-trieu-son"
MERGED = NewUnit("20001", "Triệu Ngọc", "xã")
DAY = TODAY + timedelta(days=1)
TOMORROW = NOW + timedelta(days=1)


def merge(*codes: str) -> PlannedChange:
    return PlannedChange(Change.MERGE, codes or (TRIEU_SON, THO_NGOC), (MERGED,), "NQ 1", DAY)


def split(code: str, *shares: float) -> PlannedChange:
    pieces = tuple(
        NewUnit(f"{30001 + place}", f"Mới {place}", "phường", share)
        for place, share in enumerate(shares)
    )
    return PlannedChange(Change.SPLIT, (code,), pieces, "NQ 2", DAY)


def transfer(*pieces: tuple[str, str, float]) -> PlannedChange:
    parts = tuple(Piece(*piece) for piece in pieces)
    return PlannedChange(Change.TRANSFER, (), (), "NQ 3", DAY, parts)


def enter(database: Engine, change: PlannedChange) -> tuple[int, int]:
    """Apply a change; its number and who entered it."""
    if database.dialect.name == "postgresql":  # the reference rows brought their own numbers
        with database.begin() as connection:
            connection.execute(text("SELECT setval(pg_get_serial_sequence('unit', 'id'), 100)"))
    made = create_first_admin(database, display_name="Quản trị", now=NOW, today=TODAY)
    number = change_units(database, change, by=made.account_id, now=NOW, today=TODAY)
    return number, made.account_id


def publish_on_the_day(database: Engine):
    return release(database, now=TOMORROW, minimum=10, month=MONTH)


def people(database: Engine, area: str, on=DAY) -> dict[str, float]:
    with Session(database) as session:
        frame = attainment.by_commune(
            session, PUBLIC, area_code=area, campaign_code=CAMPAIGN, on=on
        )
    return frame.groupby("unit_code")["people"].sum().to_dict()


def flags(database: Engine, area: str) -> set[str]:
    """What is held back of the outcome of an area, of everybody who answered by themselves."""
    with Session(database) as session:
        held = withholding.outcomes_held_back(
            session, PUBLIC, campaign_code=CAMPAIGN, audience="everyone", mode="self"
        )
    row = held[held["unit_code"] == area]
    return {flag for flag in withholding.FLAGS if row[flag].any()}


def withheld_rows(database: Engine) -> set[tuple]:
    with database.connect() as connection:
        return set(map(tuple, connection.execute(select(metadata.tables["withholding"]))))


def test_a_merge_of_two_shown_communes_is_shown(country):  # noqa: F811
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 30, able=15)
    publish_now(country)
    enter(country, merge())

    publish_on_the_day(country)

    assert people(country, "38") == {MERGED.code: 70}
    assert flags(country, MERGED.code) == set()


def a_fourth_commune(database: Engine) -> str:
    """One more commune of Thanh Hóa, in the same former district."""
    code, tables = "15800", metadata.tables
    with transaction(database) as connection:
        near = connection.execute(select(tables["unit"]).where(tables["unit"].c.id == 11))
        row = {**near.mappings().one(), "id": 21, "code": code, "full_name": "Xã Đông Sơn"}
        connection.execute(insert(tables["unit"]).values(row))
        area = {"code": code, "name": code, "kind": "commune", "search_key": code}
        connection.execute(insert(tables["area"]).values(area))
        for holder in (code, "38", "VN", DISTRICT):
            member = {"area_code": holder, "unit_id": 21}
            connection.execute(insert(tables["areamember"]).values(member))
    return code


def test_a_merge_of_a_hidden_and_a_remembered_commune_stays_hidden(
    country,  # noqa: F811
    monkeypatch,
):
    """40 was shown, 4 was not: 44 would tell it."""
    fourth = a_fourth_commune(country)
    monkeypatch.setitem(IDS, fourth, 21)
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 4, able=2)
    count(country, fourth, 12, able=6)
    publish_now(country)
    assert flags(country, TRIEU_SON) == set()
    assert flags(country, THO_NGOC) == flags(country, fourth) == {"hidden"}
    enter(country, merge())

    publish_on_the_day(country)

    assert flags(country, MERGED.code) == {"hidden"}
    assert flags(country, "38") == set()


def test_a_merge_of_two_communes_that_nobody_saw_is_shown(country):  # noqa: F811
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 4, able=2)
    publish_now(country)
    assert flags(country, TRIEU_SON) == flags(country, THO_NGOC) == {"hidden"}
    enter(country, merge())

    publish_on_the_day(country)

    assert flags(country, MERGED.code) == set()


def test_an_area_that_lost_a_hidden_commune_is_not_subtracted_from_what_it_was(
    country,  # noqa: F811
    monkeypatch,
):
    """The total of the province was read yesterday with four people whom today's leaves out."""
    fourth = a_fourth_commune(country)
    monkeypatch.setitem(IDS, fourth, 21)
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 4, able=2)
    count(country, fourth, 12, able=6)
    count(country, SI_MA_CAI, 30, able=15)
    publish_now(country)
    assert flags(country, "38") == flags(country, "15") == set()
    enter(country, merge(SI_MA_CAI, THO_NGOC))

    publish_on_the_day(country)

    assert flags(country, "38") == {"hidden"}
    assert flags(country, MERGED.code) == {"hidden"}


def test_areas_of_the_same_communes_are_one_figure_from_the_next_release_on(country):  # noqa: F811
    """Until then a new area shows nothing: what the other shows is known of both."""
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 30, able=15)
    publish_now(country)
    with transaction(country) as connection:
        area = {"code": "t", "name": "T", "kind": "custom", "search_key": "t"}
        connection.execute(insert(metadata.tables["area"]).values(area))
        for unit_id in (11, 12):
            member = {"area_code": "t", "unit_id": unit_id}
            connection.execute(insert(metadata.tables["areamember"]).values(member))
        hold_back(connection, ["t"])
    assert flags(country, "t") == {"hidden"}

    assert publish_on_the_day(country).changed

    assert flags(country, "t") == flags(country, "h-trieu-son") == set()


def test_pieces_of_a_hidden_commune_are_all_hidden(country):  # noqa: F811
    """Half of 40 is 20, and whoever knows the half knows the whole, and by it the other four."""
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 4, able=2)
    publish_now(country)
    enter(country, split(TRIEU_SON, 0.5, 0.5))

    publish_on_the_day(country)

    assert flags(country, "30001") == flags(country, "30002") == {"hidden"}


def test_pieces_of_a_shown_commune_are_shown_unless_one_is_too_small(country):  # noqa: F811
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 30, able=15)
    publish_now(country)
    enter(country, split(TRIEU_SON, 0.5, 0.5))
    publish_on_the_day(country)

    assert flags(country, "30001") == flags(country, "30002") == set()


def test_a_small_piece_hides_the_others(country):  # noqa: F811
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 30, able=15)
    publish_now(country)
    enter(country, split(TRIEU_SON, 0.1, 0.4, 0.5))

    publish_on_the_day(country)

    assert [flags(country, f"{30001 + piece}") for piece in range(3)] == [{"hidden"}] * 3


def test_after_undo_everything_reads_as_before(country):  # noqa: F811
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 30, able=1)
    publish_now(country)
    before = (people(country, "38"), withheld_rows(country))
    number, admin = enter(country, merge())
    publish_on_the_day(country)

    undo_unit_change(country, change_id=number, by=admin, now=TOMORROW, today=DAY)
    publish_on_the_day(country)

    assert (people(country, "38"), withheld_rows(country)) == before


def test_until_its_day_a_change_moves_nothing(country):  # noqa: F811
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 30, able=15)
    publish_now(country)
    enter(country, merge())

    publish_now(country)

    assert people(country, "38", on=TODAY) == {TRIEU_SON: 40, THO_NGOC: 30}
    assert flags(country, TRIEU_SON) == flags(country, THO_NGOC) == set()
    assert flags(country, MERGED.code) == {"hidden"}


def test_the_first_release_of_the_day_looks_at_the_new_unit(country):  # noqa: F811
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 30, able=15)
    publish_now(country)
    enter(country, merge())
    publish_now(country)

    assert publish_on_the_day(country).changed
    assert not publish_on_the_day(country).changed


def test_pieces_are_whole_people_and_together_the_unit(country):  # noqa: F811
    count(country, TRIEU_SON, 19, able=9)
    publish_now(country)
    enter(country, split(TRIEU_SON, 0.5, 0.5))
    publish_on_the_day(country)

    provinces = metadata.tables["releasedprovince"]
    with country.connect() as connection:
        total = select(provinces.c.people).where(provinces.c.province_code == "38")
        assert connection.execute(total).scalar_one() == 19
        on_the_day = read_country(connection, DAY)
    assert on_the_day.shares.tolist().count(0.5) == 2


@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.lists(st.floats(0.01, 1), min_size=2, max_size=5)),
        min_size=1,
        max_size=6,
    )
)
def test_rounding_never_loses_or_makes_a_person(units):
    import numpy as np

    facts = np.repeat(np.arange(len(units)), [len(weights) for _, weights in units])
    shares = np.concatenate([np.array(weights) / sum(weights) for _, weights in units])
    names = [str(row) for row in range(len(facts))]
    whole = Country(
        places_of({"all": names, "none": names[:2]}, names),
        range(len(units)),
        facts,
        shares,
        {},
        (),
    )

    rows = whole.rows_of(np.array([n for n, _ in units], dtype=np.int64))

    assert (np.bincount(facts, rows).astype(int) == [n for n, _ in units]).all()
    assert (rows >= 0).all()


def test_people_who_came_to_a_divided_unit_move_in_all_its_pieces(country):  # noqa: F811
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 30, able=15)
    publish_now(country)
    enter(country, split(TRIEU_SON, 0.5, 0.5))
    publish_on_the_day(country)

    count(country, TRIEU_SON, 12, able=6)  # their drafts were begun before
    publish_on_the_day(country)
    assert people(country, "38")["30001"] == pytest.approx(20)

    count(country, TRIEU_SON, 8, able=4)
    publish_on_the_day(country)
    assert people(country, "38")["30001"] == pytest.approx(30)


def shown_on(database: Engine, on) -> dict[int, list[dict[int, float]]]:
    """Every figure that readers see of a day, as shares of the units people answered in."""
    with database.connect() as connection:
        country = read_country(connection, on)
    places = country.places
    rows_at = {place: [place] for place in range(places.communes)}
    for area, row in zip(places.area.tolist(), places.commune.tolist(), strict=True):
        rows_at.setdefault(area, []).append(row)
    found = []
    for code, place in country.areas.items():
        if place in places.past or "hidden" in flags(database, code):
            continue
        figure = dict.fromkeys(IDS.values(), 0.0)
        for row in rows_at[place]:
            unit = country.unit_ids[country.facts[row]]
            figure[unit] = figure.get(unit, 0.0) + float(country.shares[row])
        found.append(figure)
    return found


def told(database: Engine, counts: dict[str, int], *days) -> set[str]:
    """The communes with few people that follow from everything shown on these days."""
    import numpy as np

    from tests.publishing.attacker import follow

    units = [IDS[commune] for commune in counts]
    figures = [figure for day in days for figure in day]
    shown = np.array([[figure.get(unit, 0.0) for unit in units] for figure in figures])
    few = [commune for commune, n in counts.items() if 0 < n < 10]
    targets = np.eye(len(units))[[list(counts).index(commune) for commune in few]]
    return {commune for commune, known in zip(few, follow(shown, targets), strict=True) if known}


FOURTH = "15800"
TRANSFERS = {
    "a tenth inside the district": [(TRIEU_SON, THO_NGOC, 0.1)],
    "a half inside the district": [(TRIEU_SON, THO_NGOC, 0.5)],
    "out of a small one": [(THO_NGOC, TRIEU_SON, 0.5)],
    "there and back": [(TRIEU_SON, THO_NGOC, 0.2), (THO_NGOC, TRIEU_SON, 0.3)],
    "to two": [(TRIEU_SON, THO_NGOC, 0.3), (TRIEU_SON, FOURTH, 0.3)],
}
PEOPLE = [
    {TRIEU_SON: 400, THO_NGOC: 4, FOURTH: 60, SI_MA_CAI: 90},
    {TRIEU_SON: 60, THO_NGOC: 4, FOURTH: 400, SI_MA_CAI: 90},
    {TRIEU_SON: 100, THO_NGOC: 100, FOURTH: 4, SI_MA_CAI: 100},
    {TRIEU_SON: 40, THO_NGOC: 200, FOURTH: 4, SI_MA_CAI: 90},
    {TRIEU_SON: 400, THO_NGOC: 40, FOURTH: 60, SI_MA_CAI: 5},  # 38 and its one district hide it
]


@pytest.mark.parametrize("name", sorted(TRANSFERS))
def test_both_days_of_a_transfer_together_tell_no_small_group(engine, monkeypatch, tmp_path, name):  # noqa: F811
    import shutil

    from db.engine import open_engine

    found = []
    template = tmp_path / "test.db"
    for number, counts in enumerate(PEOPLE):
        copy = tmp_path / f"{number}.db"
        shutil.copy(template, copy)
        database = open_engine(f"sqlite:///{copy}")
        with transaction(database) as connection:
            for code, unit_id in [(TRIEU_SON, 11), (THO_NGOC, 12), (SI_MA_CAI, 13)]:
                area = {"code": code, "name": code, "kind": "commune", "search_key": code}
                connection.execute(insert(metadata.tables["area"]).values(area))
                member = {"area_code": code, "unit_id": unit_id}
                connection.execute(insert(metadata.tables["areamember"]).values(member))
        monkeypatch.setitem(IDS, a_fourth_commune(database), 21)
        for commune, n in counts.items():
            count(database, commune, n, able=n // 2)
        publish_now(database)
        eve = shown_on(database, TODAY)
        assert not told(database, counts, eve)
        enter(database, transfer(*TRANSFERS[name]))
        publish_now(database)
        publish_on_the_day(database)
        first = shown_on(database, DAY)
        release(database, now=TOMORROW + timedelta(days=1), minimum=10, month=MONTH)
        later = shown_on(database, DAY + timedelta(days=1))
        found.append((counts, told(database, counts, eve, first, later)))
        database.dispose()

    assert [(counts, leak) for counts, leak in found if leak] == []


def test_a_part_of_communes_that_everybody_saw_is_shown_at_once(country, monkeypatch):  # noqa: F811
    monkeypatch.setitem(IDS, a_fourth_commune(country), 21)
    for commune in (TRIEU_SON, THO_NGOC, FOURTH):
        count(country, commune, 200, able=100)
    publish_now(country)
    enter(country, transfer((TRIEU_SON, THO_NGOC, 0.25)))
    publish_now(country)

    publish_on_the_day(country)

    assert people(country, "38") == {TRIEU_SON: 150, THO_NGOC: 250, FOURTH: 200}
    assert flags(country, TRIEU_SON) == flags(country, THO_NGOC) == flags(country, "38") == set()
