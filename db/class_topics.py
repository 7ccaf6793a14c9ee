"""What a class can be about, and with which material."""

from functools import cache

from sqlalchemy import select
from sqlmodel import Session

from db.models import metadata
from db.resources import resources

_competences = metadata.tables["competence"]


def competences(session: Session) -> dict[str, dict[str, str]]:
    """Code → its names by language, as the framework orders them: what a class can be about."""
    columns = (_competences.c.code, _competences.c.name_vi, _competences.c.name_en)
    rows = session.execute(select(*columns).order_by(_competences.c.code)).all()
    return {code: {"vi": vi, "en": en} for code, vi, en in rows}


@cache
def resource_ids() -> frozenset[str]:
    """What can be used as material."""
    return frozenset(one.id for one in resources())
