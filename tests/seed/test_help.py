"""Simulated help: nobody's who is alone, plausible elsewhere, and no commune of one helper."""

from sqlalchemy import func, select
from sqlmodel import Session

from db.helper_passes import passes_from
from db.helpers_share import most_by_one_pass
from db.items import odd_by_commune
from db.models import metadata
from domain.access import NATION, PUBLIC
from domain.people import Mode
from seed.demo import LAST_DAY
from stats.ranking import Rules

_rows = metadata.tables["assessment"].c


def _share(engine, condition, among):
    with engine.connect() as connection:
        people = select(func.count()).where(among)
        return connection.scalar(people.where(condition)) / connection.scalar(people)


def test_nobody_who_answers_alone_had_help(demo_engine):
    alone = _rows.mode == Mode.SELF.value

    for column in (_rows.helper_relation, _rows.help_language, _rows.helper_pass_id):
        assert _share(demo_engine, column.is_not(None), alone) == 0


def test_family_answers_instead_and_volunteers_help_with_passes(demo_engine):
    instead, assisted = _rows.mode == Mode.PROXY.value, _rows.mode == Mode.ASSISTED.value

    assert _share(demo_engine, _rows.helper_relation == "family", instead) > 0.6
    assert 0.3 < _share(demo_engine, _rows.helper_relation == "volunteer", assisted) < 0.5
    assert 0.1 < _share(demo_engine, _rows.helper_pass_id.is_not(None), assisted) < 0.4
    assert 0.02 < _share(demo_engine, _rows.help_language.is_(None), assisted) < 0.15


def test_hardly_any_simulated_commune_came_by_one_helper(demo_engine):
    asked = {"area_code": NATION, "campaign_code": "2026-2"}
    rules = Rules()
    with Session(demo_engine) as session:
        helped = most_by_one_pass(session, PUBLIC, **asked).set_index("unit_code")["by_one"]
        people = odd_by_commune(session, PUBLIC, **asked).set_index("unit_code")["people"]
        usable = passes_from(session, PUBLIC, day=LAST_DAY)

    share = helped / people.reindex(helped.index)
    odd = (share >= rules.by_one_helper) & (helped >= rules.people_by_one_helper)
    assert len(helped) > 50
    assert odd.sum() <= 2
    assert {one.valid_on for one in usable} == {LAST_DAY}
