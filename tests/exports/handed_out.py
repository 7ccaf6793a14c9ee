"""A meeting to hand out, with a figure planted where it must stay hidden."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import pandas as pd

from charts.bars import ranked_bars
from charts.theme import Spec
from charts.tiles import tile_map
from domain.people import Mode
from meeting.deck import Deck, Frozen, Grid, Slide, SlideKind
from stats.published import Context, Published, publish
from text import translator

T = translator("vi")
HIDDEN = 7.3519  # the rate of the two communes under the minimum
_TOLD = re.compile(r"7\.3519|1\.2345|14\.6789|(?<![\d,])7(?:,4|,35)?\s?%")
EVIL = '</script><img src=x onerror="alert(1)"> & \' " <b>'
SPINE = ("n = 12.345", "Đợt 2 năm 2026", "Nguồn: Bình dân số", "Ranh giới từ 1/7/2025")
LONG_NAME = "Xã Vĩnh Thạnh Trung Đông Thượng Hòa Bình"


def told(text: str) -> list[str]:
    """Where a text gives away what was planted."""
    return _TOLD.findall(text)


def communes(count: int) -> Published:
    """Communes with figures, the first two of them under the minimum."""
    rows = [_row(number, 11.0 + number * 0.37) for number in range(count)]
    for row in rows[:2]:
        row |= {"n": 8, "people": 8, "percent": HIDDEN, "low": 1.2345, "high": 14.6789}
    notes = Context("Bình dân số", "Đợt 2 năm 2026", "basic", "today", True, 10, (Mode.SELF,))
    return publish(pd.DataFrame(rows), notes)


def _row(number: int, percent: float) -> dict[str, object]:
    n = 120 + number
    return {
        "unit_code": f"{number:05d}", "unit_name": f"{LONG_NAME} {number}", "mode": "self",
        "people": n, "undetermined": 0, "n": n, "percent": percent, "firm_percent": percent / 2,
        "low": percent - 5, "high": percent + 5,
    }  # fmt: skip


def grid(published: Published) -> Grid:
    """The figures as they are written on a slide."""
    rows = [
        (
            row.unit_name,
            "chưa đủ dữ liệu" if pd.isna(row.percent) else f"{row.percent:.1f} %".replace(".", ","),
            "–" if pd.isna(row.n) else str(int(row.n)),
        )
        for row in published.table.itertuples()
    ]
    return Grid(("Đơn vị", "Tỷ lệ", "n"), tuple(rows))


def slide(published: Published, picture: Spec | None, *, heading: str, **more: object) -> Slide:
    words = {
        "kind": SlideKind.RANKED, "finding": "6 trong 12 xã có từ 60 % người đạt mức cơ bản",
        "generated": "", "spine": SPINE, "alternative": "Biểu đồ: tỷ lệ theo xã",
        "notes": "Nói chậm ở xã Hòa Bình",
    }  # fmt: skip
    return Slide(
        heading=heading, figures=published, picture=picture, grid=grid(published),
        **(words | more),  # type: ignore[arg-type]
    )  # fmt: skip


def deck(*, count: int = 6, title: str = "Họp tháng 11", more: Sequence[Slide] = ()) -> Deck:
    """Bars, squares, a refusal for questions and what was decided."""
    published = communes(count)
    places = {
        code: (105 + number % 13 / 10, 19 + number // 13 / 10)
        for number, code in enumerate(published.table["unit_code"])
    }
    slides = (
        slide(communes(6), ranked_bars(communes(6), level="commune", t=T), heading="Các xã"),
        slide(published, tile_map(published, places, [], t=T), heading="Bản đồ"),
        Slide(
            SlideKind.TREND, "Theo tháng", "Chưa vẽ được đường", "", SPINE,
            refused="Mới có một tháng.", backup=True,
        ),
        Slide(
            SlideKind.CONCLUSIONS, "Kết luận", "Hai việc được giao", "", SPINE,
            grid=Grid(("Việc", "Hạn"), (("Mở lớp buổi tối ở 6 xã", "15/9/2026"),)),
        ),
    )  # fmt: skip
    return Deck(
        title, "Tỉnh Thanh Hóa", "Đợt 2 năm 2026", "Ranh giới từ 1/7/2025", "vi", True,
        Frozen(12, datetime(2026, 8, 20, 1, 0, tzinfo=UTC), "4f7a" + "0" * 60),
        (*slides, *more),
    )  # fmt: skip


def broken(**more: object) -> Slide:
    """A slide whose chart cannot be drawn."""
    spec: Spec = {"mark": "nothing", "data": {"values": [{"a": 1}]}}
    return slide(communes(6), spec | more, heading="Trang hỏng")


def cells(one: Deck) -> list[str]:
    """Every cell of every table, as it must be found again."""
    return [cell for each in one.slides for row in each.grid.rows for cell in row]
