"""The competence framework: its name, and the competences questions refer to."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from db.models import Competence, Framework
from seed.rows import DATA, Row, read_rows, refuse_repeats
from seed.store import Changes, Record, synchronise

FRAMEWORK_COLUMNS = ("code", "name", "source")
COMPETENCE_COLUMNS = ("framework_code", "code", "skill_group", "name_vi", "name_en", "source")


def seed_frameworks(connection: Connection, folder: Path = DATA) -> Changes:
    """
    The frameworks of frameworks.csv.

    Raises:
        SeedError: a code appears twice or a value is blank; names the file and line.
    """
    rows = read_rows(folder / "frameworks.csv", FRAMEWORK_COLUMNS)
    records = [{column: row.text(column) for column in FRAMEWORK_COLUMNS} for row in rows]
    refuse_repeats(rows, [record["code"] for record in records])
    return synchronise(connection, Framework, records, key=("code",))


def seed_competences(connection: Connection, folder: Path = DATA) -> Changes:
    """
    The competences of competences.csv. Each row's own source stays in the file.

    Raises:
        SeedError: a code appears twice, a name is blank, the framework is unknown or the code does
            not begin with its group; names the file and line.
    """
    frameworks = {
        row.text("code") for row in read_rows(folder / "frameworks.csv", FRAMEWORK_COLUMNS)
    }
    rows = read_rows(folder / "competences.csv", COMPETENCE_COLUMNS)
    records = [_competence(row, frameworks) for row in rows]
    refuse_repeats(rows, [(record["framework_code"], record["code"]) for record in records])
    return synchronise(connection, Competence, records, key=("framework_code", "code"))


def competence_groups(folder: Path = DATA) -> dict[tuple[str, str], int]:
    """The skill group of every (framework, competence) code of the files."""
    rows = read_rows(folder / "competences.csv", COMPETENCE_COLUMNS)
    return {(row.text("framework_code"), row.text("code")): _group(row) for row in rows}


def _competence(row: Row, frameworks: Sequence[str] | set[str]) -> Record:
    row.text("source")
    group = _group(row)
    if not row.text("code").startswith(f"{group}."):
        raise row.refusal(f"code {row.text('code')} is not of group {group}")
    return {
        "framework_code": row.choice("framework_code", frameworks),
        "code": row.text("code"),
        "skill_group": group,
        "name_vi": row.text("name_vi"),
        "name_en": row.text("name_en"),
    }


def _group(row: Row) -> int:
    return row.whole_number("skill_group", least=0, most=6)
