"""A release: what moves, what waits, and what is held back; on both databases."""

import numpy as np
import pytest
from sqlalchemy import Engine, insert, select
from sqlmodel import Session

from db import attainment, withholding
from db.deployment import data_version
from db.engine import transaction
from db.models import COUNT_COLUMNS, metadata
from db.rollups import rebuild
from db.withholding import held_back
from domain.access import PUBLIC, Role, Scope
from domain.people import Mode
from publishing import release as release_module
from publishing.release import catch_up, release
from stats.attainment import attainment as rates
from stats.published import Context, publish
from tests.db.conftest import (  # noqa: F401
    each_engine,
    engine,
    postgres_engine,
    postgres_server,
    postgres_template,
    sqlite_template,
)
from tests.db.people import LAN, send
from tests.db.reference import NOW, SI_MA_CAI, THO_NGOC, TRIEU_SON

MONTH, CAMPAIGN = "2026-11", "2026-2"
IDS = {TRIEU_SON: 11, THO_NGOC: 12, SI_MA_CAI: 13}


@pytest.fixture
def country(each_engine: Engine) -> Engine:  # noqa: F811
    """Two communes of Thanh Hóa in one district, one of Lào Cai; each is an area of its own."""
    with transaction(each_engine) as connection:
        for code, unit_id in IDS.items():
            area = {"code": code, "name": code, "kind": "commune", "search_key": code}
            connection.execute(insert(metadata.tables["area"]).values(area))
            member = {"area_code": code, "unit_id": unit_id}
            connection.execute(insert(metadata.tables["areamember"]).values(member))
    return each_engine


def count(database, commune, people, *, able=None, audience="citizen", mode="self", month=MONTH):
    """People counted in the live rollups; the able reach the basic level in every group."""
    able = people if able is None else able
    counts = dict.fromkeys(COUNT_COLUMNS, 0) | {"people": people, "reached": able}
    for group in ("g0", "g1", "g2", "g3", "g4", "g5", "ai"):
        counts |= {f"{group}_basic": able, f"{group}_none": people - able}
    key = {
        "commune_id": IDS[commune],
        "campaign_code": CAMPAIGN,
        "audience": audience,
        "mode": mode,
    }
    fine = {**key, "month": month, "age_band": "40-59", "gender": "female"}
    with transaction(database) as connection:
        for table, where in (("attainmenttotal", key), ("attainmentcell", fine)):
            table = metadata.tables[table]
            same = [table.c[name] == value for name, value in where.items()]
            kept = connection.execute(select(table).where(*same)).mappings().first()
            if kept is None:
                connection.execute(insert(table).values(**where, **counts))
            else:
                sums = {name: kept[name] + counts[name] for name in COUNT_COLUMNS}
                connection.execute(table.update().where(*same).values(sums))


def published(database, commune=TRIEU_SON, mode="self"):
    """People of a commune as readers read them."""
    with Session(database) as session:
        frame = attainment.by_commune(session, PUBLIC, area_code="VN", campaign_code=CAMPAIGN)
    row = frame[(frame["unit_code"] == commune) & (frame["mode"] == mode)]
    return int(row["people"].iloc[0])


def publish_now(database, minimum=10):
    return release(database, now=NOW, minimum=minimum, month=MONTH)


def flags(database, area_code, audience="everyone", group=withholding.OUTCOME):
    """The names of the flags set for an area."""
    with Session(database) as session:
        held = held_back(session, PUBLIC, area_codes=[area_code], campaign_code=CAMPAIGN)
    row = held[(held["audience"] == audience) & (held["group"] == group)]
    return {flag for flag in withholding.FLAGS if row[flag].any()}


def test_nothing_is_read_before_it_is_published(country):
    count(country, TRIEU_SON, 40, able=20)

    assert published(country) == 0
    assert publish_now(country).changed
    assert published(country) == 40


def test_one_person_more_waits_and_nothing_that_is_read_changes(country):
    count(country, TRIEU_SON, 40, able=20)
    publish_now(country)
    with Session(country) as session:
        before = data_version(session)

    count(country, TRIEU_SON, 1)
    done = publish_now(country)

    assert (done.changed, done.waiting) == (False, 1)
    assert published(country) == 40
    with Session(country) as session:
        assert data_version(session) == before


def test_the_tenth_brings_the_nine_before_along(country):
    count(country, TRIEU_SON, 40, able=20)
    publish_now(country)
    count(country, TRIEU_SON, 9)
    publish_now(country)

    count(country, TRIEU_SON, 1)
    publish_now(country)

    assert published(country) == 50


def test_an_area_of_the_same_communes_as_its_province_is_hidden_with_it(country):
    """The nation without the district would be the five of the other province."""
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 30, able=15)
    count(country, SI_MA_CAI, 5, able=2)

    publish_now(country)

    assert flags(country, "38") == flags(country, "h-trieu-son") == {"hidden"}
    assert flags(country, "VN") == set()


def test_ten_people_of_two_audiences_wait_when_either_could_be_subtracted(country):
    for audience in ("citizen", "worker"):
        count(country, TRIEU_SON, 40, able=20, audience=audience)
    publish_now(country)

    count(country, TRIEU_SON, 6, audience="citizen")
    count(country, TRIEU_SON, 6, audience="worker")
    publish_now(country)

    assert published(country) == 80


def test_people_who_withdrew_are_taken_out_in_steps_too(country):
    count(country, TRIEU_SON, 40, able=20)
    publish_now(country)

    count(country, TRIEU_SON, -1)
    publish_now(country)
    assert published(country) == 40

    count(country, TRIEU_SON, -9)
    publish_now(country)
    assert published(country) == 30


def test_one_came_and_one_withdrew_is_not_nothing(country):
    """The number stays; were the rate to move, it would tell of the two."""
    count(country, TRIEU_SON, 40, able=20)
    publish_now(country)

    count(country, TRIEU_SON, 1, able=1)
    count(country, TRIEU_SON, -1, able=0)

    assert not publish_now(country).changed


def test_a_small_commune_beside_one_other_hides_both(country):
    count(country, TRIEU_SON, 40, able=20)
    count(country, THO_NGOC, 4, able=2)
    publish_now(country)

    assert flags(country, THO_NGOC) == {"hidden"}
    assert flags(country, TRIEU_SON) == {"hidden"}
    assert flags(country, "h-trieu-son") == flags(country, "38") == set()


def test_a_rate_of_nobody_in_a_small_group_is_a_bound(country):
    for commune, able in ((TRIEU_SON, 0), (THO_NGOC, 30), (SI_MA_CAI, 15)):
        count(country, commune, 30, able=able)
    publish_now(country)

    assert flags(country, TRIEU_SON) == {"low"}
    assert flags(country, THO_NGOC) == {"high"}


def test_a_bound_beside_one_other_shields_that_one(country):
    count(country, TRIEU_SON, 30, able=0)
    count(country, THO_NGOC, 150, able=70)
    publish_now(country)

    assert flags(country, TRIEU_SON) == {"low"}
    assert flags(country, THO_NGOC) == {"shielded"}


def test_what_is_held_back_is_blank_or_a_bound_in_the_table(country):
    count(country, TRIEU_SON, 30, able=0)
    count(country, THO_NGOC, 150, able=70)
    publish_now(country)
    with Session(country) as session:
        frame = attainment.by_commune(session, PUBLIC, area_code="38", campaign_code=CAMPAIGN)
        held = held_back(session, PUBLIC, area_codes=list(IDS), campaign_code=CAMPAIGN)
    outcome = held[(held["group"] == withholding.OUTCOME) & (held["audience"] == "everyone")]
    notes = Context("x", "y", "reached", "today", simulated=True, minimum=10)

    table = publish(rates(frame, mode=Mode.SELF), notes, held=outcome).table.set_index("unit_code")

    assert table["status"].to_dict() == {TRIEU_SON: "at_most", THO_NGOC: "shielded"}
    assert table["n"].to_dict() == {TRIEU_SON: 30, THO_NGOC: 150}
    assert table.loc[TRIEU_SON, "percent"] == pytest.approx(100 * 2 / 30)
    assert table.loc[TRIEU_SON, "low"] == pytest.approx(0)
    assert np.isnan(table.loc[THO_NGOC, "percent"])


def test_nobody_outside_the_scope_reads_what_is_held_back(country):
    count(country, TRIEU_SON, 4)
    publish_now(country)
    elsewhere = Scope(Role.LEADER, frozenset({"15"}))

    with Session(country) as session:
        held = held_back(session, elsewhere, area_codes=[TRIEU_SON, "38"], campaign_code=CAMPAIGN)

    assert held.empty


def test_a_period_with_one_person_shows_nobody(country):
    count(country, TRIEU_SON, 1)
    publish_now(country)

    assert flags(country, TRIEU_SON) == flags(country, "VN") == {"hidden"}


def test_what_is_small_may_be_published_once_it_grew(country):
    count(country, TRIEU_SON, 4)
    publish_now(country)

    count(country, TRIEU_SON, 20, able=10)
    publish_now(country)

    assert published(country) == 24
    assert flags(country, TRIEU_SON) == set()


def test_months_are_caught_up_as_if_published_in_time(country):
    count(country, TRIEU_SON, 40, able=20, month="2026-08")
    count(country, TRIEU_SON, 3, month="2026-09")
    count(country, TRIEU_SON, 8, month="2026-10")

    catch_up(country, now=NOW, minimum=10)

    months = metadata.tables["releasedmonth"]
    with country.connect() as connection:
        rows = connection.execute(
            select(months.c.month, months.c.people).where(months.c.area_code == "VN")
        ).all()
    assert sorted(map(tuple, rows)) == [("2026-08", 40), ("2026-09", 40), ("2026-10", 51)]


def test_the_month_of_an_area_that_is_withheld_is_not_recorded(country):
    count(country, SI_MA_CAI, 4)
    publish_now(country)

    with country.connect() as connection:
        assert connection.execute(select(metadata.tables["releasedmonth"])).all() == []


def test_a_person_who_sends_is_counted_at_once_and_read_with_the_release(country):
    for _ in range(10):
        send(country, LAN)
    assert published(country) == 0

    publish_now(country)

    assert published(country) == 10


def test_rebuilding_the_live_rollups_publishes_nothing(country):
    for _ in range(10):
        send(country, LAN)

    rebuild(country)

    assert published(country) == 0


def test_an_empty_country_is_published_as_nothing(country):
    done = publish_now(country)

    assert (done.people, done.waiting, done.changed) == (0, 0, False)


def test_people_go_on_answering_while_a_release_is_decided(country, monkeypatch):
    """It decides over what it saw; who sends meanwhile is neither stopped nor lost."""
    count(country, TRIEU_SON, 40, able=20)
    decide = release_module.publishable

    def slowly(*arguments):
        count(country, SI_MA_CAI, 30, able=10)
        return decide(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(release_module, "publishable", slowly)
        publish_now(country)
    assert (published(country), published(country, SI_MA_CAI)) == (40, 0)

    publish_now(country)

    assert published(country, SI_MA_CAI) == 30


def test_of_two_releases_at_once_the_later_one_stores_nothing(country, monkeypatch):
    count(country, TRIEU_SON, 40, able=20)
    decide = release_module.publishable

    def after_another(*arguments):
        with monkeypatch.context() as patch:
            patch.setattr(release_module, "publishable", decide)
            publish_now(country)
        count(country, TRIEU_SON, 5)
        return decide(*arguments)

    monkeypatch.setattr(release_module, "publishable", after_another)
    done = publish_now(country)

    assert (done.changed, published(country)) == (False, 40)
