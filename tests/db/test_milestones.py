"""The days everybody looks at: 28/8 in the former Hà Giang alone, every day with its source."""

from datetime import date

from db.milestones import FESTIVAL, every_milestone, milestones_of

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def test_28_august_is_a_milestone_of_the_former_ha_giang_alone():
    there = [one.day for one in milestones_of({"02", "08"}, **YEAR)]
    elsewhere = [one.day for one in milestones_of({"38"}, **YEAR)]

    assert there == [date(2026, 8, 28), date(2026, 10, 10), date(2026, 12, 31)]
    assert elsewhere == [date(2026, 10, 10), date(2026, 12, 31)]


def test_both_ends_of_the_days_asked_for_belong_to_them():
    one_day = milestones_of((), first=date(2026, 10, 10), last=date(2026, 10, 10))

    assert [one.day for one in one_day] == [date(2026, 10, 10)]
    assert milestones_of((), first=date(2026, 10, 11), last=date(2026, 12, 30)) == ()


def test_every_milestone_has_a_name_a_source_and_a_kind():
    assert {one.day.year for one in every_milestone() if one.kind != FESTIVAL} == {2026, 2027, 2030}
    for one in every_milestone():
        assert one.name
        assert one.source
        assert one.kind in (FESTIVAL, "plan")
