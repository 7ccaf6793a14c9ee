"""
Frozen figures in the language of who reads them: the numbers stay, what we say beside them is said
again.

Only sentences of our own are said again, and only where they are found word for word: names of
places, documents and what others reported stay as they were frozen.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from domain.access import Scope
from domain.errors import DomainError
from meeting.figures import AUDIENCES, AUDIENCES_BEFORE, MONTHS, Figures
from stats.frozen import Record, as_record, from_record
from stats.published import Published
from text import formats, translator
from ui import load, reference

_SENTENCES = ("source.self_assessment", "area.nation")


def said_in(scope: Scope, figures: Figures, language: str) -> Figures:
    """The same figures; `language` of the result still says in which they were frozen."""
    if language == figures.language:
        return figures
    words = _words(scope, figures, language)
    tables = {name: _table(name, one, words, language) for name, one in figures.tables.items()}
    return replace(figures, place=words.get(figures.place, figures.place), tables=tables)


def _words(scope: Scope, figures: Figures, language: str) -> Mapping[str, str]:
    """What was said in the language of the frozen figures → the same in another."""
    before, after = (translator(one) for one in (figures.language, language))
    found = {before(key): after(key) for key in _SENTENCES}
    for one in reference.rounds():
        found[load.period_words(one, figures.language)] = load.period_words(one, language)
    try:
        names = [
            reference.area(scope, figures.place_code, one).name
            for one in (figures.language, language)
        ]
    except DomainError:  # an area that is no longer keeps the name it was frozen with
        return found
    return {**found, names[0]: names[1]}


def _table(kind: str, published: Published, words: Mapping[str, str], language: str) -> Published:
    record = as_record(published)
    notes = cast("dict[str, str]", record["notes"])
    said = {name: words.get(notes[name], notes[name]) for name in ("source", "period")}
    columns = cast("list[dict[str, object]]", record["columns"])
    names = {str(column["name"]): column for column in columns}
    names["unit_name"]["values"] = _names(kind, names, words, language)
    renamed: Record = {**record, "notes": {**notes, **said}}
    return from_record(renamed)


def _names(
    kind: str, columns: Mapping[str, Mapping[str, object]], words: Mapping[str, str], language: str
) -> list[str]:
    """Names of units; audiences and months are named by their codes."""
    codes, names = (cast("list[str]", columns[one]["values"]) for one in ("unit_code", "unit_name"))
    if kind == MONTHS:
        return [formats.month(code, language) for code in codes]
    if kind in (AUDIENCES, AUDIENCES_BEFORE):
        return [translator(language)(f"audience.{code}") for code in codes]
    return [words.get(name, name) for name in names]
