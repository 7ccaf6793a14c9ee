"""What is held back of each place, as the bits that `db.models.Withholding` keeps."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, delete, select

from db.dialects import insert_into
from db.models import metadata
from domain.people import Audience
from domain.targets import EVERYONE
from publishing.country import Country
from publishing.counts import (
    GROUPS,
    Counts,
    Round,
    able_in_groups,
    measured,
    reached,
)
from stats.guard import Bools
from stats.lattice import Places, with_audiences
from stats.rates_guard import coded_rates
from stats.release import Figures, Seen, figures, hidden_figures

COLUMNS = (EVERYONE, *(audience.value for audience in Audience))
KINDS = ("hidden", "low", "high", "shielded")
KEY = ("area_code", "campaign_code", "mode", "audience")
_BITS = 2 ** np.arange(1 + len(GROUPS))  # the outcome, then the groups
table = metadata.tables["withholding"]

Masks = NDArray[np.int64]  # (places or areas, COLUMNS, KINDS)


def read_hidden(connection: Connection, country: Country, one: Round) -> Masks:
    """The stored bits of one round by area, in the order of `country.areas`; zero where none."""
    number = {code: place for place, code in enumerate(country.areas)}
    masks = np.zeros((len(number), len(COLUMNS), len(KINDS)), np.int64)
    rows = connection.execute(
        select(table).where(table.c.campaign_code == one.campaign_code, table.c.mode == one.mode)
    )
    for row in rows.mappings():
        if row["area_code"] in number:  # or else an area that lost its last unit
            masks[number[row["area_code"]], COLUMNS.index(row["audience"])] = _kinds(row)
    return masks


def by_place(stored: Masks, country: Country) -> Masks:
    """The same by place: what one area shows is known of all areas of the same communes."""
    at = np.array(list(country.areas.values()), dtype=np.int64)
    masks = np.zeros((len(country.places.codes), len(COLUMNS), len(KINDS)), np.int64)
    masks[at] = _BITS.sum()
    np.bitwise_and.at(masks, at, stored)
    return masks


def by_area(masks: Masks, country: Country) -> Masks:
    """What is decided of a place holds for each of its areas."""
    return masks[list(country.areas.values())]


def with_eves(masks: Masks, country: Country, one: Round) -> Masks:
    """The same, with what was held back on its eve of every unit whose code goes on."""
    result, eves = masks.copy(), _eves(country, one)
    for place, held in eves.items():
        told = np.bitwise_and.reduce(held)
        result[place] = np.where(np.any(held, axis=(0, 2))[:, None], told, masks[place])
    return result


def _eves(country: Country, one: Round) -> dict[int, list[Masks]]:
    """Place of the past → what was held back of each area of its communes."""
    found: dict[int, list[Masks]] = {}
    for place, rows in country.eves:
        held = np.zeros((len(COLUMNS), len(KINDS)), np.int64)
        for row in rows:
            if (row["campaign_code"], row["mode"]) == (one.campaign_code, one.mode):
                held[COLUMNS.index(str(row["audience"]))] = _kinds(row)
        found.setdefault(place, []).append(held)
    return found


def _kinds(row: Mapping[Any, Any]) -> list[int]:
    return [row[kind] for kind in KINDS]


def seen(now: Figures, masks: Masks) -> Seen:
    """Which published figures readers know: those of somebody, and not hidden."""
    hidden = masks[:, :, 0]
    return Seen(
        (now.people > 0) & (hidden & _BITS[0] == 0),
        (now.groups > 0) & (hidden[:, [0]] & _BITS[1:] == 0),
    )


def held_back(places: Places, counts: Counts, known: Seen, minimum: int) -> Masks:
    """The bits of what to hold back of these counts, of which readers knew some before."""
    now = figures(places, *measured(counts))
    able = figures(places, reached(counts), able_in_groups(counts), reached(counts))
    hidden = hidden_figures(places, now, known, minimum)
    masks = np.zeros((len(places.codes), len(COLUMNS), len(KINDS)), np.int64)
    masks[:, :, 0] = hidden.people * _BITS[0]
    masks[:, 0, 0] += hidden.groups @ _BITS[1:]
    past = np.isin(np.arange(len(places.codes)), sorted(places.past))
    _code_outcome(places, now, able, hidden, masks, past[:, None] & known.people)
    _code_groups(places, now, able, hidden, masks, past[:, None] & known.groups)
    return masks


def _code_outcome(
    places: Places, now: Figures, able: Figures, hidden: Seen, masks: Masks, remembered: Bools
) -> None:
    sums = with_audiences(places, len(COLUMNS))
    coded = coded_rates(
        now.people.ravel(),
        able.people.ravel(),
        sums,
        hidden.people.ravel(),
        never=remembered.ravel(),
    )
    for number, flags in enumerate((coded.low, coded.high, coded.shielded), start=1):
        masks[:, :, number] += flags.reshape(now.people.shape) * _BITS[0]


def _code_groups(
    places: Places, now: Figures, able: Figures, hidden: Seen, masks: Masks, remembered: Bools
) -> None:
    for group, bit in enumerate(_BITS[1:]):
        coded = coded_rates(
            now.groups[:, group],
            able.groups[:, group],
            places.sums,
            hidden.groups[:, group],
            never=remembered[:, group],
        )
        for number, flags in enumerate((coded.low, coded.high, coded.shielded), start=1):
            masks[:, 0, number] += flags * bit


def store(connection: Connection, country: Country, one: Round, before: Masks, now: Masks) -> None:
    """Write the bits by area that changed; one of which nothing is held back has no row."""
    changed = (before != now).any(axis=2)
    rows = list(_rows(country, one, changed, now))
    gone = [row for row in rows if not any(row[kind] for kind in KINDS)]
    kept = [row for row in rows if any(row[kind] for kind in KINDS)]
    for row in gone:
        key = [table.c[name] == row[name] for name in KEY]
        connection.execute(delete(table).where(*key))
    if kept:
        statement = insert_into(table, connection.dialect.name)
        replaced = {kind: statement.excluded[kind] for kind in KINDS}
        connection.execute(
            statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=replaced),
            kept,
        )


def _rows(
    country: Country, one: Round, changed: NDArray[np.bool_], masks: Masks
) -> Iterator[dict[str, str | int]]:
    codes = list(country.areas)
    for number, column in np.argwhere(changed).tolist():
        bits = zip(KINDS, masks[number, column].tolist(), strict=True)
        yield {
            "area_code": codes[number],
            "campaign_code": one.campaign_code,
            "mode": one.mode,
            "audience": COLUMNS[column],
            **dict(bits),
        }
