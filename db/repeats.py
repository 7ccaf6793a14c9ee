"""What the same person reached the time before."""

from datetime import datetime

from sqlalchemy import Engine, bindparam, select

from db.assessments import Draft, read_draft
from db.models import metadata

_assessments = metadata.tables["assessment"]
_earlier = _assessments.alias("earlier")
_EARLIER_CODE = (
    select(_earlier.c.resume_code)
    .join(_assessments, _assessments.c.repeat_of == _earlier.c.id)
    .where(_assessments.c.resume_code == bindparam("code"))
)


def earlier_of(engine: Engine, code: str, now: datetime) -> Draft | None:
    """The earlier assessment this one was joined with by its person; None when there is none."""
    with engine.connect() as connection:
        earlier_code = connection.execute(_EARLIER_CODE, {"code": code}).scalar()
        return None if earlier_code is None else read_draft(connection, earlier_code, now)
