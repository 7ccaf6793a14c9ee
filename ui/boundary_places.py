"""How the units of other days lie in those of today: public maps, made once for every reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st
from sqlmodel import Session

from db import lineage
from db.lineage import COMMUNE, DISTRICT, PROVINCE
from domain.access import NATION, PUBLIC
from domain.lineage import offered_days
from stats.boundary_guard import Places
from ui import reading_day
from ui.database import engine
from ui.places import changes_entered

ViewKey = tuple[date, str]  # the last day of a state of the boundaries, and a level


@dataclass(frozen=True, eq=False)
class Maps:
    """
    Every commune answers may lie on, as parts of the units of other days.

    `views` stand in the order in which they are judged: what the newer ones show is known when an
    older one is read, whoever opened which first.
    """

    views: Mapping[ViewKey, lineage.Shares]
    today: lineage.Shares
    areas: Mapping[str, Sequence[str]]
    blocks: Mapping[int, str]
    changes: Sequence[date]

    def key(self, on: date, level: str) -> ViewKey:
        """The state of the boundaries a day lies in, by its last day."""
        return min(day for day in self.changes if day > on) - timedelta(days=1), level

    def places(self, on: date, level: str) -> Places:
        """A view and those judged before it, as the guard takes them."""
        keys = list(self.views)
        until = keys.index(self.key(on, level)) + 1
        views = [self.views[key] for key in keys[:until]]
        return Places(views=views, today=self.today, areas=self.areas, blocks=self.blocks)


def maps() -> Maps:
    """The maps as they are on the day readers read by."""
    return _maps(changes_entered(), reading_day.current())


def levels_read(session: Session, on: date) -> tuple[str, str]:
    """The two levels at which a day is read: provinces, then districts, or else communes."""
    there = lineage.levels_on(session, on=on)
    return PROVINCE, DISTRICT if DISTRICT in there else COMMUNE


@st.cache_resource(show_spinner=False, max_entries=2)
def _maps(changes: tuple[int, int], today: date) -> Maps:  # part of the key
    with Session(engine()) as session:
        known = lineage.commune_lineage(session)
        ids = lineage.members_within(session, PUBLIC, NATION)
        days = lineage.change_days(session)
        views = {
            (day, level): lineage.shares_on(session, ids, on=day, level=level, lineage=known)
            for day in offered_days(today=today, changes=days)
            for level in levels_read(session, day)
        }
        homes = lineage.shares_on(session, ids, on=today, level=PROVINCE, lineage=known)
        return Maps(
            views=views,
            today=lineage.shares_on(session, ids, on=today, lineage=known),
            areas=lineage.communes_by_area(session, on=today),
            blocks={unit_id: min(provinces) for unit_id, provinces in homes.items()},
            changes=days,
        )
