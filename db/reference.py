"""What others set or counted: targets, population; as documented, with source."""

from collections.abc import Iterable

import pandas as pd
from sqlalchemy import false, or_
from sqlmodel import Session, col, select

from db.models import Area, Population, Target, Unit
from db.scopes import within
from domain.access import NATION, Scope

_TARGET_COLUMNS = (
    "document",
    "issuer",
    "issued",
    "area_code",
    "place",
    "audience",
    "indicator",
    "year",
    "operator",
    "target_value",
    "unit_of_measure",
    "confidence",
    "compared_with",
    "source",
)


def targets(session: Session, *, area_code: str) -> pd.DataFrame:
    """Targets that hold in an area: its own first, then the nation's. Public documents."""
    columns = [getattr(Target, name) for name in _TARGET_COLUMNS]
    rows = session.exec(
        select(*columns)
        .where(col(Target.area_code).in_({area_code, NATION}))
        .order_by(col(Target.area_code) == NATION, Target.document, Target.year, Target.id)
    ).all()
    return pd.DataFrame(rows, columns=list(_TARGET_COLUMNS))


def former_targets(session: Session, *, names: Iterable[str]) -> pd.DataFrame:
    """
    Targets of documents of provinces that are no more, by the full names these had.

    They hold in no area of today. Columns as `targets`. Public documents.
    """
    columns = [getattr(Target, name) for name in _TARGET_COLUMNS]
    named = [col(Target.place).startswith(f"{name} cũ", autoescape=True) for name in names]
    rows = session.exec(
        select(*columns)
        .where(col(Target.area_code).is_(None), or_(false(), *named))
        .order_by(Target.place, Target.document, Target.year, col(Target.id))
    ).all()
    return pd.DataFrame(rows, columns=list(_TARGET_COLUMNS))


def population(session: Session) -> pd.DataFrame:
    """
    People who exist, all ages, for the units where a source is known; the latest year of each.

    The nation is the sum of today's provinces, when every one is known.
    Columns: unit_code, people, year, basis, source.
    """
    rows = session.exec(
        select(  # type: ignore[call-overload]  # sqlmodel types four columns at most
            Unit.code, Population.people, Population.year, Population.basis, Population.source
        )
        .join(Unit, col(Unit.id) == Population.unit_id)
        .where(Population.population_group == "all", Unit.level == "province")
        .order_by(Unit.code, Population.year)
    ).all()
    frame = pd.DataFrame(rows, columns=["unit_code", "people", "year", "basis", "source"])
    latest = frame.drop_duplicates("unit_code", keep="last", ignore_index=True)
    return pd.concat([latest, _nation(session, latest)], ignore_index=True)


def province_codes(session: Session) -> frozenset[str]:
    """Codes of the provinces of today."""
    return frozenset(
        session.exec(
            select(Unit.code).where(Unit.level == "province", col(Unit.valid_to).is_(None))
        ).all()
    )


def province_points(session: Session) -> dict[str, tuple[float, float]]:
    """Province of today → longitude and latitude of its middle, where that is known."""
    rows = session.exec(
        select(Unit.code, Unit.longitude, Unit.latitude).where(
            Unit.level == "province",
            col(Unit.valid_to).is_(None),
            col(Unit.longitude).is_not(None),
            col(Unit.latitude).is_not(None),
        )
    ).all()
    return {code: (float(x or 0), float(y or 0)) for code, x, y in rows}


def province_names(session: Session, scope: Scope) -> dict[str, str]:
    """Code → full name of the provinces with a commune inside the scope, in Vietnamese order."""
    reached = select(Unit.parent_code).where(within(scope, col(Unit.id)))
    return dict(
        session.exec(
            select(Unit.code, Unit.full_name)
            .where(
                Unit.level == "province",
                col(Unit.valid_to).is_(None),
                col(Unit.code).in_(reached),
            )
            .order_by(Unit.sort_key)
        ).all()
    )


def _nation(session: Session, provinces: pd.DataFrame) -> pd.DataFrame:
    if provinces.empty or province_codes(session) - set(provinces["unit_code"]):
        return provinces.iloc[:0]
    total = provinces.iloc[:1].assign(
        unit_code=NATION,
        people=provinces["people"].sum(),
        year=provinces["year"].max(),
        basis=" / ".join(sorted(provinces["basis"].unique())),
        source="; ".join(provinces["source"].unique()),
    )
    return total


def area_names(session: Session) -> dict[str, str]:
    """Code → name of every area."""
    return dict(session.exec(select(Area.code, Area.name)).all())
