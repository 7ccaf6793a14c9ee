"""A week in words: few are few, nothing is said to be nothing, and no number comes from outside."""

from datetime import UTC, date, datetime

import pytest

from db.weekly_reports import Edit, Report
from domain.weeks import FEW, Said, Week, WeekCounts, upward
from ui import monday_words

WEEK = Week(date(2026, 11, 16))
RATE = {"percent": 41.0, "low": 38.0, "high": 44.0, "n": 1000}


def report(language="vi", rate=None, edits=None, **counts):
    figures = upward(WeekCounts(**counts), minimum=10)
    return Report(
        id=1, area_code="38", area_name="Tỉnh Thanh Hóa", week=WEEK, version=1, reason="",
        language=language, figures=figures, rate=rate, edits=edits or {}, said={},
        created_at=datetime(2026, 11, 23, tzinfo=UTC), locked_at=None, signed_by="", sha256=None,
    )  # fmt: skip


def rewritten(text):
    return {Said.TEAMS: Edit(text, 1, "lan")}


@pytest.mark.parametrize(
    ("language", "nothing"), [("vi", "Chưa đội nào ghi việc"), ("en", "No team logged work")]
)
def test_a_week_without_anything_says_so_in_the_language_of_the_report(language, nothing):
    said = monday_words.generated(report(language), None)

    assert said[Said.TEAMS].startswith(nothing)
    assert not any(digit in said[Said.POINTS] + said[Said.CLASSES] for digit in "0123456789")


def test_few_people_are_said_as_few_and_people_never_join_visits():
    said = monday_words.generated(report(teams=1, team_people=9, team_visits=1200), None)

    assert "dưới 10 người được giúp; 1.200 lượt" in said[Said.TEAMS]


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (None, "Chưa có báo cáo tuần trước"),
        (40.0, "chưa thấy thay đổi rõ"),
        (30.0, "tăng rõ"),
        (50.0, "giảm rõ"),
    ],
)
def test_a_published_rate_moved_only_beyond_chance(before, words):
    earlier = before and report(
        rate={"percent": before, "low": before - 3, "high": before + 3, "n": 1000}
    )

    said = monday_words.generated(report(rate=RATE), earlier)[Said.RATE]

    assert "41,0\u00a0%" in said
    assert words in said


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("Các đội giúp 25 người, 1.200 lượt trong tuần 16/11/2026 – 22/11/2026.", ()),
        ("Các đội giúp 26 người, 1200 lượt.", ("26",)),
        ("Các đội giúp 1.225 người và lượt.", ("1.225",)),  # added up
        ("Tháng này nhiều việc.", ()),
    ],
)
def test_a_rewritten_sentence_says_only_what_the_records_say(text, strange):
    one = report(teams=1, team_people=25, team_visits=1200, edits=rewritten(text))

    found = monday_words.unfounded(one, None)

    assert found.get(Said.TEAMS, ()) == strange
    assert monday_words.whole(one, None)[Said.TEAMS] == text


def test_what_an_older_report_did_not_count_is_absent_and_not_zero():
    rows = monday_words.comparisons({"team_people": 25, "teams": 0}, {"teams": FEW}, "vi")

    by_label = {row.label: (row.before, row.now) for row in rows}
    assert by_label["Người được các đội giúp"] == ("–", "25")
    assert by_label["Đội có ghi việc"] == ("dưới 10", "0")
