"""Loads everything that is not an answer, in one transaction: all of it, or nothing."""

from pathlib import Path

from sqlalchemy import Connection, Engine, select

from db.engine import transaction
from db.models import UnitChange
from db.rollups import outdate_published_figures
from seed.areas import seed_areas
from seed.campaigns import seed_campaigns
from seed.extras import seed_checks, seed_packs
from seed.framework import seed_competences, seed_frameworks
from seed.indicators import seed_catalogue, seed_indicators
from seed.lineage import seed_lineage
from seed.population import seed_population
from seed.questionnaire import seed_questionnaires
from seed.rows import DATA
from seed.store import Changes, table_of
from seed.targets import seed_targets
from seed.units import seed_units


def seed_reference(engine: Engine, folder: Path = DATA) -> dict[str, Changes]:
    """
    What each kind of reference data changed; running twice changes nothing the second time.

    Units and areas stay as they are while a change entered by an administrator is in force.

    Raises:
        SeedError: a file breaks a rule; names the file and line, and nothing was changed.
    """
    with transaction(engine) as connection:
        changes = _seed_all(connection, folder)
        if any(change.any for change in changes.values()):
            outdate_published_figures(connection)
    return changes


def _changed_by_hand(connection: Connection) -> bool:
    """Whether a merge or split of an administrator is in force: the files know nothing of it."""
    table = table_of(UnitChange)
    in_force = select(table.c.id).where(table.c.undone_at.is_(None)).limit(1)
    return connection.scalar(in_force) is not None


def _seed_all(connection: Connection, folder: Path) -> dict[str, Changes]:
    changes = {
        "frameworks": seed_frameworks(connection, folder),
        "competences": seed_competences(connection, folder),
    }
    changes["questionnaires"], changes["questions"] = seed_questionnaires(connection, folder)
    changes["packs"] = seed_packs(connection, folder)
    changes["checks"] = seed_checks(connection, folder)
    changes["campaigns"] = seed_campaigns(connection, folder)
    if not _changed_by_hand(connection):
        changes["units"] = seed_units(connection, folder)
        changes["lineage"] = seed_lineage(connection, folder)
        changes["areas"], changes["area members"] = seed_areas(connection, folder)
    changes["population"] = seed_population(connection, folder)
    changes["targets"] = seed_targets(connection, folder)
    changes["indicators"] = seed_catalogue(connection, folder)
    changes["reported figures"] = seed_indicators(connection, folder)
    return changes
