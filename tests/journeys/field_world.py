"""A commune in which the pages of its leader have something to show, written by the commands."""

from sqlalchemy import Engine

from db.commands.classes import plan_class
from db.commands.collection_points import open_point
from db.commands.hamlets import create_hamlets
from db.commands.ledger_names import Told, add_ambassador, add_learner
from db.commands.rights import make_request
from db.commands.teams import TeamForm, found_team
from db.sealed import ring_of
from domain.classes import ClassKind, ClassPlace, ClassPlan, Teacher
from domain.collection import PointKind
from domain.hamlets import HamletName
from domain.ledger import CONSENT_VERSION
from domain.rights import RequestKind
from domain.targets import EVERYONE
from tests.journeys.form_steps import TRIEU_SON
from tests.server_process import SECRET
from ui import clock


def fill(engine: Engine, *, leader: int, volunteer: int) -> str:
    """One hamlet, point, team, request and class, a ledger of two; the token of the class."""
    when = {"by": leader, "now": clock.now(), "today": clock.today()}
    create_hamlets(engine, [HamletName("Thôn", "1")], commune_code=TRIEU_SON, **when)
    open_point(engine, kind=PointKind.MARKET, name="Chợ Đà", commune_code=TRIEU_SON, **when)
    members = {"youth_union": 6}
    found_team(engine, TeamForm("community", "Tổ thôn 1", (TRIEU_SON,), members, volunteer), **when)
    for add, name in ((add_ambassador, "Người Thử Một"), (add_learner, "Người Thử Hai")):
        told = Told(name, "", "", agreed=True, version=CONSENT_VERSION)
        add(engine, ring_of(SECRET), commune_code=TRIEU_SON, told=told, **when)
    make_request(engine, kind=RequestKind.VIEW, province_code="38", now=clock.now())
    return plan_class(engine, plan=_plan(), **when)


def _plan() -> ClassPlan:
    return ClassPlan(
        kind=ClassKind.LESSON,
        place_kind=ClassPlace.CULTURE_HOUSE,
        place_name="Nhà văn hóa thôn 1",
        commune_code=TRIEU_SON,
        held_on=clock.today(),
        starts_minute=0,
        minutes=120,
        audience=EVERYONE,
        teacher=Teacher.VOLUNTEER,
        competences=(),
        resources=(),
    )
