"""Ten thousand hostile messages: refused in words or stored whole, and nobody else's is touched."""

import random

import pytest
from sqlalchemy import Engine, insert, select

from db.commands import assessments, collection_points, extra_answers
from db.commands.batches import save_rows
from db.commands.helper_passes import give_passes
from db.engine import transaction
from db.models import metadata
from db.verification import verify
from domain.access import NATION, Role
from domain.collection import BatchKind, EnteredPerson, PointKind
from domain.people import AgeBand, Audience, Gender, Mode
from domain.questionnaire import Answer
from tests.db.hostile import Attacker
from tests.db.people import LAN, answer, begin
from tests.db.reference import NOW, SI_MA_CAI, TODAY, old_questionnaire, questionnaire
from tests.db.test_extra_answers import CHECK, PACKS

MESSAGES = {"sqlite": 8_000, "postgresql": 1_000}  # with tests/light/test_hostile.py 10,000
WHEN = {"now": NOW, "today": TODAY}
GRANTS = {
    1: (Role.LEADER, "h-trieu-son"),
    2: (Role.HELPER, "h-trieu-son"),
    3: (Role.OFFICIAL, NATION),
    4: (Role.LEADER, "15"),  # who owns what is foreign, and sends nothing
    5: (Role.LEADER, "h-trieu-son"),  # disabled
    6: (Role.ADMIN, "38"),
}
ATTACKERS = (1, 1, 1, 2, 3, 5, 6, 6, 0, -1, 99, 2**31 - 1)


@pytest.fixture
def attacked(each_engine) -> Engine:
    """A database with leaders and the published documents, as far as `verify` reads them."""
    with transaction(each_engine) as connection:
        for account_id, (role, area_code) in GRANTS.items():
            row = {"id": account_id, "username": f"u{account_id}", "display_name": "X",
                   "password_hash": "x", "must_change_password": False, "created_at": NOW,
                   "disabled_at": NOW if account_id == 5 else None}  # fmt: skip
            grant = {"account_id": account_id, "role": role.value, "area_code": area_code,
                     "valid_from": TODAY}  # fmt: skip
            connection.execute(insert(metadata.tables["account"]), row)
            connection.execute(insert(metadata.tables["grant"]), grant)
        for table, held in (("packversion", {}), ("checkversion", published_check())):
            row = {"version": "2026.1", "published_on": TODAY, "content": held}
            connection.execute(insert(metadata.tables[table]), row)
    return each_engine


def published_check() -> dict[str, object]:
    words = {f"{wording}_{language}": "x?"
             for wording in ("normal", "simple") for language in ("vi", "en")}  # fmt: skip
    asked = {"needs": "none", **words}
    options = [{"vi": "a", "en": "a"}] * 3
    return {
        "items": [{"id": f"check-{g}", "group": g, "competence": "0.1", **asked,
                   "options": options, "right": 1} for g in range(6)],
        "tasks": [{"id": f"task-{g}", "group": g, **asked} for g in range(6)],
        "overclaim": {"id": "overclaim", **asked},
    }  # fmt: skip


def what_is_foreign(engine: Engine) -> tuple[str, ...]:
    """A draft, a person who has sent, a point, a pass and a batch of another leader's commune."""
    draft = begin(engine, LAN, NOW).code
    answer(engine, draft, (1, 2, 3), NOW)
    extra_answers.set_device(engine, code=draft, device=2, now=NOW)
    sent = begin(engine, LAN, NOW).code
    answer(engine, sent, (2,) * 12, NOW)
    assessments.submit(engine, code=sent, questionnaire=questionnaire(), **WHEN)
    point = collection_points.open_point(
        engine, kind=PointKind.MARKET, name="Chợ", commune_code=SI_MA_CAI, by=4, **WHEN
    )
    give_passes(engine, area_code="15", count=1, valid_on=TODAY, by=4, **WHEN)
    person = EnteredPerson(1, "ZZZZZ-001", SI_MA_CAI, Audience.CITIZEN, AgeBand.FROM_60,
                           Gender.FEMALE, Mode.PROXY, (Answer.ALONE,) * 12)  # fmt: skip
    save_rows(
        engine, [person], kind=BatchKind.ROSTER, key="theirs", questionnaire=questionnaire(),
        by=4, **WHEN, point=point.token,
    )  # fmt: skip
    return (point.token,)


OURS = {"assessment": "id", "extraanswers": "assessment_id", "consent": "assessment_id",
        "helperpass": "id", "importbatch": "id", "importrow": "batch_id"}  # fmt: skip


def rows_now(engine: Engine, known: dict[str, list[int]] | None = None) -> dict[str, list[object]]:
    """The rows of these ids, as they stand; of all when no ids are given."""
    found: dict[str, list[object]] = {}
    with engine.connect() as connection:
        for name, key in OURS.items():
            table = metadata.tables[name]
            wanted = select(table).order_by(*table.primary_key)
            if known is not None:
                wanted = wanted.where(table.c[key].in_(known[name]))
            found[name] = [dict(row) for row in connection.execute(wanted).mappings()]
    return found


def test_ten_thousand_hostile_messages_break_nothing_and_touch_nobody_else(attacked):
    engine = attacked
    foreign = what_is_foreign(engine)
    before = rows_now(engine)
    known = {name: [row[key] for row in before[name]] for name, key in OURS.items()}
    one = Attacker(
        engine, random.Random(4), NOW, (questionnaire(), questionnaire(), old_questionnaire()),
        PACKS, CHECK, ATTACKERS, foreign,
    )  # fmt: skip

    one.send(MESSAGES[engine.name])

    assert one.broke == []
    assert one.sent / 4 < one.refused.total() < one.sent * 3 / 4  # both doors were tried
    assert len(one.refused) > 15
    assert rows_now(engine, known) == before
    assert verify(engine).shown == ()
    assert faults_of_the_file(engine) == []


def faults_of_the_file(engine: Engine) -> list[object]:
    """What SQLite finds broken, constraints included; PostgreSQL holds them by itself."""
    if engine.name != "sqlite":
        return []
    with engine.connect() as connection:
        checks = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [one for one in checks if one != "ok"] + list(orphans)
