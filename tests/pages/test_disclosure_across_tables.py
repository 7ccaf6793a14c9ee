"""What several tables together give away: each leader also reads the public table."""

import pytest
from sqlmodel import Session, select

from db import attainment as counts
from db.models import Area, AreaMember, Unit
from domain.access import PUBLIC, Role, Scope
from domain.people import Mode
from ui import load, reference

MINIMUM = 10


def communes_by_area(engine, kind, province):
    with Session(engine) as session:
        rows = session.exec(
            select(AreaMember.area_code, Unit.code)
            .join(Unit, Unit.id == AreaMember.unit_id)
            .join(Area, Area.code == AreaMember.area_code)
            .where(Area.kind == kind, Unit.parent_code == province)
        ).all()
    found = {}
    for area_code, commune in rows:
        found.setdefault(area_code, []).append(commune)
    return found


def true_n(engine, province, campaign, mode):
    with Session(engine) as session:
        frame = counts.by_commune(session, PUBLIC, area_code=province, campaign_code=campaign.code)
    frame = frame[frame["mode"] == mode.value]
    return dict(zip(frame["unit_code"], frame["people"] - frame["undetermined"], strict=True))


def table_of(scope, area_code, campaign, mode):
    return load.communes(scope, area_code, campaign, mode, 0, "vi").table.set_index("unit_code")


@pytest.mark.parametrize(("province", "mode"), [("38", Mode.SELF), ("15", Mode.ASSISTED)])
def test_no_district_total_beside_the_public_table_gives_a_commune_away(engine, province, mode):
    looked_at = 0
    for campaign in reference.rounds():
        people = true_n(engine, province, campaign, mode)
        public = table_of(PUBLIC, province, campaign, mode)
        for area_code, communes in communes_by_area(engine, "former_district", province).items():
            own = table_of(Scope(Role.LEADER, frozenset({area_code})), area_code, campaign, mode)
            if own.loc[area_code, "status"] != "shown":
                continue
            looked_at += 1
            hidden = [
                people[code]
                for code in communes
                if people[code] and not {public.status[code], own.status[code]} & {"shown"}
            ]
            assert hidden == [] or (len(hidden) > 1 and sum(hidden) >= MINIMUM)
    assert looked_at or mode is Mode.ASSISTED


def test_a_leader_of_a_withheld_commune_reads_no_figure_of_it_anywhere(engine):
    campaign = reference.rounds()[0]
    public = table_of(PUBLIC, "15", campaign, Mode.SELF)
    people = true_n(engine, "15", campaign, Mode.SELF)
    withheld = sorted(public.index[public["status"] == "withheld"], key=people.__getitem__)

    for code in (withheld[0], withheld[-1]):  # the smallest, and the largest that shields it
        scope = Scope(Role.LEADER, frozenset({code}))
        own = table_of(scope, code, campaign, Mode.SELF)
        groups = load.groups(scope, code, campaign, 0, "vi").table
        audiences = load.audiences(scope, code, campaign, 0, "vi").table
        for table in (own, groups[groups["mode"] == "self"], audiences):
            assert table[["n", "percent", "low", "high"]].isna().all(axis=None)
