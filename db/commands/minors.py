"""What is asked of a child's assessment beyond an adult's, inside an open transaction."""

from sqlalchemy import Connection

from db.commands.choices import Person
from db.commands.help_given import HelpGiven
from db.helper_passes import kind_of
from db.models import metadata
from domain import minors
from domain.minors import ConsentBy

_passes = metadata.tables["helperpass"]


def require_child(
    connection: Connection, person: Person, help_: HelpGiven, consent_by: ConsentBy
) -> None:
    """
    Refuse a child in the wrong company; what the pass is, is read from the database.

    Raises:
        ChildAnswersAlone, ChildHelperRefused, ChoiceMissing: see `domain.minors.require_child`.
    """
    pass_id = help_["helper_pass_id"]
    minors.require_child(
        consent_by,
        mode=person["mode"],
        audience=person["audience"],
        relation=help_["helper_relation"],
        pass_kind=None if pass_id is None else kind_of(connection, pass_id),
    )


def count_child(connection: Connection, pass_id: int | None) -> None:
    """Count that a child finished with this pass: work that was done, in no rollup, never less."""
    if pass_id is not None:
        children = _passes.c.children
        mine = _passes.c.id == pass_id
        connection.execute(_passes.update().where(mine).values(children=children + 1))
