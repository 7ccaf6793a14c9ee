"""Two times of one person are joined only by that person, in order, and with consent."""

from dataclasses import replace
from datetime import date

import pytest

from db.commands.repeats import join_earlier
from db.commands.rights import withdraw_consent
from db.engine import transaction
from db.models import metadata
from db.repeats import earlier_of
from db.rights import my_data
from domain.consent import REPEAT
from domain.errors import NotComparable, UnknownResumeCode
from tests.db.people import LAN, all_rollups, begin, send
from tests.db.reference import NOW

EARLIER = replace(LAN, day=date(2026, 7, 1), answers=(1,) * 12)


def agreed(engine, code):
    """The consent to be compared, given with this assessment."""
    tables = metadata.tables
    with transaction(engine) as connection:
        mine = tables["assessment"].select().where(tables["assessment"].c.resume_code == code)
        given = {"purpose": REPEAT, "text_version": "1", "given_at": NOW}
        row = {"assessment_id": connection.execute(mine).mappings().one()["id"], **given}
        connection.execute(tables["consent"].insert(), row)
    return code


def join(engine, code, earlier):
    join_earlier(engine, code=code, earlier_code=earlier, now=NOW)


def test_the_earlier_time_is_found_again_and_no_count_moves(each_engine):
    earlier, later = agreed(each_engine, send(each_engine, EARLIER)), send(each_engine, LAN)
    before = all_rollups(each_engine)

    for _ in range(2):
        join(each_engine, later, f"{earlier[:3]} {earlier[3:].lower()}")

    assert earlier_of(each_engine, later, NOW).code == earlier
    assert earlier_of(each_engine, earlier, NOW) is None
    assert REPEAT in my_data(each_engine, later, NOW).held
    assert all_rollups(each_engine) == before


def test_without_the_consent_of_then_nothing_is_joined(engine):
    earlier, later = send(engine, EARLIER), send(engine, LAN)

    with pytest.raises(NotComparable):
        join(engine, later, earlier)


def test_a_consent_taken_back_parts_them_for_good(engine):
    earlier, later = agreed(engine, send(engine, EARLIER)), send(engine, LAN)
    join(engine, later, earlier)

    withdraw_consent(engine, code=later, purpose=REPEAT, now=NOW)

    assert earlier_of(engine, later, NOW) is None
    with pytest.raises(NotComparable):
        join(engine, later, earlier)


def test_neither_oneself_nor_a_later_time_nor_a_draft_is_an_earlier_time(engine):
    earlier, later = (agreed(engine, send(engine, one)) for one in (EARLIER, LAN))
    draft = agreed(engine, begin(engine, LAN, NOW).code)

    for code, other in ((later, later), (earlier, later), (later, draft), (draft, earlier)):
        with pytest.raises(NotComparable):
            join(engine, code, other)
    with pytest.raises(UnknownResumeCode):
        join(engine, later, "ZZZZZZ")


def test_an_earlier_time_belongs_to_one_later_time(engine):
    earlier, first = agreed(engine, send(engine, EARLIER)), send(engine, LAN)
    join(engine, first, earlier)

    with pytest.raises(NotComparable):
        join(engine, send(engine, LAN), earlier)
