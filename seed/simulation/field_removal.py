"""What the field left in a simulated database, taken out again; the accounts stay."""

from sqlalchemy import Connection, or_, select

from db.models import Unit, metadata
from seed.store import table_of

TABLES = frozenset(
    {
        *{"hamletname", "hamletsheet", "hamletpopulation", "hamlettotal"},
        *{"collectionpoint", "pointday", "offlinekit", "importbatch", "importrow"},
        *{"namedperson", "ambassador", "learner", "mentorship", "learnerstep", "usedcheck"},
        *{"team", "teamcommune", "teammember", "teamquota", "teamactivity"},
        *{"classsession", "classattendance", "releasedclass"},
        *{"household", "householdmember", "indicatorreport"},
        *{"weeklyreport", "oddresolution"},
    }
)


def remove_field(connection: Connection) -> None:
    """Delete everything of the field, also what somebody added to it; answers are gone before."""
    for table in reversed(metadata.sorted_tables):
        if table.name in TABLES:
            connection.execute(table.delete())
    units = table_of(Unit)
    hamlets = select(units.c.id).where(units.c.level == "hamlet")
    lineage = metadata.tables["unitlineage"]
    of_hamlets = or_(lineage.c.old_id.in_(hamlets), lineage.c.new_id.in_(hamlets))
    connection.execute(lineage.delete().where(of_hamlets))
    connection.execute(units.delete().where(units.c.level == "hamlet"))
