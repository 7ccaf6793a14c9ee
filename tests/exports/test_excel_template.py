"""The workbook: read back as typed, every fault once, nothing that is not ours, no bombs."""

import io
import zipfile

import pytest
import xlsxwriter
from python_calamine import load_workbook

from domain.collection import ANSWER_FIELDS, MOST_IN_A_FILE, FaultKind, check_rows
from domain.errors import FileTooLarge, NotOurWorkbook, TooManyRows
from exports.excel_template import FIELDS, read_rows, template
from exports.typed_sheet import MOST_BYTES
from text import LANGUAGES, translator

T = translator("vi")
BOTH = [translator(language) for language in LANGUAGES]
COMMUNES = {"15796": "Xã Triệu Sơn", "15823": "Xã Thọ Ngọc"}
PERSON = {
    **{"commune": "Xã Triệu Sơn (15796)", "audience": T("audience.citizen")},
    **{"age_band": T("age_band.60-69"), "gender": T("gender.female")},
    **{"mode": T("paper_mode.assisted"), "consent": "Có", **dict.fromkeys(ANSWER_FIELDS, 2)},
}


def workbook(rows, t=T):
    """As the template, filled in: `rows` are field → cell; the template's own headings."""
    empty = load_workbook(
        io.BytesIO(template(COMMUNES, ["?"] * 12, version="1", t=t, number="K7Q2M"))
    )
    cells = empty.get_sheet_by_index(0).to_python(skip_empty_area=False)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("x")
        for number, row in enumerate(cells[:3]):
            sheet.write_row(number, 0, row)
        for number, row in enumerate(rows, start=3):
            keyed = {"key": f"K7Q2M-{number - 2:03}", **row}
            sheet.write_row(number, 0, [keyed.get(field, "") for field in FIELDS])
    return buffer.getvalue()


def checked(content):
    return check_rows(read_rows(content, BOTH), frozenset(COMMUNES))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_template_holds_500_sheet_numbers_and_nobody(language):
    t = translator(language)
    content = template(COMMUNES, ["?"] * 12, version="2026.1", t=t)

    assert read_rows(content, BOTH) == []
    book = load_workbook(io.BytesIO(content))
    keys = [row[0] for row in book.get_sheet_by_index(0).to_python()[3:]]
    assert book.sheet_names == [t(f"workbook.{name}") for name in ("data", "read_first", "lists")]
    assert len(set(keys)) == 500
    assert "2026.1" in book.get_sheet_by_index(0).to_python()[0][0]


def test_what_was_typed_is_read_back_whole_numbers_too():
    people, faults = checked(workbook([PERSON, {**PERSON, "q01": "4", "consent": "x"}]))

    assert faults == []
    assert [(person.row, person.key) for person in people] == [(4, "K7Q2M-001"), (5, "K7Q2M-002")]
    assert people[0].answers == (2,) * 12
    assert people[1].answers[0] == 9


def test_500_rows_with_30_faults_give_30_sentences_that_name_their_rows():
    wrong = [
        {"q05": 7},
        {"audience": "Bộ đội"},
        {"consent": ""},
        {"q12": ""},
        {"commune": "Xã X (02752)"},
        {"age_band": T("age_band.7-15")},
    ]
    rows = [
        {**PERSON, **(wrong[row // 16 % 6] if row % 16 == 0 and row < 480 else {})}
        for row in range(500)
    ]

    people, faults = checked(workbook(rows))

    assert len(people) == 470
    assert [fault.row for fault in faults] == [row + 4 for row in range(0, 480, 16)]
    assert {fault.kind for fault in faults} == set(FaultKind) - {
        FaultKind.TWICE,
        FaultKind.NOT_OURS,
    }


def test_a_row_in_which_only_the_number_stands_is_nobody():
    assert len(read_rows(workbook([{}, PERSON, {}]), BOTH)) == 1


def test_a_formula_is_text_and_no_answer():
    _, [fault] = checked(workbook([{**PERSON, "q01": "=1+1"}]))

    assert (fault.field, fault.kind) == ("q01", FaultKind.NOT_A_DIGIT)


def test_more_people_than_a_file_may_hold_are_refused():
    with pytest.raises(TooManyRows):
        read_rows(workbook([PERSON] * (MOST_IN_A_FILE + 1)), BOTH)


def zipped(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def lying(content):
    """The archive says of each part that it unpacks to ten bytes."""
    honest = (21_000_000).to_bytes(4, "little")
    return content.replace(honest, (10).to_bytes(4, "little"))


@pytest.mark.parametrize("content", [
    pytest.param(b"", id="nothing"),
    pytest.param(b"PK\x03\x04 no archive", id="no archive"),
    pytest.param(b"name,answer\r\nLan,3", id="text"),
    pytest.param(zipped({"a.txt": "a"}), id="another archive"),
    pytest.param(workbook([PERSON])[:-200], id="cut off"),
    pytest.param(lying(zipped({"x": b"0" * 21_000_000})), id="bomb that lies"),
])  # fmt: skip
def test_what_is_no_workbook_of_ours_is_refused_in_words(content):
    with pytest.raises((NotOurWorkbook, FileTooLarge)):
        read_rows(content, BOTH)


def test_another_workbook_is_not_ours():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.add_worksheet().write_row(2, 0, ["Họ tên", "Điện thoại"])

    with pytest.raises(NotOurWorkbook):
        read_rows(buffer.getvalue(), BOTH)


@pytest.mark.parametrize("content", [
    pytest.param(b"0" * (MOST_BYTES + 1), id="long"),
    pytest.param(zipped({"x": b"0" * 21_000_000}), id="bomb"),
    pytest.param(zipped({str(part): "" for part in range(101)}), id="many parts"),
])  # fmt: skip
def test_what_is_or_unpacks_to_too_much_is_refused_before_it_is_read(content):
    with pytest.raises(FileTooLarge):
        read_rows(content, BOTH)
