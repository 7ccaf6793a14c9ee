"""The ledger and classes know their hamlet, and a class the point where people answer."""

import re
import unicodedata
from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_LEDGER = ("ambassador", "learner")
_CLASS_COLUMNS = {
    "hamlet_id": "unit (id)",
    "point_id": "collectionpoint (id)",
    "revision": None,
    "changed_by": "account (id) ON DELETE SET NULL",
}


def upgrade() -> None:
    """What was typed stays as text; where it says one hamlet of the commune, that is named too."""
    for table in _LEDGER:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN hamlet TO hamlet_text")
        _add(table, {"hamlet_id": "unit (id)"})
        _find_hamlets(table)
    _add("classsession", _CLASS_COLUMNS)


def downgrade() -> None:
    """Hamlets that were chosen become text again; classes forget theirs, and their point."""
    _drop("classsession", _CLASS_COLUMNS)
    for table in _LEDGER:
        op.execute(
            f"UPDATE {table} SET hamlet_text = (SELECT full_name FROM unit"
            f" WHERE unit.id = {table}.hamlet_id) WHERE hamlet_id IS NOT NULL"
        )
        _drop(table, {"hamlet_id": "unit (id)"})
        op.execute(f"ALTER TABLE {table} RENAME COLUMN hamlet_text TO hamlet")


def _find_hamlets(table: str) -> None:
    """Only where exactly one open hamlet of the commune is called so, accents aside."""
    connection = op.get_bind()
    hamlets: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    open_ones = (
        "SELECT commune.id, hamlet.id, hamlet.full_name, hamlet.name FROM unit AS hamlet"
        " JOIN unit AS commune ON commune.level = 'commune' AND commune.code = hamlet.parent_code"
        " WHERE hamlet.level = 'hamlet' AND hamlet.valid_to IS NULL"
    )
    for commune_id, hamlet_id, full_name, name in connection.execute(sa.text(open_ones)).all():
        for key in {_key(full_name), _key(name)}:
            hamlets[(commune_id, key)].append(hamlet_id)
    typed = f"SELECT id, commune_id, hamlet_text FROM {table} WHERE hamlet_text <> ''"
    named = sa.text(f"UPDATE {table} SET hamlet_id = :hamlet WHERE id = :id")
    for id_, commune_id, text in connection.execute(sa.text(typed)).all():
        found = hamlets.get((commune_id, _key(text)), [])
        if len(found) == 1:
            connection.execute(named, {"hamlet": found[0], "id": id_})


def _key(name: str) -> str:
    """As `domain.places.search_key` was on the day of this revision."""
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^0-9a-z]+", " ", bare).split())


def _add(table: str, columns: dict[str, str | None]) -> None:
    """
    New columns, each with the table it refers to.

    SQLite copies the table into one of its own stored text with the references behind it:
    `batch_alter_table` forgets every CHECK.
    """
    references = {name: target for name, target in columns.items() if target is not None}
    for name in columns:
        kind = "INTEGER" if name in references else "INTEGER DEFAULT 0 NOT NULL"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {name} {kind}")
    if _is_sqlite():
        more = "".join(_reference(table, *each) for each in references.items())
        _rebuild(table, more)
        return
    for each in references.items():
        op.execute(f"ALTER TABLE {table} ADD {_reference(table, *each).removeprefix(', ')}")


def _drop(table: str, columns: dict[str, str | None]) -> None:
    if _is_sqlite():
        more = "".join(_reference(table, name, to) for name, to in columns.items() if to)
        _rebuild(table, more, taken=True)
    for name in columns:  # PostgreSQL drops the reference with its column
        op.execute(f"ALTER TABLE {table} DROP COLUMN {name}")


def _reference(table: str, column: str, target: str) -> str:
    return f", CONSTRAINT fk_{table}_{column} FOREIGN KEY({column}) REFERENCES {target}"


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _rebuild(table: str, more: str, *, taken: bool = False) -> None:
    connection = op.get_bind()
    stored = f"SELECT sql FROM sqlite_master WHERE tbl_name = '{table}' AND type = "
    definition = connection.exec_driver_sql(f"{stored} 'table'").scalar_one()
    indexes = connection.exec_driver_sql(f"{stored} 'index' AND sql IS NOT NULL").scalars().all()
    whole = definition.rstrip()
    changed = whole.replace(more, "") if taken else f"{whole.removesuffix(')')}{more})"
    head, rest = changed.split("(", 1)
    op.execute(f"{head.replace(table, f'{table}_copy')}({rest}")
    op.execute(f"INSERT INTO {table}_copy SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_copy RENAME TO {table}")
    for index in indexes:
        op.execute(index)
