"""The source of the product as syntax trees, for tests that read code."""

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


def modules_of(folder: str) -> dict[str, str]:
    """File name → source of the modules directly in a folder."""
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted((PROJECT / folder).glob("*.py"))
    }


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Every function, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def calls(node: ast.AST, names: set[str]) -> bool:
    """Whether one of these functions is called anywhere inside."""
    return any(isinstance(n, ast.Call) and last_name(n.func) in names for n in ast.walk(node))


def hands_on(node: ast.AST, argument: str, *, to: set[str] | None = None) -> bool:
    """Whether a call (of one of these functions), or a tuple, takes the argument as it is."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and (to is None or last_name(part.func) in to):
            given = [*part.args, *(keyword.value for keyword in part.keywords)]
        elif to is None and isinstance(part, ast.Tuple) and isinstance(part.ctx, ast.Load):
            given = part.elts
        else:
            continue
        if any(isinstance(each, ast.Name) and each.id == argument for each in given):
            return True
    return False


def types_of_arguments(function: ast.FunctionDef) -> dict[str, str]:
    """Argument → its annotation as written."""
    arguments = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return {each.arg: ast.unparse(each.annotation) for each in arguments if each.annotation}


def last_name(node: ast.AST) -> str:
    """`cache_data` of `st.cache_data(…)`; empty for anything without a name."""
    if isinstance(node, ast.Call):
        return last_name(node.func)
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def names_used(node: ast.AST) -> set[str]:
    """The names a statement uses."""
    return {
        part.id
        for part in ast.walk(node)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)
    }
