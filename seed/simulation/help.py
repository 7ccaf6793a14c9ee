"""Who helped simulated people, in which language, and with which helper's pass."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, String, and_, cast, insert, literal, select

from db.models import Area, HelperPass, Unit
from domain.helping import HelpLanguage, Relation, pass_ends_at
from domain.people import Mode
from seed.simulation.people import MODES, People
from seed.simulation.places import Places
from seed.store import table_of

RELATIONS = (*(one.value for one in Relation), None)  # the last = not said
LANGUAGES = (*(one.value for one in HelpLanguage), None)
NO_PASS = 0
PASSES = 2  # of each commune

_RELATION_SHARE = {  # family, volunteer, officer, teacher, other, not said
    Mode.ASSISTED: (0.34, 0.40, 0.13, 0.05, 0.02, 0.06),
    Mode.PROXY: (0.78, 0.10, 0.04, 0.01, 0.02, 0.05),
}
_LANGUAGE_SHARE = (0.90, 0.0, 0.0, 0.0, 0.0, 0.0, 0.02, 0.08)
_MINORITY_SHARE = {  # by province: Mông, Dao, Tày, Thái, Jrai; made up, in the right places
    "04": (0.10, 0.08, 0.30, 0.00, 0.00),
    "08": (0.14, 0.10, 0.22, 0.00, 0.00),
    "11": (0.30, 0.01, 0.00, 0.32, 0.00),
    "12": (0.22, 0.10, 0.00, 0.28, 0.00),
    "14": (0.14, 0.02, 0.00, 0.42, 0.00),
    "15": (0.18, 0.10, 0.14, 0.04, 0.00),
    "52": (0.00, 0.00, 0.00, 0.00, 0.16),
}
_WITH_PASS = 0.8  # of those a volunteer helps in the present campaign


@dataclass(frozen=True)
class Helped:
    """By position of the person: positions in RELATIONS and LANGUAGES, and the id of a pass."""

    relation: NDArray[np.int64]
    language: NDArray[np.int64]
    pass_id: NDArray[np.int64]


NOT_YET = Helped(*(np.empty(0, dtype=np.int64) for _ in range(3)))  # of a batch being made


def simulated_help(
    people: People, places: Places, block: tuple[int, ...], *, with_passes: bool
) -> Helped:
    """
    The help of each person; nobody's who answers alone.

    Args:
        block: seeds a source of its own, so that the answers do not depend on it.
        with_passes: whether passes existed yet.
    """
    random = np.random.default_rng([*block, 2])
    relation = np.full(len(people), len(Relation))
    for mode, share in _RELATION_SHARE.items():
        of_mode = people.mode == MODES.index(mode)
        relation[of_mode] = random.choice(len(RELATIONS), size=of_mode.sum(), p=share)
    language = _languages(people, places, random)
    language[people.mode == MODES.index(Mode.SELF)] = len(HelpLanguage)
    volunteers = relation == list(Relation).index(Relation.VOLUNTEER)
    carried = volunteers & (random.random(len(people)) < _WITH_PASS) & with_passes
    which = random.integers(0, PASSES, len(people))
    first = pass_ids(places.unit_ids[people.place], 0)
    return Helped(relation, language, np.where(carried, first + which, NO_PASS))


def pass_ids(unit_ids: NDArray[np.int64], which: int) -> NDArray[np.int64]:
    """The ids of the passes of communes."""
    return PASSES * unit_ids + which


def insert_passes(connection: Connection, day: date) -> None:
    """
    The passes simulated helpers carried, all of one day that is over.

    Their hashes are no hashes of anything: nobody can ever use them.
    """
    unit, area = table_of(Unit).c, table_of(Area).c
    ends = pass_ends_at(day)
    for which in range(PASSES):
        rows = (
            select(
                PASSES * unit.id + which,
                literal("simulated-") + cast(PASSES * unit.id + which, String),
                literal(which + 1),
                unit.code,
                literal(ends, table_of(HelperPass).c.created_at.type),
                literal(day),
                literal(ends, table_of(HelperPass).c.expires_at.type),
            )
            .join(table_of(Area), and_(area.code == unit.code, area.kind == "commune"))
            .where(unit.level == "commune", unit.valid_to.is_(None))
        )
        names = ["id", "token_hash", "number", "area_code", "created_at", "valid_on", "expires_at"]
        connection.execute(insert(table_of(HelperPass)).from_select(names, rows))


def _languages(people: People, places: Places, random: np.random.Generator) -> NDArray[np.int64]:
    """Vietnamese, except where many speak another language among themselves."""
    language = random.choice(len(LANGUAGES), size=len(people), p=_LANGUAGE_SHARE)
    home = places.home[people.place]
    chance = random.random(len(people))
    for code, shares in _MINORITY_SHARE.items():
        ends = np.cumsum(shares)
        spoken = np.searchsorted(ends, chance, side="right")
        other = (home == code) & (spoken < len(shares))
        language[other] = 1 + spoken[other]
    return language
