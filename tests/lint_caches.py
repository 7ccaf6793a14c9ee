"""Finds cached functions of ui/ without scope or data version: see tests/test_scope_lint.py."""

import ast
from collections.abc import Container, Iterator

from tests.source_tree import functions_of, hands_on, last_name, names_used, types_of_arguments

# What a cached function of ui/ may lack, and why. "file.py:function" → reason.
PUBLIC_REFERENCE = {
    "database.py:engine": "the door to the database, no figure",
    "database.py:questionnaire": "a published questionnaire is the same for everybody",
    "database.py:current_questionnaire": "a published questionnaire is the same for everybody",
    "database.py:packs": "published questions are the same for everybody",
    "database.py:check": "published questions are the same for everybody",
    "database.py:is_simulated": "one fact about the whole database, shown to everybody",
    "geometry.py:provinces_url": "public outlines",
    "geometry.py:outlines_url": "public outlines",
    "geometry.py:province_outlines": "public outlines",
    "geometry.py:communes": "public outlines",
    "geometry.py:islands": "public outlines",
    "meeting_stage.py:_drawn": "the picture of a chart, by the chart itself with all its figures",
    "places.py:_communes": "names of today's communes, public",
    "places.py:_former": "names of places that were, public",
    "places.py:_moved": "which parts moved by which document, public",
    "places.py:changes_entered": "how many changes of units were entered, public",
    "boundary_places.py:_maps": "which communes make which units of other days, public",
    "boundary.py:change_days": "days of public documents",
    "boundary.py:levels": "levels that had units on a day, public",
    "limits.py:_limiter": "how many tries this process saw, no figure",
    "received_files.py:_shelf": "files that wait for their sender, asked for by account",
    "reading_day.py:data_version": "the version itself",
    "reading_day.py:_released_on": "the day of the last release, public",
    "reference.py:rounds": "names and days of the campaigns, public",
    "reference.py:targets": "public documents",
    "reference.py:_reported_figures": "public documents, and reports of provinces",
    "reference.py:reports": "how many reports there are, no figure",
    "reference.py:province_points": "where provinces lie, public",
    "reported_measures.py:_reported": "public documents, and reports of provinces",
    "reported_measures.py:_indicators": "their names, public",
    "map_levels.py:steps": "names of areas and where they lie, public",
    "map_levels.py:_below": "names of areas, public",
    "map_levels.py:districts": "which communes lie in which former district, public",
    "reference.py:province_codes": "codes of the provinces, public",
    "reference.py:_area_names": "names of areas, public",
    "reference.py:population": "public statistics",
    "milestones.py:_communes": "which communes lie in which former province, public",
    "documents.py:_documents": "public documents, as drawn",
}
# Cached by scope, but nothing in them follows the answers, so no data version.
PLACES_ONLY = {
    "reference.py:province_of": "a code",
    "reference.py:province_names": "names",
}
# Drawn as the public sees it, for everybody: no scope, but a data version, and PUBLIC inside.
READ_AS_PUBLIC = {
    "ranking.py:_draw": "the ranking is public",
    "ranking.py:_explain": "the ranking is public",
}
_CACHES = {"cache_data", "cache_resource"}


def cached_without_key(source: str, file: str) -> list[str]:
    """What is wrong with the cached functions of a module; empty when nothing is."""
    tree = ast.parse(source)
    decorators = _CACHES | _names_of_caches(tree)
    wrong = [
        f"{file}:{fault}"
        for function in functions_of(tree)
        if any(last_name(each) in decorators for each in function.decorator_list)
        for fault in _faults_of_key(function, file, _honest_hashes(tree))
    ]
    return wrong + [f"{file}: cached inline" for call in _inline_caches(tree, decorators) if call]


def cached_functions(source: str) -> list[str]:
    """The names of the functions of a module under a cache."""
    tree = ast.parse(source)
    decorators = _CACHES | _names_of_caches(tree)
    return [
        function.name
        for function in functions_of(tree)
        if any(last_name(each) in decorators for each in function.decorator_list)
    ]


def _faults_of_key(function: ast.FunctionDef, file: str, hashes: Container[str]) -> Iterator[str]:
    name = f"{file}:{function.name}"
    if name in PUBLIC_REFERENCE:
        return
    types = types_of_arguments(function)
    if name in READ_AS_PUBLIC and "PUBLIC" in names_used(function):
        pass
    elif types.get("scope") != "Scope":
        yield f"{function.name} has no scope"
    elif not hands_on(function, "scope"):
        yield f"{function.name} takes a scope and ignores it"
    if name not in PLACES_ONLY and types.get("version") != "int":
        yield f"{function.name} has no data version"
    for keyword in (k for each in function.decorator_list for k in getattr(each, "keywords", ())):
        if keyword.arg == "hash_funcs" and last_name(keyword.value) not in hashes:
            yield f"{function.name} hashes its arguments in its own way"


def _honest_hashes(tree: ast.Module) -> set[str]:
    """HASHED_AS, and names of it with more classes that say all of themselves by `repr`."""
    return {"HASHED_AS"} | {
        target.id
        for statement in tree.body
        if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Dict)
        for target in statement.targets
        if isinstance(target, ast.Name)
        and all(last_name(value) in ("HASHED_AS", "repr") for value in statement.value.values)
    }


def _names_of_caches(tree: ast.Module) -> set[str]:
    """Names a module gives to a cache, as `_kept = st.cache_data(…)`."""
    return {
        target.id
        for statement in tree.body
        if isinstance(statement, ast.Assign) and last_name(statement.value) in _CACHES
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def _inline_caches(tree: ast.Module, names: set[str]) -> Iterator[ast.Call]:
    """`st.cache_data(read)`: a cache round a function whose arguments nobody sees here."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and last_name(node.func) in names and node.args:
            yield node
