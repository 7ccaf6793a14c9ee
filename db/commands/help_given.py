"""The help a new assessment says it had, as columns: checked again, and the pass with it."""

from datetime import datetime
from typing import TypedDict

from sqlalchemy import Connection, Engine

from db.commands.held_rows import locked, refuse_unless_open
from db.engine import transaction
from db.helper_passes import pass_for
from db.models import metadata
from domain.errors import ChoiceMissing
from domain.helping import HelpLanguage, Relation, help_of
from domain.people import Mode

_assessments = metadata.tables["assessment"]


class HelpGiven(TypedDict):
    """Columns of Assessment that say who helped."""

    helper_pass_id: int | None
    helper_relation: Relation | None
    help_language: HelpLanguage | None


def help_given(
    connection: Connection,
    *,
    mode: Mode,
    relation: str | None,
    language: str | None,
    pass_token: str | None,
    commune_code: str,
    now: datetime,
) -> HelpGiven:
    """
    What is stored of the help.

    Raises:
        ChoiceMissing: not one of ours, or somebody alone has a helper or a helper's pass.
        HelperPassRefused, HelperPassElsewhere: the pass may not capture now, or not here.
    """
    said = help_of(mode, relation, language)
    if pass_token is not None and mode is Mode.SELF:
        raise ChoiceMissing(field="mode")
    pass_id = None
    if pass_token is not None:
        pass_id = pass_for(connection, pass_token, commune_code=commune_code, now=now)
    return {
        "helper_pass_id": pass_id,
        "helper_relation": said.relation,
        "help_language": said.language,
    }


def set_help_language(engine: Engine, *, code: str, language: str, now: datetime) -> None:
    """
    Say in which language the questions are read from now on; of who answers alone nothing is kept.

    Raises:
        ChoiceMissing: it is none of ours.
        UnknownResumeCode, ExpiredResumeCode, AlreadySubmitted.
    """
    with transaction(engine) as connection:
        row = locked(connection, code)
        refuse_unless_open(row, now)
        said = help_of(Mode.PROXY, None, language).language
        if row["mode"] != Mode.SELF:
            mine = _assessments.c.id == row["id"]
            connection.execute(_assessments.update().where(mine).values(help_language=said))
