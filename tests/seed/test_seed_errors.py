"""A seed file that breaks a rule is refused, by file and line."""

import re

import pytest

from domain.errors import SeedError
from seed.reference import seed_reference
from seed.wording import faults
from tests.seed import tiny

YAML = "questionnaire/2026.1.yaml"
ANOTHER_UNIT = "commune,15664,Triệu Sơn,Xã Triệu Sơn,xã,38,2025-07-01,\n"

SPOILT = [  # file, what was written, what stands there instead, the refusal
    ("units.csv", ANOTHER_UNIT, ANOTHER_UNIT * 2, r"units.csv:3: duplicate of line 2"),
    ("units.csv", "15664,Triệu Sơn,Xã", "15664, ,Xã", r"units.csv:2: name is blank"),
    ("units.csv", "xã,38,2025", "xã,39,2025", r"units.csv:2: unknown parent '39'"),
    ("units.csv", "huyện,38,", "huyện,,", r"units.csv:5: unknown parent ''"),
    ("units.csv", "tỉnh,,,", "tỉnh,38,,", r"units.csv:6: a province has no parent"),
    ("units.csv", "397,,2025-06-30", "397,,2025-07-01", r"units.csv:3: .* overlaps another row"),
    ("units.csv", "38,,2025-06-30", "38,,2025-06-31", r"units.csv:5: valid_to is not a day"),
    ("units.csv", "district,397", "quarter,397", r"units.csv:5: level is 'quarter', not one of"),
    ("units.csv", "tỉnh,,,", "tỉnh,,", r"units.csv:6: 7 values, not 8"),
    ("units.csv", "level,code", "code,level", r"units.csv:1: columns are code,level"),
    ("unit_points.csv", "38,105.5", "39,105.5", r"unit_points.csv:3: no province 39 exists"),
    ("unit_points.csv", "105.5,20.0", "20.0,105.5", r"unit_points.csv:3: lon is 20, outside"),
    ("unit_points.csv", "105.5", "nan", r"unit_points.csv:3: lon is nan, outside"),
    ("unit_lineage.csv", "15664,,", "15665,,", r"unit_lineage.csv:2: unknown old unit"),
    ("unit_lineage.csv", "01,1,whole", "01,0.5,whole", r"unit_lineage.csv:2: .* add up to 0.5"),
    ("unit_lineage.csv", "01,1,whole", "01,0,whole", r"unit_lineage.csv:2: weight is 0, outside"),
    ("areas.csv", "397,Huyện", "398,Huyện", r"area_members.csv:2: unknown area 397"),
    ("areas.csv", "district,38", "district,39", r"areas.csv:2: unknown province 39"),
    ("area_members.csv", "397,15664\n", "", r"areas.csv:2: area 397 has no commune"),
    ("area_members.csv", "15664", "15665", r"area_members.csv:2: unknown commune of today 15665"),
    ("population.csv", "4324783", "nhiều", r"population.csv:2: people is not a number"),
    ("population.csv", "4324783", "0", r"population.csv:2: people is 0, outside"),
    ("population.csv", "4324783", "1.5", r"population.csv:2: people is not a whole number"),
    ("population.csv", "administrative", "census", r"population.csv:2: basis is 'census'"),
    ("campaigns.csv", "2026-06-30", "2026-02-01", r"campaigns.csv:2: ends on 2026-02-01, before"),
    ("campaigns.csv", "2026-06-30", "2026-07-01", r"campaigns.csv:3: overlaps 2026-1 of line 2"),
    ("campaigns.csv", "2026-2", "2026-1", r"campaigns.csv:3: duplicate of line 2"),
    ("targets.csv", "KH 265,Tỉnh ủy", ",Tỉnh ủy", r"targets.csv:2: document is blank"),
    ("targets.csv", "KH 265,Tỉnh ủy", "Kế hoạch,Tỉnh ủy", r"targets.csv:2: .* has no number"),
    ("targets.csv", "265,Tỉnh ủy,2025-04-24,38", "265,Tỉnh ủy,,99", r"targets.csv:2: area_code"),
    ("targets.csv", "100,percent", "101,percent", r"targets.csv:2: target_value is 101, outside"),
    ("targets.csv", "100,percent", "100,", r"targets.csv:2: .* belong together"),
    ("targets.csv", "high,everyone", "sure,everyone", r"targets.csv:2: confidence is 'sure'"),
    ("targets.csv", "everyone,Bài báo", "everyone,", r"targets.csv:2: source is blank"),
    ("targets.csv", "high,everyone", "high,farmer", r"targets.csv:2: compared_with is 'farmer'"),
    ("reported_indicators.csv", "25736", "25000", r"reported_indicators.csv:3: .* is not 69.85"),
    ("reported_indicators.csv", ",36845", ",", r"reported_indicators.csv:3: .* belong together"),
    ("indicators.csv", ",month,", ",week,", r"indicators.csv:2: period_kind is 'week'"),
    ("indicators.csv", "vneid-muc-2", "VNeID 2", r"indicators.csv:2: code is 'VNeID 2'"),
    ("reported_indicators.csv", "38,Thanh", "99,Thanh", r"reported_indicators.csv:2: area_code"),
    ("competences.csv", ",0.2,", ",0.1,", r"competences.csv:3: duplicate of line 2"),
    ("competences.csv", "1.1,1", "1.1,2", r"competences.csv:4: code 1.1 is not of group 2"),
    (YAML, "slot: 2", "slot: 1", r"2026.1.yaml:\d+: slot 1 is used twice"),
    (YAML, "slot: 2", "slot: 15", r"2026.1.yaml:\d+: slot 15 is outside 1 to 14"),
    (YAML, "id: install-app", "id: call-by-video", r"2026.1.yaml:\d+: id call-by-video is used"),
    (YAML, 'competence: "0.2"', 'competence: "9.9"', r"2026.1.yaml:\d+: unknown competence 9.9"),
    (YAML, 'competence: "0.2"', 'competence: "1.1"', r"2026.1.yaml:\d+: .* is not of group 0"),
    (YAML, 'competence: "0.2"', "competence: 0.2", r"2026.1.yaml:\d+: competence must be a text"),
    (YAML, 'version: "2026.1"', 'version: "2026.2"', r"2026.1.yaml:\d+: version 2026.2 in a file"),
    (YAML, "with_help: 1", "with_help: 3", r"2026.1.yaml:\d+: thresholds out of order"),
    (YAML, "with_help: 1", "alone: 1", r"2026.1.yaml:\d+: 'alone' is written more than once"),
    (YAML, "cài một ứng dụng", "cài một app", r"2026.1.yaml:\d+: vi.normal of install-app: 'app'"),
    (YAML, "một ứng dụng", "một ƯD", r"2026.1.yaml:\d+: .* 'ƯD' is not a Vietnamese word"),
    (YAML, "cài một ứng dụng", "cài " + "rất " * 15, r"2026.1.yaml:\d+: .* words, more than 15"),
    (YAML, "questions:", "questions: [", r"2026.1.yaml:\d+: "),
]


@pytest.mark.parametrize(("name", "old", "new", "refusal"), SPOILT)
def test_a_spoilt_file_is_refused_by_file_and_line(empty_engine, folder, name, old, new, refusal):
    tiny.spoil(folder, name, old, new)

    with pytest.raises(SeedError) as refused:
        seed_reference(empty_engine, folder)

    assert re.match(refusal, str(refused.value)), str(refused.value)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("- id: install-app", "- id: call-by-video"),  # a question: the line of its id
        (
            "normal: Bạn cài một",
            "normal: Bạn mở app cài một",
        ),  # a wording: the line of its language
    ],
)
def test_the_line_named_is_the_line_spoilt(empty_engine, folder, old, new):
    before = (folder / YAML).read_text(encoding="utf-8").split(old)[0]
    tiny.spoil(folder, YAML, old, new)

    with pytest.raises(SeedError, match=rf"^2026.1.yaml:{before.count(chr(10)) + 1}: "):
        seed_reference(empty_engine, folder)


def test_a_group_with_three_questions_is_refused(empty_engine, folder):
    tiny.spoil(folder, YAML, 'group: 1\n    competence: "1.1"', 'group: 0\n    competence: "0.1"')

    with pytest.raises(SeedError, match=r"group 0 has 3 questions, not 2"):
        seed_reference(empty_engine, folder)


def test_a_question_of_a_published_version_keeps_its_answer_column(empty_engine, folder):
    seed_reference(empty_engine, folder)
    tiny.spoil(folder, YAML, "slot: 1\n", "slot: 99\n")
    tiny.spoil(folder, YAML, "slot: 2\n", "slot: 1\n")
    tiny.spoil(folder, YAML, "slot: 99\n", "slot: 2\n")

    with pytest.raises(SeedError, match="left slot"):
        seed_reference(empty_engine, folder)


def test_a_core_question_after_the_ai_questions_is_refused(empty_engine, folder):
    path = folder / YAML
    text = path.read_text(encoding="utf-8")
    start, ai = text.index("  - id: pay-by-code"), text.index("  - id: ask-assistant")
    path.write_text(text[:start] + text[ai:].rstrip() + "\n" + text[start:ai], encoding="utf-8")

    with pytest.raises(SeedError, match="a core question stands after the AI questions"):
        seed_reference(empty_engine, folder)


@pytest.mark.parametrize(
    "sentence",
    [
        "Bạn nghiêng điện thoại, giặt giũ, quét mã, uống rượu được không?",
        "Bác gửi ảnh qua Zalo, mở VNeID, gọi 113 được không?",
        "Khuya, quyển sổ, ngoằn ngoèo, thuở ấy, ưu tiên, yêu quý, huơ tay",
    ],
)
def test_plain_vietnamese_has_no_fault(sentence):
    assert faults(sentence, language="vi") == []


@pytest.mark.parametrize("word", ["online", "email", "OTP", "file", "video", "QR", "smartphone"])
def test_english_and_abbreviations_are_faults(word):
    assert faults(f"Bạn dùng {word} được không?", language="vi") == [
        f"{word!r} is not a Vietnamese word"
    ]


def test_fifteen_words_are_allowed_and_sixteen_are_not():
    assert faults("một " * 15, language="vi") == []
    assert faults("một " * 16, language="vi") == ["16 words, more than 15"]
