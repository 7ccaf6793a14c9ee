"""Finds reads in db/ of people's counts that go past the scope: see tests/test_scope_lint.py."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from tests.source_tree import (
    calls,
    functions_of,
    hands_on,
    names_used,
    types_of_arguments,
)

# Reads of people's rows or counts that need no scope. "file.py" or "file.py:function" → reason.
NOT_FOR_READERS = {
    "verification.py": "the operator's check of the whole database; prints differences, no page",
    "rollups.py": "keeps the counts inside the writing transaction",
    "backup.py": "the operator's copy of the whole database",
    "assessments.py": "one's own draft, by its resume code",
    "repeats.py:earlier_of": "one's own earlier time, joined by its person, by the resume code",
    "households.py:household_of": "one's own household, by the resume code",
    "households.py:read_household": "as household_of; how many, never who",
    "rights.py:my_data": "one's own data, by the resume code",
    "counted.py": "what the rollups count: selections for the writing transaction and for checks",
    "counted_sql.py": "as counted.py",
    "recount.py": "the operator's check of one commune, as verification.py",
    "unit_refusals.py:refuse_later_answers": "only whether answers came after a day; no count",
    "field_moves.py": "moves rows to the heir of their commune and back; nothing is read out",
    "held_areas.py": "hides a new unit until a release has looked at it; no figure",
    "helper_passes.py:_helped": "how many the helper of this pass helped; no place, no person",
    "items.py:_item_sums": "called by by_question alone, after require_area",
}
PERSONAL_TABLES = frozenset(
    {
        "assessment", "attainmentcell", "attainmenttotal", "releasedtotal", "releasedprovince",
        "releasedmonth", "withholding", "itemtotal", "progresstotal", "oddtotal",
        "helpertotal", "checktotal", "releasedcheck", "releasedclass", "hamlettotal",
        "ambassador", "learner", "teamactivity",
    }
)  # fmt: skip
_GATES = {"within", "whole_area_within", "require_area"}
_READS = {"select", "exec", "execute", "scalar", "scalars", "stream", "get", "query", "text",
          "read_sql", "read_sql_query", "exec_driver_sql", "exists"}  # fmt: skip
_RUNS = _READS - {"select", "exists", "text"}
_SELECTS = _READS - {"exec", "execute", "scalar", "scalars", "stream"}


def reads_without_scope(sources: Mapping[str, str]) -> list[str]:
    """The functions of these modules that read people's counts past the gate."""
    trees = {file: ast.parse(source) for file, source in sources.items()}
    personal = {file: _personal_names(tree) for file, tree in trees.items()}
    for file, tree in trees.items():  # a table that another module gave a name
        personal[file] |= _imported(tree, personal)
    wrong = []
    for file, tree in trees.items():
        if file in NOT_FOR_READERS:
            continue
        good = _gated(tree)
        for function in functions_of(tree):
            name = f"{file}:{function.name}"
            reads = _reads_people(function, personal[file])
            if name not in NOT_FOR_READERS and reads and function.name not in good:
                wrong.append(name)
            elif name not in NOT_FOR_READERS and _ungated_read(
                function, personal[file], {"within", "whole_area_within"} | good
            ):
                wrong.append(f"{name}: one of its reads")
    return wrong


def _gated(tree: ast.Module) -> set[str]:
    """Functions that hand their own scope to the gate, or to another that does."""
    good: set[str] = set()
    functions = [f for f in functions_of(tree) if types_of_arguments(f).get("scope") == "Scope"]
    while True:
        more = {f.name for f in functions if hands_on(f, "scope", to=_GATES | good)}
        if more <= good:
            return good
        good |= more


def _ungated_read(function: ast.FunctionDef, personal: set[str], gates: set[str]) -> bool:
    """
    Whether one read of a function that has the gate goes past it.

    A selection may be kept under a name first; it must be gated before anybody runs or returns it.
    """
    if hands_on(function, "scope", to={"require_area"}):
        return False
    people, waiting, gated = set(personal), set[str](), set[str]()
    for step in _steps(function):
        selects = _mentions(step, people) and calls(step, _READS)
        used = names_used(step)
        more_of_gated = used & gated and not used & waiting and not calls(step, _SELECTS)
        if hands_on(step, "scope", to=gates) or more_of_gated:
            waiting -= _targets(step)
            gated |= _targets(step)
        elif selects or used & waiting or _has_sql_of_people(step):
            if not _targets(step) or calls(step, _RUNS):
                return True
            waiting |= _targets(step)
        elif _mentions(step, people):
            people |= _targets(step)  # another name of a table
    return False


def _steps(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The simple statements of a function in their order, and the heads of its loops and ifs."""
    for part in _in_order(function.body):
        if isinstance(part, ast.For):
            yield part.iter
        elif isinstance(part, ast.If | ast.While):
            yield part.test
        elif isinstance(part, ast.With):
            yield from (item.context_expr for item in part.items)
        elif not isinstance(part, ast.FunctionDef | ast.Try):
            yield part


def _in_order(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    for statement in body:
        yield statement
        for name in ("body", "orelse", "finalbody"):
            yield from _in_order(getattr(statement, name, []))


def _targets(step: ast.AST) -> set[str]:
    """The names a statement gives something to."""
    targets = getattr(step, "targets", None) or [getattr(step, "target", None)]
    return {each.id for each in targets if isinstance(each, ast.Name)}


def _has_sql_of_people(node: ast.AST) -> bool:
    return any(
        isinstance(part, ast.Constant) and " " in str(part.value) and _is_sql_of_people(part.value)
        for part in ast.walk(node)
    )


def _personal_names(tree: ast.Module) -> set[str]:
    """Names in a module that stand for a table of people's answers or counts."""
    classes = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name.lower() in PERSONAL_TABLES
    }
    names = set(classes)
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            if not isinstance(statement.value, ast.Tuple):
                pairs = [(target, statement.value) for target in targets]
            else:
                pairs = [
                    pair
                    for target in targets
                    for pair in zip(getattr(target, "elts", [target]), statement.value.elts,
                                    strict=False)
                ]  # fmt: skip
            names |= {
                target.id
                for target, value in pairs
                if isinstance(target, ast.Name) and _mentions(value, names)
            }
    return names


def _imported(tree: ast.Module, personal: Mapping[str, set[str]]) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
        if alias.name in personal.get(f"{node.module.split('.')[-1]}.py", set())
    }


def _reads_people(function: ast.FunctionDef, personal: set[str]) -> bool:
    return _mentions(function, personal) and calls(function, _READS)


def _mentions(node: ast.AST, names: set[str]) -> bool:
    """Whether a table of people is named here, as a class, a table or in a string of SQL."""
    return any(
        (isinstance(part, ast.Name) and part.id in names)
        or (isinstance(part, ast.Attribute) and part.attr.lower() in PERSONAL_TABLES)
        or (isinstance(part, ast.Constant) and _is_sql_of_people(part.value))
        for part in ast.walk(node)
    )


def _is_sql_of_people(value: object) -> bool:
    if not isinstance(value, str):
        return False
    words = value.lower().replace('"', " ").split()
    if len(words) == 1:
        return words[0] in PERSONAL_TABLES
    return any(a in ("from", "join") and b in PERSONAL_TABLES for a, b in pairwise(words))
