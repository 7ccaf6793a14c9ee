"""Before and after of those who came to classes: whole quarters, steps of ten, one scope."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import event, insert, update
from sqlmodel import Session

from db.class_outcomes import by_quarter
from db.engine import transaction
from db.models import COUNT_COLUMNS, metadata
from domain.access import Role, Scope
from publishing.class_outcomes import release_classes
from stats.class_change import before_and_after, bounds, for_publishing
from stats.published import Context, publish
from tests.db.people import COMMUNE_IDS, LAN, send
from tests.db.reference import NOW, TODAY, TRIEU_SON

HERE, THERE = Scope(Role.LEADER, frozenset({"38"})), Scope(Role.LEADER, frozenset({"15"}))
HELD = date(2026, 7, 10)
EARLIER = replace(LAN, day=date(2026, 6, 20), answers=(0,) * 12)
NOTES = Context("test", "", "class_change", "today", simulated=False, minimum=10)
_assessments, _attendance = metadata.tables["assessment"], metadata.tables["classattendance"]


@pytest.fixture
def held(engine):
    with transaction(engine) as connection:
        connection.execute(
            insert(metadata.tables["classsession"]).values(
                id=1, token="AB234", kind="lesson", place_kind="market", place_name="Chợ Đà",
                commune_id=COMMUNE_IDS[TRIEU_SON], held_on=HELD, starts_minute=480, minutes=90,
                audience="everyone", teacher="volunteer", competences=[], resources=[],
                created_at=NOW,
            )
        )  # fmt: skip


def came(engine, number, person=LAN, *, first=0):
    """People who answered before, came, told their code and answered again as this person."""
    for count in range(first, first + number):
        codes = send(engine, EARLIER), send(engine, person)
        with transaction(engine) as connection:
            of = [
                connection.scalar(
                    _assessments.select()
                    .with_only_columns(_assessments.c.id)
                    .where(_assessments.c.resume_code == code)
                )
                for code in codes
            ]
            mine = _assessments.c.id == of[1]
            connection.execute(update(_assessments).where(mine).values(repeat_of=of[0]))
            row = {"class_id": 1, "visitor_hash": f"v{count}", "attended_on": HELD}
            connection.execute(insert(_attendance).values(**row, assessment_id=of[count % 2]))


def read(engine, scope=HERE):
    with Session(engine) as session:
        return by_quarter(session, scope)


def told(engine):
    table = before_and_after(read(engine))
    return publish(for_publishing(table), NOTES, held=bounds(table)).table.set_index("figure")


def test_nine_people_are_not_told_and_the_tenth_tells_of_ten(engine, held):
    came(engine, 9)
    assert release_classes(engine, today=TODAY, minimum=10) == 0
    assert read(engine).empty

    came(engine, 1, first=9)
    assert release_classes(engine, today=TODAY, minimum=10) == 1

    assert read(engine).iloc[0][["people", "reached_before", "reached_after"]].tolist() == [
        10, 0, 10,
    ]  # fmt: skip
    assert read(engine, THERE).empty
    assert set(told(engine)["status"]) == {"at_most", "at_least"}


def test_what_was_read_moves_only_with_ten_people_more(engine, held):
    came(engine, 10)
    release_classes(engine, today=TODAY, minimum=10)
    came(engine, 9, replace(EARLIER, day=TODAY), first=10)
    assert release_classes(engine, today=TODAY, minimum=10) == 0

    came(engine, 1, replace(EARLIER, day=TODAY), first=19)
    release_classes(engine, today=TODAY, minimum=10)

    assert told(engine).loc["after", ["status", "n", "percent"]].tolist() == ["shown", 20, 50]


def test_a_quarter_that_still_runs_is_not_told(engine, held):
    came(engine, 10)

    assert release_classes(engine, today=date(2026, 9, 30), minimum=10) == 0
    assert release_classes(engine, today=date(2026, 10, 1), minimum=10) == 1


def test_who_could_be_had_by_subtracting_from_the_published_keeps_it_back(engine, held):
    came(engine, 10)
    with transaction(engine) as connection:
        connection.execute(
            insert(metadata.tables["releasedtotal"]).values(
                commune_id=COMMUNE_IDS[TRIEU_SON], campaign_code="2026-2", audience="citizen",
                mode="self", **dict.fromkeys(COUNT_COLUMNS, 0) | {"people": 19},
            )
        )  # fmt: skip

    assert release_classes(engine, today=TODAY, minimum=10) == 0


def test_nobody_is_compared_who_did_not_come_between_the_two_times(engine, held):
    came(engine, 10)
    with transaction(engine) as connection:
        connection.execute(update(metadata.tables["classsession"]).values(held_on=TODAY))

    assert release_classes(engine, today=date(2027, 1, 5), minimum=10) == 0


def test_of_a_country_only_those_are_looked_up_who_told_their_code(engine):
    """Each release asks this; along the table it would be millions of people every few minutes."""
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))

    release_classes(engine, today=TODAY, minimum=10)

    joined = [one for one in asked if "AS earlier" in one[0]]
    assert len(joined) == 2
    with engine.connect() as connection:
        for statement, values in joined:
            plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all())
            assert "SCAN earlier" not in plan
            assert "SCAN later" not in plan
