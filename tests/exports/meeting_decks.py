"""A meeting made by hand, so that a file can be held against every number that was put in."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd

from charts.bars import ranked_bars
from charts.findings import COMMUNE
from charts.theme import Spec
from charts.tiles import tile_map
from meeting.deck import Conclusion, Deck, Frozen, Grid, Native, Series, Slide, SlideKind
from stats.published import Context, Published, publish
from text import translator

T = translator("vi")
LONG = "Xã Nguyễn Ích Điền Hưng Trường Thượng Hạ"  # 40 letters
HOSTILE = '=HYPERLINK("http://x")'
EVIL = '</script><img src=x onerror="alert(1)"> & \' " <b>'
# Nine people and their rate: in no part of any file, in no way of writing it.
SECRET_N, SECRET_PERCENT = 9, 77.7123
SECRETS = ("77.7123", "77,7123", "77.7", "77,7")
_TOLD = re.compile(r"(?:72|77|82)[.,]7123|(?<![\d.,])77[.,]7\s?%")  # its interval too
SPINE = ("n = 1.234 người", "Đợt 2 năm 2026", "Nguồn: Bình dân số", "Không công bố nhóm dưới 10")


def published(rows: Sequence[tuple[str, int, float]], *, simulated: bool = True) -> Published:
    """Communes as (name, people, percent), through the gate."""
    table = pd.DataFrame(
        [
            {
                "unit_code": f"{place:05}", "unit_name": name, "mode": "self", "people": n,
                "undetermined": 0, "n": n, "percent": percent if n else float("nan"),
                "firm_percent": percent / 2, "low": max(percent - 5, 0.0),
                "high": min(percent + 5, 100.0),
            }
            for place, (name, n, percent) in enumerate(rows, start=1)
        ]
    )  # fmt: skip
    notes = Context(
        source="Bình dân số", period="Đợt 2 năm 2026", measure="basic", boundary_view="today",
        simulated=simulated, minimum=10,
    )  # fmt: skip
    return publish(table, notes)


SIX = (
    (LONG, 200, 63.4375), ("Phường Đông Sơn", 50, 80.0), ("Xã Kín", SECRET_N, SECRET_PERCENT),
    ("Xã Kín Thứ Hai", 12, 21.125), ("Xã Trống", 0, 0.0), (HOSTILE, 1300, 40.25),
)  # fmt: skip


def communes(number: int) -> list[tuple[str, int, float]]:
    return [(f"Xã Thường Xuân Ngọc Lặc {place}", 90 + place, 20 + place / 4)
            for place in range(1, number + 1)]  # fmt: skip


def slide(rows: Sequence[tuple[str, int, float]] = SIX, **changes: object) -> Slide:
    """A slide with a chart PowerPoint draws, its picture, its table, and what it stands on."""
    figures = published(rows)
    shown = [
        (str(one["unit_name"]), None if pd.isna(one["percent"]) else float(one["percent"]))
        for one in figures.table.to_dict("records")
    ]
    values = tuple(value for _, value in shown)
    words = tuple((name, _words(value)) for name, value in shown)
    made = Slide(
        kind=SlideKind.RANKED, heading="Từng xã, phường",
        finding="2 trong 3 xã có số liệu đạt từ 60 % trở lên", generated="", spine=SPINE,
        figures=figures, picture=ranked_bars(figures, level=COMMUNE, t=T),
        native=Native("bar", tuple(name for name, _ in shown), (Series("Tỷ lệ đạt", values),),
                      "Tỷ lệ người đạt mức cơ bản (%)"),
        grid=Grid(("Đơn vị", "Đạt mức cơ bản"), words),
        alternative="Biểu đồ thanh: cao nhất là Phường Đông Sơn, 80 %",
        notes="Nói chậm câu đầu. Số của xã Ngọc đang được kiểm tra.",
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def _words(value: float | None) -> str:
    return "chưa đủ dữ liệu" if value is None else f"{value:.1f} %".replace(".", ",")


def deck(*slides: Slide, **changes: object) -> Deck:
    """A meeting about Thanh Hóa with these slides."""
    made = Deck(
        title="Họp giao ban tháng 8", place="Tỉnh Thanh Hóa", period="Đợt 2 năm 2026",
        boundaries="Địa giới hiện nay", language="vi", simulated=True,
        frozen=Frozen(12, datetime(2026, 8, 20, 1, 0, tzinfo=UTC), "4f7a" + "0" * 60),
        slides=slides or (slide(),),
        conclusions=(
            Conclusion("Mở 3 lớp buổi tối ở Phường Đông Sơn", "Tỉnh Đoàn", date(2026, 9, 15)),
            Conclusion("Rà soát các xã chưa có số liệu", "Sở Khoa học và Công nghệ", None),
        ),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def whole_meeting(number: int = 166) -> Deck:
    """Twelve slides of a province of so many communes, and two for questions."""
    many = communes(number)
    groups = [(f"Nhóm kỹ năng {place}", 300 + place, 30 + 7.5 * place) for place in range(6)]
    months = [(f"{place}/2026", 150 + place, 41 + 2.25 * place) for place in range(1, 9)]
    alone = slide(groups, kind=SlideKind.TARGETS, heading="Chỉ tiêu", picture=None, native=None)
    trend = slide(months, kind=SlideKind.TREND, heading="Diễn biến theo tháng")
    trend = replace(trend, native=replace(trend.native, kind="line"))
    numbers = slide(groups[:3], kind=SlideKind.NUMBERS, heading="Ba con số", native=None)
    every = slide(many, heading="Mọi xã, phường", backup=True, picture=None, native=None)
    return deck(
        slide(kind=SlideKind.BEFORE, heading="Việc đã kết luận lần trước", picture=None,
              native=None, figures=None, grid=Grid(("Việc", "Ai"), (("Rà soát", "Tỉnh Đoàn"),))),
        numbers,
        slide(many, kind=SlideKind.MAP, heading="Bản đồ", native=None),
        slide(many, heading="Xếp theo mức đạt", native=None),
        slide(groups, kind=SlideKind.GROUPS, heading="Sáu nhóm kỹ năng"),
        slide(groups[:4], kind=SlideKind.AUDIENCES, heading="Bốn nhóm người"),
        slide(),
        trend,
        slide(groups, kind=SlideKind.COVERAGE, heading="Chưa tới được ai"),
        slide(groups, kind=SlideKind.CHECKED, heading="Nói và làm"),
        alone,
        slide(kind=SlideKind.REPORTED, heading="Số liệu báo cáo", native=None, picture=None,
              figures=None, grid=Grid(), refused="Chưa đơn vị nào báo cáo trong kỳ này."),
        every,
        slide(groups, heading="Cách tính", backup=True, picture=None, native=None),
    )  # fmt: skip


def handout(number: int = 6, *more: Slide, **changes: object) -> Deck:
    """Bars, squares of so many communes, a refusal for questions and what was decided."""
    rows = [*SIX, *communes(number - len(SIX))]
    figures = published(rows)
    places = {
        code: (105 + place % 13 / 10, 19 + place // 13 / 10)
        for place, code in enumerate(figures.table["unit_code"])
    }
    squares = slide(rows, kind=SlideKind.MAP, heading="Bản đồ", native=None)
    nothing = {"figures": None, "picture": None, "native": None}
    return deck(
        slide(),
        replace(squares, picture=tile_map(figures, places, [], t=T)),
        slide(kind=SlideKind.TREND, heading="Theo tháng", finding="Chưa vẽ được đường",
              refused="Mới có một tháng.", backup=True, grid=Grid(), **nothing),
        slide(kind=SlideKind.CONCLUSIONS, heading="Kết luận", finding="Hai việc được giao",
              grid=Grid(("Việc", "Hạn"), (("Mở lớp buổi tối ở 6 xã", "15/9/2026"),)), **nothing),
        *more,
        **changes,
    )  # fmt: skip


def broken() -> Slide:
    """A slide whose chart cannot be drawn."""
    spec: Spec = {"mark": "nothing", "data": {"values": [{"a": 1}]}}
    return slide(picture=spec, native=None, heading="Trang hỏng")


def cells(one: Deck) -> list[str]:
    """Every cell of every table, as it must be found again."""
    return [cell for each in one.slides for row in each.grid.rows for cell in row]


def told(text: str) -> list[str]:
    """Where a text gives away what must stay hidden."""
    return _TOLD.findall(text)


def every_part(content: bytes) -> dict[str, bytes]:
    """Everything inside an office file, also what is inside the workbooks of its charts."""
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            body = packed.read(name)
            inner = every_part(body) if name.endswith(".xlsx") else {}
            found |= {f"{name}/{part}": inside for part, inside in inner.items()} or {name: body}
    return found


def told_in(content: bytes, words: Sequence[str]) -> list[tuple[str, str]]:
    """Where in a file any of these words stand: (part, word)."""
    return [
        (name, word)
        for name, body in every_part(content).items()
        if not name.endswith(".png")
        for word in words
        if word.encode() in body
    ]
