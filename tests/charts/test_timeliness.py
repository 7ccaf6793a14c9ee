"""The bars of who reported keep a row for every state, also for one of nobody."""

from charts.timeliness import timeliness_bars
from domain.indicator_board import Timeliness
from text import translator


def test_every_state_has_its_row_its_number_and_room_for_it():
    counts = {Timeliness.ON_TIME: 90, Timeliness.SILENT: 3}

    spec = timeliness_bars(counts, title="Tháng 10", subtitle="hạn 10/11", t=translator("vi"))

    rows = {row["state"]: row["units"] for row in spec["data"]["values"]}
    assert list(rows) == ["Đúng hạn", "Muộn", "Chưa đến hạn", "Quá hạn", "30 ngày chưa có gì"]
    assert list(rows.values()) == [90, 0, 0, 0, 3]
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"][1] > 90
    assert spec["description"] == "Tháng 10. hạn 10/11."


def test_with_no_report_at_all_the_axis_still_has_a_length():
    spec = timeliness_bars({}, title="Tháng 10", subtitle="", t=translator("en"))

    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 4.0]
