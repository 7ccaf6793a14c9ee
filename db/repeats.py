"""What the same person reached the time before."""

from datetime import datetime

from sqlalchemy import Engine, select

from db.assessments import Draft, read_draft
from db.models import metadata

_assessments = metadata.tables["assessment"]


def earlier_of(engine: Engine, code: str, now: datetime) -> Draft | None:
    """The earlier assessment this one was joined with by its person; None when there is none."""
    earlier = _assessments.alias("earlier")
    later = _assessments
    found = (
        select(earlier.c.resume_code)
        .join(later, later.c.repeat_of == earlier.c.id)
        .where(later.c.resume_code == code)
    )
    with engine.connect() as connection:
        earlier_code = connection.execute(found).scalar()
        return None if earlier_code is None else read_draft(connection, earlier_code, now)
