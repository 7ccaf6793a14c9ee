"""Recomputes every score and both rollups from the raw answers, and lists what differs."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, bindparam, select, union
from sqlmodel import Session

from db.assessments import SUBMITTED, score_columns
from db.dialects import month_of
from db.models import ANSWER_COLUMNS, COUNT_COLUMNS, LEVEL_COLUMNS
from db.questionnaires import answers_by_group, load_questionnaire
from db.rollups import CELL_KEY, TOTAL_KEY, assessments, cells, counts_in, totals
from domain.errors import MissingAnswers
from domain.scoring import score

_SCORE_COLUMNS = (*LEVEL_COLUMNS, "level_ai", "outcome", "groups_reached")
_SHOWN_DIFFERENCES = 20
_REMEMBERED_PATTERNS = 200_000

Key = tuple[object, ...]
Counts = list[int]


@dataclass(frozen=True)
class Verification:
    """How much was recomputed, and what differs from the stored rows; `shown` is its beginning."""

    people: int
    cells: int
    totals: int
    differences: int
    shown: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        return self.differences == 0


@dataclass
class _Findings:
    counted: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def differ(self, what: str, *, stored: object, recomputed: object) -> None:
        self.counted["differences"] += 1
        if len(self.shown) < _SHOWN_DIFFERENCES:
            self.shown.append(f"{what}: stored {stored}, recomputed {recomputed}")


@dataclass(frozen=True)
class _Recomputed:
    """A score as stored columns, and the places in COUNT_COLUMNS where its person counts."""

    columns: tuple[int | None, ...]
    counted_at: tuple[int, ...]


_UNSCORABLE = _Recomputed((None,) * len(_SCORE_COLUMNS), ())
_Rescore = Callable[[str, Key], _Recomputed]


def verify(engine: Engine) -> Verification:
    """
    Compare one unchanging view of the database with its own raw answers.

    Commune after commune, so that memory holds the people of one commune at most. Scores come from
    `domain.scoring`, and the counts from those scores, never from the stored levels.
    """
    findings = _Findings()
    with _snapshot(engine) as connection:
        rescore = _rescorer(connection)
        for commune_id in _communes(connection):
            _verify_commune(connection, commune_id, rescore, findings)
    counted = findings.counted
    return Verification(
        people=counted["people"],
        cells=counted["cells"],
        totals=counted["totals"],
        differences=counted["differences"],
        shown=tuple(findings.shown),
    )


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """A read transaction that does not see what others write meanwhile; SQLite's never does."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


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
    counted_at = (place for place, name in enumerate(COUNT_COLUMNS) if counts_in(name, person))
    return _Recomputed(columns, tuple(counted_at))


def _communes(connection: Connection) -> list[int]:
    """Every commune that has answers or, perhaps wrongly, counts."""
    tables = (assessments, cells, totals)
    found = union(*(select(table.c.commune_id) for table in tables))
    return sorted(connection.execute(found).scalars())


def _people_of_commune() -> Select[Any]:
    key = (assessments.c[name] for name in CELL_KEY[1:] if name != "month")
    return select(
        assessments.c.id,
        assessments.c.version,
        month_of(assessments.c.submitted_on).label("month"),
        *key,
        *(assessments.c[name] for name in ANSWER_COLUMNS),
        *(assessments.c[name] for name in _SCORE_COLUMNS),
    ).where(assessments.c.status == SUBMITTED, assessments.c.commune_id == bindparam("commune_id"))


def _counts_of_commune(table: Table, key: Sequence[str]) -> Select[Any]:
    columns = [table.c[name] for name in (*key, *COUNT_COLUMNS)]
    return select(*columns).where(table.c.commune_id == bindparam("commune_id"))


_PEOPLE = _people_of_commune()
_STORED = {
    cells: _counts_of_commune(cells, CELL_KEY),
    totals: _counts_of_commune(totals, TOTAL_KEY),
}
_ANSWERS_FROM = 8  # id, version, month, campaign, audience, age band, gender, mode come before
_SCORE_FROM = _ANSWERS_FROM + len(ANSWER_COLUMNS)


def _verify_commune(
    connection: Connection, commune_id: int, rescore: _Rescore, findings: _Findings
) -> None:
    recomputed = _recount(connection, commune_id, rescore, findings)
    _compare(connection, cells, CELL_KEY, commune_id, recomputed, findings)
    _compare(connection, totals, TOTAL_KEY, commune_id, _summed(recomputed), findings)


def _recount(
    connection: Connection, commune_id: int, rescore: _Rescore, findings: _Findings
) -> dict[Key, Counts]:
    """Cell → counts of one commune, from its raw answers; wrong scores are reported on the way."""
    counts: dict[Key, Counts] = {}
    for row in connection.execute(_PEOPLE, {"commune_id": commune_id}):
        expected = rescore(row[1], row[_ANSWERS_FROM:_SCORE_FROM])
        if row[_SCORE_FROM:] != expected.columns:
            what = f"score of assessment {row[0]}"
            findings.differ(what, stored=row[_SCORE_FROM:], recomputed=expected.columns)
        month, campaign, *person = row[2:_ANSWERS_FROM]
        cell = counts.setdefault((commune_id, campaign, month, *person), [0] * len(COUNT_COLUMNS))
        for place in expected.counted_at:
            cell[place] += 1
        findings.counted["people"] += 1
    return counts


def _summed(by_cell: Mapping[Key, Counts]) -> dict[Key, Counts]:
    places = [CELL_KEY.index(name) for name in TOTAL_KEY]
    sums: dict[Key, Counts] = {}
    for key, counts in by_cell.items():
        total_key = tuple(key[place] for place in places)
        before = sums.get(total_key, [0] * len(COUNT_COLUMNS))
        sums[total_key] = [a + b for a, b in zip(before, counts, strict=True)]
    return sums


def _compare(
    connection: Connection,
    table: Table,
    key: Sequence[str],
    commune_id: int,
    recomputed: Mapping[Key, Counts],
    findings: _Findings,
) -> None:
    rows = connection.execute(_STORED[table], {"commune_id": commune_id})
    stored = {row[: len(key)]: list(row[len(key) :]) for row in rows}
    findings.counted["cells" if table is cells else "totals"] += len(stored)
    # A row of zeros is what taking the last person back leaves: it says the same as no row.
    nobody = [0] * len(COUNT_COLUMNS)
    for cell in sorted(stored.keys() | recomputed.keys(), key=str):
        there, expected = stored.get(cell, nobody), recomputed.get(cell, nobody)
        if there != expected:
            what = f"{table.name} {dict(zip(key, cell, strict=True))}"
            findings.differ(what, stored=_named(there), recomputed=_named(expected))


def _named(counts: Counts) -> dict[str, int]:
    """Only what is not zero, to keep a difference readable."""
    return {name: count for name, count in zip(COUNT_COLUMNS, counts, strict=True) if count}
