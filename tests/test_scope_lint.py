"""No cache without scope and data version, no read of people's counts outside a scope."""

import ast

import pytest

from db.models import metadata
from tests.lint_caches import (
    PLACES_ONLY,
    PUBLIC_REFERENCE,
    READ_AS_PUBLIC,
    cached_functions,
    cached_without_key,
)
from tests.lint_reads import NOT_FOR_READERS, PERSONAL_TABLES, reads_without_scope
from tests.source_tree import PROJECT, functions_of, modules_of


@pytest.mark.parametrize("file", sorted(modules_of("ui")))
def test_every_cache_of_the_pages_is_keyed_by_scope_and_data_version(file):
    assert cached_without_key(modules_of("ui")[file], file) == []


def test_no_page_keeps_a_cache_of_its_own():
    pages = [path.read_text(encoding="utf-8") for path in (PROJECT / "pages").rglob("*.py")]

    assert [cached_functions(page) for page in pages if cached_functions(page)] == []


def test_every_read_of_peoples_counts_passes_the_scope_gate():
    assert reads_without_scope(modules_of("db")) == []


def test_every_table_of_people_is_known_to_the_lint():
    """A table with a commune and counts or answers is one of people."""
    columns = {name: set(table.columns.keys()) for name, table in metadata.tables.items()}
    of_people = {
        name
        for name, names in columns.items()
        if "commune_id" in names and names & {"people", "answer_01", "answers", "starts"}
    }

    assert of_people <= PERSONAL_TABLES


def test_every_exception_of_the_lint_still_exists():
    cached = {
        f"{file}:{name}" for file, source in modules_of("ui").items()
        for name in cached_functions(source)
    }  # fmt: skip
    modules = modules_of("db")
    functions = {
        f"{file}:{function.name}" for file, source in modules.items()
        for function in functions_of(ast.parse(source))
    }  # fmt: skip

    assert (PUBLIC_REFERENCE | PLACES_ONLY | READ_AS_PUBLIC).keys() <= cached
    assert NOT_FOR_READERS.keys() <= modules.keys() | functions


_KEPT = "_kept = st.cache_data(max_entries=9, hash_funcs=load.HASHED_AS)\n"
_BAD_CACHES = {
    "no scope": "@st.cache_data\ndef f(area_code: str, version: int): return read(area_code)",
    "no version": "@st.cache_data(ttl=9)\ndef f(scope: Scope): return read(scope)",
    "ignored scope": "@st.cache_data\ndef f(scope: Scope, version: int): return read(PUBLIC)",
    "scope only looked at": (
        "@st.cache_data\ndef f(scope: Scope, version: int):\n    if scope.role: return read(PUBLIC)"
    ),
    "scope that Streamlit leaves out of the key": (
        "@st.cache_data\ndef f(_scope: Scope, version: int): return read(_scope)"
    ),
    "scope without type": "@st.cache_data\ndef f(scope, version: int): return read(scope)",
    "a resource": "@st.cache_resource\ndef f(version: int): return read()",
    "under a name": f"{_KEPT}@_kept\ndef f(area_code: str, version: int): draw(area_code)",
    "inline": "read = st.cache_data(slow_read)",
    "inline under a name": f"{_KEPT}read = _kept(slow_read)",
    "every scope hashed the same, under a name": (
        "_H = {**HASHED_AS, Scope: lambda scope: 0}\n"
        "@st.cache_data(hash_funcs=_H)\n"
        "def f(scope: Scope, version: int): return read(scope)"
    ),
    "every scope hashed the same": (
        "@st.cache_data(hash_funcs={Scope: lambda scope: 0})\n"
        "def f(scope: Scope, version: int): return read(scope)"
    ),
}


@pytest.mark.parametrize("name", sorted(_BAD_CACHES))
def test_a_planted_cache_is_found(name):
    assert cached_without_key(_BAD_CACHES[name], "planted.py")


@pytest.mark.parametrize(
    "source",
    [
        "@st.cache_data\ndef f(scope: Scope, version: int): return read(scope, version)",
        f"{_KEPT}@_kept\ndef f(scope: Scope, version: int):\n"
        "    key = (scope, version)\n    g(*key)",
        "_H = {**HASHED_AS, View: repr}\n"
        "@st.cache_data(hash_funcs=_H)\n"
        "def f(scope: Scope, version: int): return read(scope)",
        "def f(area_code: str): return read(area_code)",
    ],
)
def test_a_cache_with_its_whole_key_is_left_alone(source):
    assert cached_without_key(source, "planted.py") == []


_IMPORTS = "from db.models import AttainmentTotal as Counted, Unit, metadata\n"
_BAD_READS = {
    "no scope": "def f(session): return session.exec(select(Counted)).all()",
    "ignored scope": "def f(session, scope: Scope): return session.exec(select(Counted)).all()",
    "another scope": (
        "def f(session, scope: Scope):\n"
        "    return session.exec(select(Counted).where(within(PUBLIC, Counted.commune_id)))"
    ),
    "one of two reads": (
        "def f(session, scope: Scope):\n"
        "    a = session.exec(select(Counted).where(within(scope, Counted.commune_id)))\n"
        "    b = session.exec(select(Counted))\n"
        "    return a, b"
    ),
    "one of two reads, under other names": (
        "def f(session, scope: Scope):\n"
        "    a = session.exec(select(Counted).where(within(scope, Counted.commune_id)))\n"
        "    table = Counted\n"
        "    statement = select(table.people)\n"
        "    return a, session.exec(statement)"
    ),
    "a loop beside a gated read": (
        "def f(session, scope: Scope):\n"
        "    a = session.exec(select(Counted).where(within(scope, Counted.commune_id)))\n"
        "    for row in session.exec(select(Counted)):\n"
        "        a.append(row)"
    ),
    "plain SQL beside a gated read": (
        "def f(c, scope: Scope):\n"
        "    a = c.execute(select(Counted).where(within(scope, Counted.commune_id)))\n"
        "    return a, c.exec_driver_sql('SELECT people FROM attainmenttotal')"
    ),
    "one row by its key beside a gated read": (
        "def f(session, scope: Scope):\n"
        "    a = session.exec(select(Counted).where(within(scope, Counted.commune_id)))\n"
        "    return a, session.get(Counted, 1)"
    ),
    "a helper that ignores it": (
        "def f(session, scope: Scope): return g(session, scope)\n"
        "def g(session, scope: Scope): return session.exec(select(Counted))"
    ),
    "scope without type": (
        "def f(session, scope): return session.exec(select(Counted).where(within(scope, 1)))"
    ),
    "a Core table": (
        "_t = metadata.tables['attainmenttotal']\ndef f(c): return c.execute(select(_t))"
    ),
    "several Core tables": (
        "_u, _t = metadata.tables['unit'], metadata.tables['attainmenttotal']\n"
        "def f(c): return c.execute(select(_t))"
    ),
    "plain SQL": "def f(c): return c.exec_driver_sql('SELECT count(*) FROM attainmenttotal')",
    "a nested function": (
        "def f(session):\n    def g(): return session.exec(select(Counted))\n    return g"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(_BAD_READS))
def test_a_planted_read_is_found(name):
    assert reads_without_scope({"planted.py": _IMPORTS + _BAD_READS[name]})


def test_a_read_through_a_table_of_another_module_is_found():
    modules = {
        "tables.py": _IMPORTS + "totals = metadata.tables['attainmenttotal']",
        "planted.py": "from db.tables import totals\ndef f(c): return c.execute(select(totals))",
    }

    assert reads_without_scope(modules) == ["planted.py:f"]


@pytest.mark.parametrize(
    "source",
    [
        "def f(session, scope: Scope):\n"
        "    return session.exec(select(Counted).where(within(scope, Counted.commune_id)))",
        "def f(session, scope: Scope, code: str):\n"
        "    require_area(session, scope, code)\n"
        "    return session.exec(select(Counted))",
        "def f(session, scope: Scope): return session.exec(g(col(Counted.audience), scope))\n"
        "def g(key, scope: Scope): return select(key).where(within(scope, Counted.commune_id))",
        "def f(session, scope: Scope):\n"
        "    inner = select(Counted.people).subquery()\n"
        "    statement = select(Unit).join(inner).where(within(scope, Unit.id))\n"
        "    return session.exec(statement)",
        "def f(session, scope: Scope):\n"
        "    statement = select(Counted)\n"
        "    statement = statement.where(within(scope, Counted.commune_id))\n"
        "    return session.exec(statement)",
        "def f(session): return session.exec(select(Unit)).all()",
        "def columns(): return [Counted.people]",
    ],
)
def test_a_read_through_the_gate_is_left_alone(source):
    assert reads_without_scope({"planted.py": _IMPORTS + source}) == []
