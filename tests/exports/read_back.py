"""What a program finds in a file of a meeting: rows of tables, sentences, values of charts."""

import io
import re
import zipfile

import python_calamine
from lxml import etree, html
from pypdf import PdfReader

from tests.exports.meeting_decks import every_part

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
Rows = set[tuple[str, ...]]
Values = tuple[float | None, ...]


def trees(content: bytes, folder: str) -> list[etree._Element]:
    """The parts of an office file below a folder."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = [one for one in packed.namelist() if re.fullmatch(rf"{folder}\w+\.xml", one)]
        return [etree.fromstring(packed.read(name)) for name in names]


def slides(content: bytes) -> tuple[list[str], Rows]:
    """Paragraphs and rows of tables of a PPTX."""
    pages = trees(content, "ppt/slides/")
    return _told(pages, _DRAWING, ("tr", "tc"))


def report(content: bytes) -> tuple[list[str], Rows]:
    """Paragraphs and rows of tables of a DOCX."""
    return _told(trees(content, "word/"), _WORD, ("tr", "tc"))


def _told(
    parts: list[etree._Element], space: str, names: tuple[str, str]
) -> tuple[list[str], Rows]:
    row_name, cell_name = (space + name for name in names)
    paragraphs = [
        "".join(text.text or "" for text in paragraph.iter(f"{space}t"))
        for part in parts
        for paragraph in part.iter(f"{space}p")
    ]
    rows = {
        tuple(
            "".join(text.text or "" for text in cell.iter(f"{space}t"))
            for cell in row.iter(cell_name)
        )
        for part in parts
        for row in part.iter(row_name)
    }
    return paragraphs, rows


def drawn(content: bytes) -> list[Values]:
    """The values of every series of every chart of a PPTX; None where a point has none."""
    return [
        _values(series)
        for chart in trees(content, "ppt/charts/")
        for series in chart.iter(f"{_CHART}ser")
    ]


def _values(series: etree._Element) -> Values:
    cache = next(series.iter(f"{_CHART}numCache"))
    count = int(cache.find(f"{_CHART}ptCount").get("val"))
    points = {int(one.get("idx")): float(one[0].text) for one in cache.iter(f"{_CHART}pt")}
    return tuple(points.get(place) for place in range(count))


def beside_charts(content: bytes) -> list[Values]:
    """The columns of figures of the workbooks behind the charts of a PPTX."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        books = [packed.read(name) for name in packed.namelist() if name.endswith(".xlsx")]
    found: list[Values] = []
    for book in books:
        _, *rows = cells(book)[0]
        columns = list(zip(*rows, strict=True))[1:]
        found += [tuple(None if cell == "" else cell for cell in column) for column in columns]
    return found


def cells(content: bytes) -> list[list[list[object]]]:
    """Every sheet of a workbook, row by row."""
    book = python_calamine.load_workbook(io.BytesIO(content))
    return [
        book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
    ]


def page(content: bytes) -> tuple[str, Rows]:
    """The words and the rows of tables of an HTML file."""
    tree = html.fromstring(content.decode())
    rows = {tuple(cell.text_content() for cell in row) for row in tree.iter("tr")}
    return tree.text_content(), rows


def paper(content: bytes) -> str:
    """The words of a PDF without any space: lines break where there is room."""
    return squeezed("".join(one.extract_text() for one in PdfReader(io.BytesIO(content)).pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def everything(content: bytes) -> str:
    """All parts of an office file, alternatives, notes, workbooks and properties too."""
    parts = every_part(content)
    return "\n".join(
        body.decode("utf-8", "replace") for name, body in parts.items() if not name.endswith("png")
    )
