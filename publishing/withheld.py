"""What is held back of each place, as the bits that `db.models.Withholding` keeps."""

from collections.abc import Iterator

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
from stats.rates_guard import coded_rates
from stats.release import Figures, Places, Seen, figures, hidden_figures, with_audiences

COLUMNS = (EVERYONE, *(audience.value for audience in Audience))
KINDS = ("hidden", "low", "high", "shielded")
KEY = ("area_code", "campaign_code", "mode", "audience")
_BITS = 2 ** np.arange(1 + len(GROUPS))  # the outcome, then the groups
table = metadata.tables["withholding"]

Masks = NDArray[np.int64]  # (places, COLUMNS, KINDS)


def read_hidden(connection: Connection, country: Country, one: Round) -> Masks:
    """The stored bits of one round; zero where nothing was stored."""
    masks = np.zeros((len(country.places.codes), len(COLUMNS), len(KINDS)), np.int64)
    rows = connection.execute(
        select(table).where(table.c.campaign_code == one.campaign_code, table.c.mode == one.mode)
    )
    for row in rows.mappings():
        place = country.areas.get(row["area_code"])
        if place is None:  # an area that lost its last unit
            continue
        column = COLUMNS.index(row["audience"])
        masks[place, column] = [row[kind] for kind in KINDS]
    return masks


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
    """Write the bits that changed; a place about which nothing is held back has no row."""
    changed = (before != now).any(axis=2)
    if country.places.past:  # areas of one commune may have come to share its place
        areas_at = np.bincount(list(country.areas.values()), minlength=len(changed))
        changed |= (areas_at > 1)[:, None]
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
    for area_code, place in country.areas.items():
        for column in np.flatnonzero(changed[place]):
            bits = zip(KINDS, masks[place, column].tolist(), strict=True)
            yield {
                "area_code": area_code,
                "campaign_code": one.campaign_code,
                "mode": one.mode,
                "audience": COLUMNS[column],
                **dict(bits),
            }
