"""What a new assessment is filed under: kind of data, commune, campaign, questionnaire."""

from datetime import date
from typing import TypedDict

from sqlalchemy import Connection, or_, select
from sqlmodel import Session

from db.deployment import REAL
from db.dialects import insert_into
from db.models import metadata
from db.questionnaires import current_version
from domain.errors import UnknownPlace
from domain.places import is_unit_code
from domain.quoted import quoted

_campaigns = metadata.tables["campaign"]
_deployments = metadata.tables["deployment"]
_units = metadata.tables["unit"]


class NoCampaign(LookupError):
    """The reference data are not loaded. For operators, in English."""


class FiledUnder(TypedDict):
    """Columns of Assessment that follow from the place and the day."""

    data_kind: int
    commune_id: int
    campaign_code: str
    version: str


def filed_under(connection: Connection, commune_code: str, today: date) -> FiledUnder:
    """
    Where an assessment started today in this commune belongs.

    Raises:
        UnknownPlace: today no commune has this code.
        NoCampaign, NoQuestionnaire: the reference data are not loaded.
    """
    with Session(connection) as session:
        version = current_version(session)
    return {
        "data_kind": _data_kind(connection),
        "commune_id": _commune_of_today(connection, commune_code, today),
        "campaign_code": _campaign_of(connection, today),
        "version": version,
    }


def _data_kind(connection: Connection) -> int:
    """What the database holds; the first assessment of an undeclared one makes it real."""
    kinds = select(_deployments.c.data_kind)
    kind = connection.execute(kinds).scalar()
    if kind is None:
        first = insert_into(_deployments, connection.dialect.name)
        values = {"id": 1, "data_kind": REAL, "data_version": 0}
        connection.execute(first.on_conflict_do_nothing(), values)
        kind = connection.execute(kinds).scalar_one()
    return int(kind)


def _commune_of_today(connection: Connection, code: str, today: date) -> int:
    commune = select(_units.c.id).where(
        _units.c.level == "commune",
        _units.c.code == code,
        _units.c.valid_from <= today,
        or_(_units.c.valid_to.is_(None), _units.c.valid_to >= today),
    )
    found = connection.execute(commune).scalar() if is_unit_code(code) else None
    if found is None:
        raise UnknownPlace(code=quoted(code, 12))
    return int(found)


def _campaign_of(connection: Connection, today: date) -> str:
    """The campaign of the day, else the one that ended last."""
    running = (_campaigns.c.starts_on <= today) & (_campaigns.c.ends_on >= today)
    campaigns = select(_campaigns.c.code).order_by(running.desc(), _campaigns.c.ends_on.desc())
    code = connection.execute(campaigns.limit(1)).scalar()
    if code is None:
        raise NoCampaign("no campaign: run `python -m seed reference`")
    return str(code)
