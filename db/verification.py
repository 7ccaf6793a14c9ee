"""Recomputes every score and every rollup from the raw answers, and lists what differs."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, Select, bindparam, select, union
from sqlmodel import Session

from db import rechecking, recount
from db.assessments import DRAFT, SUBMITTED, score_columns
from db.counted import (
    CELLS,
    CHECKS,
    HAMLETS,
    HELPED,
    ITEMS,
    ODD,
    PROGRESS,
    TOTALS,
    Rollup,
    counts_in,
)
from db.counted_sql import assessments
from db.dialects import month_of
from db.engine import snapshot
from db.models import ANSWER_COLUMNS, LEVEL_COLUMNS, metadata
from db.questionnaires import answers_by_group, load_questionnaire
from db.recount import Counts, Key, Rows, Somebody
from domain.errors import MissingAnswers
from domain.scoring import score

_SCORE_COLUMNS = (*LEVEL_COLUMNS, "level_ai", "outcome", "groups_reached")
_SHOWN_DIFFERENCES = 20
_REMEMBERED_PATTERNS = 200_000
_OF_A_COMMUNE = (CELLS, TOTALS, CHECKS, ODD, HELPED, HAMLETS, PROGRESS)


@dataclass(frozen=True)
class Verification:
    """How much was recomputed, and what differs from the stored rows; `shown` is its beginning."""

    people: int
    rows: Mapping[str, int]  # name of the rollup's table → stored rows
    differences: int
    shown: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return self.differences == 0


@dataclass
class _Findings:
    people: int = 0
    differences: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def differ(self, what: str, *, stored: object, recomputed: object) -> None:
        self.differences += 1
        if len(self.shown) < _SHOWN_DIFFERENCES:
            self.shown.append(f"{what}: stored {stored}, recomputed {recomputed}")


@dataclass(frozen=True)
class _Recomputed:
    """A score as stored columns, and the places in COUNT_COLUMNS where its person counts."""

    columns: tuple[int | None, ...]
    counted_at: tuple[int, ...]


_UNSCORABLE = _Recomputed((None,) * len(_SCORE_COLUMNS), ())
_Rescore = Callable[[str, Key], _Recomputed]
_Recheck = Callable[[Sequence[object]], tuple[int | None, ...]]


def verify(engine: Engine) -> Verification:
    """
    Compare one unchanging view of the database with its own raw answers.

    Commune after commune, so that memory holds the people of one commune at most. Scores come from
    `domain.scoring`, and the counts from those scores, never from the stored levels.
    """
    findings = _Findings()
    items: Rows = {}
    with snapshot(engine) as connection:
        rescore, recheck = _rescorer(connection), rechecking.rechecker(connection)
        for commune_id, province_code in _communes(connection):
            everybody = _people(connection, commune_id, rescore, recheck, findings)
            people = recount.without_children(everybody)
            _verify_commune(connection, commune_id, people, findings)
            _sum_up(items, recount.items(people, province_code))
        _compare(ITEMS, _stored(connection, _ALL_ITEMS, ITEMS, {}), items, findings)
    return Verification(
        findings.people, dict(findings.rows), findings.differences, tuple(findings.shown)
    )


def _rescorer(connection: Connection) -> _Rescore:
    versions = connection.execute(select(assessments.c.version).distinct()).scalars().all()
    with Session(connection) as session:
        questionnaires = {version: load_questionnaire(session, version) for version in versions}

    @lru_cache(maxsize=_REMEMBERED_PATTERNS)
    def rescore(version: str, answers: Sequence[int | None]) -> _Recomputed:
        asked = questionnaires[version]
        try:
            columns = score_columns(score(answers_by_group(asked, answers), asked.thresholds))
        except MissingAnswers:
            return _UNSCORABLE
        return _recomputed(tuple(columns[name] for name in _SCORE_COLUMNS))

    return rescore


@lru_cache(maxsize=_REMEMBERED_PATTERNS)
def _recomputed(columns: tuple[int | None, ...]) -> _Recomputed:
    person = dict(zip(_SCORE_COLUMNS, columns, strict=True))
    conditions = enumerate(CELLS.conditions.values())
    counted_at = (place for place, condition in conditions if counts_in(condition, person))
    return _Recomputed(columns, tuple(counted_at))


def _communes(connection: Connection) -> list[tuple[int, str]]:
    """Every commune that has answers or, perhaps wrongly, counts, and its province."""
    units = metadata.tables["unit"].c
    tables = (assessments, *(rollup.table for rollup in _OF_A_COMMUNE))
    found = union(*(select(table.c.commune_id) for table in tables)).subquery()
    rows = connection.execute(
        select(units.id, units.parent_code)
        .where(units.id.in_(select(found.c.commune_id)))
        .order_by(units.id)
    )
    return [(commune_id, province_code) for commune_id, province_code in rows]


_WHO = ("campaign_code", "version", "audience", "age_band", "gender", "mode")
_FIRST = 6  # id, status, month, seconds, pass, hamlet come before
_VERSION = _FIRST + _WHO.index("version")
_ANSWERS_FROM = _FIRST + len(_WHO)
_SCORE_FROM = _ANSWERS_FROM + len(ANSWER_COLUMNS)
_SKIPPED = _SCORE_FROM + len(_SCORE_COLUMNS)
_EXTRA_FROM = _SKIPPED + 1
_PEOPLE = select(
    assessments.c.id,
    assessments.c.status,
    month_of(assessments.c.submitted_on).label("month"),
    assessments.c.seconds_taken,
    assessments.c.helper_pass_id,
    assessments.c.hamlet_id,
    *(assessments.c[name] for name in (*_WHO, *ANSWER_COLUMNS, *_SCORE_COLUMNS, "skipped")),
    *(rechecking.extras.c[name] for name in rechecking.COLUMNS),
)
_PEOPLE = _PEOPLE.outerjoin_from(
    assessments, rechecking.extras, rechecking.extras.c.assessment_id == assessments.c.id
).where(
    assessments.c.status.in_((DRAFT, SUBMITTED)),  # everybody; so that the index is of use
    assessments.c.commune_id == bindparam("commune_id"),
)


def _people(
    connection: Connection,
    commune_id: int,
    rescore: _Rescore,
    recheck: _Recheck,
    findings: _Findings,
) -> list[Somebody]:
    """Everybody of one commune; wrong scores and checks are reported on the way."""
    people = []
    for row in connection.execute(_PEOPLE, {"commune_id": commune_id}):
        is_sent = row[1] == SUBMITTED
        answers = row[_ANSWERS_FROM:_SCORE_FROM]
        expected = rescore(row[_VERSION], answers) if is_sent else _UNSCORABLE
        if is_sent and row[_SCORE_FROM:_SKIPPED] != expected.columns:
            what = f"score of assessment {row[0]}"
            findings.differ(what, stored=row[_SCORE_FROM:_SKIPPED], recomputed=expected.columns)
        extra = tuple(row[_EXTRA_FROM:])
        shown, stored = recheck(extra), rechecking.stored_shown(extra)
        if shown != stored:
            findings.differ(f"check of assessment {row[0]}", stored=stored, recomputed=shown)
        findings.people += is_sent
        who = row[_FIRST:_ANSWERS_FROM]
        known = (*who, *row[2:_FIRST], answers, expected.counted_at, is_sent)
        known += (row[_SKIPPED] or 0, shown, extra[-1])
        people.append(Somebody._make(known))
    return people


def _verify_commune(
    connection: Connection, commune_id: int, people: Sequence[Somebody], findings: _Findings
) -> None:
    cells = recount.cells(people, commune_id)
    expected = {
        CELLS: cells,
        TOTALS: recount.totals(cells),
        CHECKS: recount.checks(people, commune_id),
        ODD: recount.odd(people, commune_id),
        HELPED: recount.helped(people, commune_id),
        HAMLETS: recount.hamlets(people, commune_id),
        PROGRESS: recount.progress(people, commune_id),
    }
    for rollup, rows in expected.items():
        here = {"commune_id": commune_id}
        _compare(rollup, _stored(connection, _STORED[rollup], rollup, here), rows, findings)


def _select_rows(rollup: Rollup) -> Select[Any]:
    return select(*(rollup.table.c[name] for name in (*rollup.key, *rollup.columns)))


_STORED = {
    rollup: _select_rows(rollup).where(rollup.table.c.commune_id == bindparam("commune_id"))
    for rollup in _OF_A_COMMUNE
}
_ALL_ITEMS = _select_rows(ITEMS)


def _stored(
    connection: Connection, statement: Select[Any], rollup: Rollup, which: Mapping[str, int]
) -> Rows:
    size = len(rollup.key)
    return {row[:size]: list(row[size:]) for row in connection.execute(statement, which)}


def _sum_up(items: Rows, more: Rows) -> None:
    for key, counts in more.items():
        before = items.get(key, [0] * len(counts))
        items[key] = [a + b for a, b in zip(before, counts, strict=True)]


def _compare(rollup: Rollup, stored: Rows, recomputed: Rows, findings: _Findings) -> None:
    findings.rows[rollup.table.name] += len(stored)
    # A row of zeros is what taking the last person back leaves: it says the same as no row.
    nobody = [0] * len(rollup.columns)
    for key in sorted(stored.keys() | recomputed.keys(), key=str):
        there, expected = stored.get(key, nobody), recomputed.get(key, nobody)
        if there != expected:
            what = f"{rollup.table.name} {dict(zip(rollup.key, key, strict=True))}"
            findings.differ(what, stored=_named(rollup, there), recomputed=_named(rollup, expected))


def _named(rollup: Rollup, counts: Counts) -> dict[str, int]:
    """Only what is not zero, to keep a difference readable."""
    return {name: count for name, count in zip(rollup.columns, counts, strict=True) if count}
