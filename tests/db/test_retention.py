"""Every column about a person has a rule, and no rule changes a number."""

import sqlite3
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import event, insert, select, update

from db.assessments import open_draft
from db.commands import few_at_a_time
from db.commands.assessments import submit
from db.commands.audit import record
from db.commands.few_at_a_time import Pace
from db.commands.retention import STEPS, due, retain
from db.commands.rights import give_sensitive
from db.deployment import SIMULATED
from db.engine import fold_log, transaction
from db.models import metadata
from db.rollups import rebuild
from db.verification import verify
from domain.consent import Disability, Ethnicity
from domain.errors import UnknownResumeCode
from domain.resume_code import ALPHABET
from domain.retention import ALL, CODE_DAYS, RULES, SENSITIVE_DAYS, TIMES_DAYS, applied
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


def unruled(tables):
    """
    `table.column` of every column no rule names, and of every one a rule names in vain.

    A rule for all columns covers a table alone; beside rules that name columns it does not, since
    it is then about some rows only.
    """
    named = {rule.table: set() for rule in RULES}
    for rule in RULES:
        if rule.columns != ALL:
            named[rule.table].update(rule.columns)
    ruled = {table: columns or tables.get(table, {"?"}) for table, columns in named.items()}
    return flat(tables) ^ flat(ruled)


def flat(tables):
    return {f"{table}.{column}" for table, columns in tables.items() for column in columns}


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


def test_while_much_is_forgotten_everybody_else_may_write_in_between(engine, monkeypatch):
    """Two rows at a time; between them a writer who does not wait at all finds the door open."""
    monkeypatch.setattr(few_at_a_time, "_LOOKED_AT", 3)
    for _ in range(5):
        begin(engine, LAN, NOW)  # what nobody finished goes by a command of its own
    with transaction(engine) as connection:
        for _ in range(7):
            record(connection, "test", "test", by=None, now=NOW)
    other = sqlite3.connect(engine.url.database, timeout=0)
    left = []

    def write_meanwhile(_seconds):
        with other:
            other.execute("UPDATE deployment SET data_version = data_version + 1")
        left.append((len(rows(engine)), len(rows(engine, "auditevent"))))

    done = retain(engine, now=after(3000), pace=Pace(rows=2, rest=write_meanwhile))
    other.close()

    assert (done["draft"], done["audit"]) == (5, 7)
    assert left[-1] == (0, 0)
    steps = [(before[0] - now[0]) + (before[1] - now[1]) for before, now in pairwise(left)]
    assert len(left) > 6
    assert max(steps) <= 2
    assert verify(engine).is_clean


def test_the_search_for_what_is_due_walks_along_the_table_and_never_by_an_index(engine):
    """By the index of the status every row of the country would be fetched on its own."""
    asked = []
    event.listen(engine, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))

    retain(engine, now=NOW)

    searches = [one for one in asked if one[0].lstrip().startswith("SELECT assessment.id")]
    assert len(searches) > sum(step.table is _assessments for step in STEPS.values())
    with engine.connect() as connection:
        for statement, values in searches:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert "status" not in str(plan)


def test_emptying_the_log_keeps_nobody_out_while_somebody_reads(engine):
    send(engine, LAN)
    reader = sqlite3.connect(engine.url.database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM assessment").fetchall()
    send(engine, LAN)

    began = time.monotonic()
    fold_log(engine)
    took = time.monotonic() - began

    assert took < 2  # a writer gives up after five seconds
    reader.execute("COMMIT")
    reader.close()


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
