"""Every column about a person has a rule, and no rule changes a number."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, update

from db.assessments import open_draft
from db.commands.assessments import submit
from db.commands.audit import record
from db.commands.retention import BATCH, STEPS, due, retain
from db.commands.rights import give_sensitive
from db.deployment import SIMULATED
from db.engine import transaction
from db.models import metadata
from db.rollups import rebuild
from db.verification import verify
from domain.consent import Disability, Ethnicity
from domain.errors import UnknownResumeCode
from domain.resume_code import ALPHABET
from domain.retention import CODE_DAYS, RULES, SENSITIVE_DAYS, TIMES_DAYS, applied, unruled
from tests.db.people import LAN, all_rollups, answer, begin, send
from tests.db.reference import NOW, TODAY, questionnaire

_assessments = metadata.tables["assessment"]
# Tables without a row about anybody: places, what is asked, documents, and counts of many people.
ABOUT_NOBODY = {
    "deployment", "unit", "unitlineage", "area", "areamember", "framework", "competence",
    "questionnaireversion", "question", "campaign", "attainmentcell", "attainmenttotal",
    "itemtotal", "progresstotal", "oddtotal", "release", "releasedtotal", "releasedprovince",
    "releasedmonth", "withholding", "population", "target", "indicatorvalue", "helpertotal",
    "checktotal", "releasedcheck", "releasedclass", "checkversion", "packversion", "pointday",
    "indicator",
    "hamletname", "hamletpopulation", "hamlettotal",
    "teamcommune", "teammember",
}  # fmt: skip


def after(days):
    return NOW + timedelta(days=days)


def rows(engine, table="assessment"):
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(metadata.tables[table])).mappings()]


def waiting(engine, now):
    return {one.rule.name: one.rows for one in due(engine, now=now) if one.rows}


def test_every_column_of_every_table_about_a_person_has_exactly_the_rules_it_needs():
    tables = {
        table.name: {column.name for column in table.columns}
        for table in metadata.sorted_tables
        if table.name not in ABOUT_NOBODY
    }

    assert unruled(tables) == set()


def test_every_rule_that_does_something_has_its_step_days_and_beginning():
    names = [rule.name for rule in RULES]

    assert len(names) == len(set(names))
    with_the_code = {"consent", "import_row", "household_member"}
    assert {rule.name for rule in applied()} - STEPS.keys() == with_the_code
    assert all(rule.days is not None and rule.since for rule in applied())


@pytest.mark.parametrize(("rule", "days"), [("times", TIMES_DAYS), ("code", CODE_DAYS)])
def test_a_rule_applies_on_its_day_and_not_on_the_one_before(each_engine, rule, days):
    send(each_engine, LAN)

    assert rule not in waiting(each_engine, after(days - 1))
    assert waiting(each_engine, after(days))[rule] == 1
    [one] = [one for one in due(each_engine, now=NOW) if one.rule.name == rule]
    assert (one.rows, one.next_on) == (0, TODAY + timedelta(days=days))


def test_after_a_year_only_the_month_is_known_and_every_number_stays(each_engine):
    fast = replace(LAN, day=date(2026, 7, 31), answers=(1, 2) * 6)
    for person in (LAN, fast):
        send(each_engine, person)
    with transaction(each_engine) as connection:
        connection.execute(update(_assessments).values(seconds_taken=_assessments.c.id * 70))
    rebuild(each_engine)
    before = all_rollups(each_engine)

    retain(each_engine, now=after(TIMES_DAYS))

    assert {row["submitted_on"] for row in rows(each_engine)} == {
        date(2026, 11, 1),
        date(2026, 7, 1),
    }
    assert all(row["seconds_taken"] % 30 == 0 for row in rows(each_engine))
    assert all(row["started_at"] == row["expires_at"] for row in rows(each_engine))
    assert all_rollups(each_engine) == before
    assert verify(each_engine).is_clean
    assert waiting(each_engine, after(TIMES_DAYS)) == {}


def test_in_the_end_no_code_leads_to_the_answers_and_every_number_stays(each_engine):
    codes = [send(each_engine, LAN) for _ in range(3)]
    before = all_rollups(each_engine)

    retain(each_engine, now=after(CODE_DAYS))
    retain(each_engine, now=after(CODE_DAYS + 31))

    assert all_rollups(each_engine) == before
    assert verify(each_engine).is_clean
    assert rows(each_engine, "consent") == []
    left = {row["resume_code"] for row in rows(each_engine)}
    assert len(left) == 3
    assert all(code[0] not in ALPHABET for code in left)
    for code in (*codes, *left):
        with pytest.raises(UnknownResumeCode):
            open_draft(each_engine, code, NOW)


def test_sensitive_answers_go_first_and_alone(engine):
    code = begin(engine, LAN, NOW).code
    give_sensitive(
        engine, code=code, ethnicity=Ethnicity.MINORITY, disability=Disability.SOME, now=NOW
    )
    answer(engine, code, LAN.answers, NOW)
    submit(engine, code=code, questionnaire=questionnaire(), now=NOW, today=TODAY)

    retain(engine, now=after(SENSITIVE_DAYS - 1))
    assert len(rows(engine, "sensitiveanswers")) == 1
    retain(engine, now=after(SENSITIVE_DAYS))

    assert rows(engine, "sensitiveanswers") == []
    assert len(rows(engine)) == 1


def test_more_rows_than_one_transaction_takes_are_all_dealt_with(engine):
    code = send(engine, LAN)
    with transaction(engine) as connection:
        for _ in range(BATCH + 1):
            record(connection, "test", "test", by=None, now=NOW)

    done = retain(engine, now=after(3000))

    assert done["audit"] == BATCH + 1
    assert rows(engine, "auditevent") == []
    assert code not in str(rows(engine))


def test_simulated_people_are_not_forgotten(engine):
    with transaction(engine) as connection:
        values = {"id": 1, "data_kind": SIMULATED, "data_version": 0}
        connection.execute(insert(metadata.tables["deployment"]), values)
    send(engine, LAN)

    assert sum(retain(engine, now=after(CODE_DAYS)).values()) == 0


def test_a_dry_run_says_what_is_due_and_changes_nothing(engine, capsys, monkeypatch):
    from db import __main__ as command

    send(engine, LAN)
    before = rows(engine)
    monkeypatch.setattr(command, "open_engine", lambda _url: engine)

    assert command.main(["retain", "--dry-run"]) == 0

    said = capsys.readouterr().out
    assert "times: generalise assessment(" in said
    assert "applied" not in said
    assert rows(engine) == before
