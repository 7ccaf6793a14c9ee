"""Areas of which nothing is shown until a release has looked at them: a new unit begins so."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, select

from db.models import metadata
from domain.people import Audience, Mode
from domain.targets import EVERYONE

_ALL_FIGURES = 255  # every bit of Withholding
_held = metadata.tables["withholding"]
_campaigns = metadata.tables["campaign"]

Row = Mapping[str, object]


def hold_back(connection: Connection, area_codes: Sequence[str]) -> list[dict[str, object]]:
    """
    Show nothing of these areas until the next release; returns what was held back before.

    The people of a new unit are those of old ones that readers have seen: until a release has
    compared the two, the difference could be a small group.
    """
    there = _held.c.area_code.in_(area_codes)
    before = [dict(row) for row in connection.execute(select(_held).where(there)).mappings()]
    connection.execute(delete(_held).where(there))
    rows = [
        {
            "area_code": code,
            "campaign_code": campaign,
            "mode": mode.value,
            "audience": audience,
            "hidden": _ALL_FIGURES,
            "low": 0,
            "high": 0,
            "shielded": 0,
        }
        for code in area_codes
        for campaign in connection.scalars(select(_campaigns.c.code))
        for mode in Mode
        for audience in (EVERYONE, *(one.value for one in Audience))
    ]
    if rows:
        connection.execute(insert(_held), rows)
    return before


def let_go(connection: Connection, area_codes: Sequence[str], before: Sequence[Row]) -> None:
    """What `hold_back` did, taken back."""
    codes = {*area_codes, *(str(row["area_code"]) for row in before)}
    connection.execute(delete(_held).where(_held.c.area_code.in_(codes)))
    if before:
        connection.execute(insert(_held), [dict(row) for row in before])
