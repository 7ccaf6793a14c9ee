"""What a figure is compared with before it is stored: its unit, its population, earlier figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from db.indicator_versions import figure_of, inside, is_newest, newest_versions
from db.indicators import UNIT_KINDS
from db.lineage import valid_on
from db.models import Account, Area, IndicatorReport, Population, Unit
from domain.access import Scope
from domain.indicators import Figure, Known

Place = tuple[str, str, str]  # area, indicator, period
_EVERY_AGE = "all"


@dataclass(frozen=True)
class Stored:
    """The newest version of a figure; `figure` is None when it was taken back."""

    version: int
    figure: Figure | None
    by_name: str


@dataclass(frozen=True)
class UnitFacts:
    """A unit that reports, since when it is one, and the most people it can have."""

    name: str
    since: date
    population: int | None


@dataclass(frozen=True)
class Facts:
    """All that is known of some units; what lies outside the scope is not in it."""

    units: dict[str, UnitFacts]
    stored: dict[Place, Stored]

    def known(self, place: Place) -> Known:
        """What the checks of `domain.indicators` compare a figure with."""
        area_code, indicator_code, period = place
        unit, stored = self.units[area_code], self.stored.get(place)
        earlier = {
            other: one.figure.value
            for (area, indicator, other), one in self.stored.items()
            if (area, indicator) == (area_code, indicator_code) and one.figure and other != period
        }
        return Known(
            unit_since=unit.since,
            population=unit.population,
            earlier=earlier,
            stored=stored.figure if stored else None,
            version=stored.version if stored else 0,
        )


def facts(session: Session, scope: Scope, area_codes: Iterable[str], *, on: date) -> Facts:
    """What is known of these units, of those inside the scope."""
    units = _units(session, scope, sorted(set(area_codes)), on)
    return Facts(units, _stored(session, scope, sorted(units)))


def _units(session: Session, scope: Scope, codes: list[str], on: date) -> dict[str, UnitFacts]:
    statement = (
        select(Area.code, Unit)
        .join(Unit, (col(Unit.code) == Area.code) & (col(Unit.level) == Area.kind))
        .where(
            col(Area.code).in_(codes),
            col(Area.kind).in_(UNIT_KINDS),
            valid_on(on),
            inside(scope, col(Area.code)),
        )
    )
    found = {code: unit for code, unit in session.exec(statement)}
    people = _populations(session)
    return {
        code: UnitFacts(
            unit.full_name, unit.valid_from, people.get(unit.code, people.get(unit.parent_code))
        )
        for code, unit in found.items()
    }


def _populations(session: Session) -> dict[str, int]:
    """Code → people of the latest year; a commune without one has at most those of its province."""
    statement = (
        select(Unit.code, Population.people)
        .join(Unit, col(Unit.id) == Population.unit_id)
        .where(Population.population_group == _EVERY_AGE, col(Unit.valid_to).is_(None))
        .order_by(col(Population.year))
    )
    return dict(session.exec(statement).all())


def _stored(session: Session, scope: Scope, codes: list[str]) -> dict[Place, Stored]:
    newest = newest_versions()
    statement = (
        select(IndicatorReport, Account.display_name)
        .join(newest, is_newest(newest))
        .join(Account, col(Account.id) == IndicatorReport.reported_by, isouter=True)
        .where(
            col(IndicatorReport.area_code).in_(codes),
            inside(scope, col(IndicatorReport.area_code)),
        )
    )
    found: dict[Place, Stored] = {}
    for row, name in session.exec(statement):
        figure = None if row.withdrawn else figure_of(row)
        place = row.area_code, row.indicator_code, row.period
        found[place] = Stored(row.version, figure, name or "")
    return found
