"""Units that were divided, or gave or got a part: what tells of them, and what was seen of them."""

from collections.abc import Mapping, Sequence, Set
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from db.models import metadata

_changes, _held = metadata.tables["unitchange"], metadata.tables["withholding"]
_releases = metadata.tables["release"]

Piece = tuple[int, int, float]  # unit, commune of the day, share
Held = Mapping[str, Any]  # a row of Withholding


def wholes_and_pieces(
    pieces: Sequence[Piece],
    names: Sequence[str],
    sets: Mapping[str, Set[str]],
    drawn: Mapping[str, int],
    position: Mapping[str, int],
) -> list[tuple[int, list[int]]]:
    """
    Places of the past with the places of today that are made of a part of them.

    Shares are public: whoever knows all but one of the units that share communes of today, and
    one of these communes, knows the last. So of one such company all is shown, or nothing.

    Args:
        sets: code of an area, or of one as it was, → its rows.
        drawn: areas of today → their places.
    """
    rows_of: dict[int, set[str]] = {}
    leaves: dict[int, set[int]] = {}
    for (fact, leaf, _), name in zip(pieces, names, strict=True):
        rows_of.setdefault(fact, set()).add(name)
        if fact != leaf:
            leaves.setdefault(fact, set()).add(leaf)
    divided = [fact for fact, rows in rows_of.items() if len(rows) > 1]
    found = []
    for company in _companies(divided, leaves):
        cut = [rows_of[fact] for fact in company if len(rows_of[fact]) > 1]
        parts = {
            place
            for code, place in drawn.items()
            if any(sets[code] & rows and rows - sets[code] for rows in cut)
        }
        wholes = {place for fact in company for place in _places(rows_of[fact], sets, position)}
        found += [(whole, sorted(parts - {whole})) for whole in sorted(wholes) if parts - {whole}]
    return found


def _companies(divided: Sequence[int], leaves: Mapping[int, Set[int]]) -> list[set[int]]:
    """Ended units that share communes with a divided one, directly or through others."""
    found: list[set[int]] = []
    for fact in divided:
        if any(fact in company for company in found):
            continue
        company, reached = {fact}, set(leaves[fact])
        while more := {
            other for other, theirs in leaves.items() if other not in company and theirs & reached
        }:
            company |= more
            reached |= {leaf for other in more for leaf in leaves[other]}
        found.append(company)
    return found


def _places(rows: Set[str], sets: Mapping[str, Set[str]], position: Mapping[str, int]) -> list[int]:
    if len(rows) == 1:
        return [position[row] for row in rows]
    return [position[code] for code, other in sets.items() if other == rows and code in position]


def seen_on_eves(
    connection: Connection,
    on: date,
    before: Mapping[str, Sequence[str]],
    position: Mapping[str, int],
) -> list[tuple[int, list[Held]]]:
    """
    Places of units as they were, whose code goes on, with what was held back of each on its eve.

    Before the first release of the day that is what is held back of the area of this code now.
    """
    rows = connection.execute(
        select(_changes).where(_changes.c.undone_at.is_(None), _changes.c.happens_on <= on)
    )
    found = []
    for change in rows.mappings():
        held = eve_of(connection, dict(change))
        for code in change["added"]["codes"]:
            key = f"{code} until {change['happens_on'] - timedelta(days=1)}"
            inside = before.get(key, ())
            if inside:
                place = position[inside[0] if len(inside) == 1 else key]
                found.append((place, [row for row in held if row["area_code"] == code]))
    return found


def eve_of(connection: Connection, change: Mapping[str, Any]) -> Sequence[Held]:
    """What was held back of the areas of a change on its eve."""
    added = change["added"]
    if "eve" in added:
        return list(added["eve"])
    later = select(_releases.c.id).where(_releases.c.released_at >= change["created_at"]).limit(1)
    if connection.scalar(later) is None:  # `hold_back` has hidden what nobody decided about
        return list(added["held"])
    now = select(_held).where(_held.c.area_code.in_(added["codes"]))
    return [dict(row) for row in connection.execute(now).mappings()]


def remember_eves(connection: Connection, today: date) -> None:
    """Keep what was held back on the eve of changes whose day has come."""
    rows = connection.execute(
        select(_changes).where(_changes.c.undone_at.is_(None), _changes.c.happens_on <= today)
    )
    for change in rows.mappings().all():
        if "eve" in change["added"]:
            continue
        added = {**change["added"], "eve": [dict(row) for row in eve_of(connection, dict(change))]}
        connection.execute(
            _changes.update().where(_changes.c.id == change["id"]).values(added=added)
        )
