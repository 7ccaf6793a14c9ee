"""
A small deck of made-up but really published tables, for tests of pages and files.

Twelve communes of Thanh Hóa, one of them hidden, one whose rate is a bound, one nobody answered
in, one with a name of forty letters. `HIDDEN_PEOPLE` is a number that must stand nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

import pandas as pd

from charts.findings import COMMUNE
from domain.meetings import fingerprint
from domain.people import Mode
from meeting.agenda import default_agenda
from meeting.deck import Conclusion, Deck, Frozen, SlideKind
from meeting.figures import (
    AUDIENCES,
    AUDIENCES_BEFORE,
    CHECKED,
    GROUPS,
    MONTHS,
    POPULATION,
    REPORTED,
    TARGETS,
    UNITS,
    WHOLE,
    Fact,
    Figures,
    freeze,
)
from meeting.places import Geometry
from meeting.slides import deck
from stats.boards import EVERYONE
from stats.checked import bounds, claimed_and_shown, for_publishing
from stats.intervals import percentages, wilson_limits
from stats.published import Context, Published, publish
from text import translator

PLACE, PLACE_NAME = "38", "Tỉnh Thanh Hóa"
LONG_NAME = "Xã Nguyễn Trãi Nghĩa Phương Thượng Hòa A"  # forty letters
HIDDEN_CODE, HIDDEN_PEOPLE, HIDDEN_REACHED = "16003", 7, 3
BOUND_CODE, EMPTY_CODE = "16004", "16005"
TODAY = date(2026, 9, 20)
TAKEN_AT = datetime(2026, 9, 20, 1, 0, tzinfo=UTC)

_UNITS = {  # code → name, people whose outcome is determined, who reach the level
    "16001": ("Phường Hạc Thành", 420, 301),
    "16002": (LONG_NAME, 260, 143),
    HIDDEN_CODE: ("Xã Ba Bảy", HIDDEN_PEOPLE, HIDDEN_REACHED),
    BOUND_CODE: ("Xã Gần Như Chưa Ai", 40, 1),
    EMPTY_CODE: ("Xã Chưa Có Ai", 0, 0),
    "16006": ("Phường Sầm Sơn", 310, 214),
    "16007": ("Xã Triệu Sơn", 180, 81),
    "16008": ("Xã Như Thanh", 95, 33),
    "16009": ("Xã Mường Lát", 64, 12),
    "16010": ("Xã Quan Hóa", 88, 35),
    "16011": ("Xã Bá Thước", 140, 70),
    "16012": ("Xã Vĩnh Lộc", 150, 92),
}
_AUDIENCES = {
    "citizen": (900, 470),
    "student": (400, 318),
    "worker": (300, 130),
    "public_employee": (154, 67),
}


def context(
    measure: str = "reached", modes: Sequence[Mode] = (Mode.SELF,), *, view: str = "today"
) -> Context:
    """What stands beside made-up figures."""
    return Context(
        source="Tự đánh giá trên Bình dân số, theo ngưỡng tham khảo của ứng dụng",
        period="Đợt 2 năm 2026 (1/7/2026–30/9/2026)",
        measure=measure,
        boundary_view=view,
        simulated=True,
        minimum=10,
        modes=tuple(modes),
    )


def rates(rows: Sequence[tuple[str, str, int, int]], **more: Sequence[object]) -> pd.DataFrame:
    """Rows of attainment from code, name, people and those who reached the level."""
    code, name, n, reached = zip(*rows, strict=True)
    people, able = pd.Series(n, dtype=float), pd.Series(reached, dtype=float)
    low, high = wilson_limits(able, people)
    table = {
        "unit_code": code, "unit_name": name, "mode": Mode.SELF.value, "people": people,
        "undetermined": 0.0, "n": people, "percent": percentages(able, people),
        "firm_percent": percentages(able / 2, people), "low": low, "high": high, **more,
    }  # fmt: skip
    return pd.DataFrame(table)


def held(table: pd.DataFrame, *, bound_codes: Sequence[str] = ()) -> pd.DataFrame:
    """What a release would hold back: small units, and bounds for units nearly nobody reached."""
    keys = [name for name in ("unit_code", "mode", "group") if name in table]
    low = table["unit_code"].isin(bound_codes)
    return table[keys].assign(hidden=table["n"] < 10, low=low, high=False, shielded=False)


def units_table(
    units: Mapping[str, tuple[str, int, int]] = _UNITS,
    *,
    bound_codes: Sequence[str] = (BOUND_CODE,),
    population: int | None = 3_700_000,
    view: str = "today",
) -> Published:
    """The communes, and the province as the sum of those that are shown."""
    rows = [(code, name, n, able) for code, (name, n, able) in units.items()]
    told = [(n, able) for _, _, n, able in rows if n >= context().minimum]
    total = (PLACE, PLACE_NAME, sum(n for n, _ in told), sum(able for _, able in told))
    table = rates([*rows, total])
    is_place = table["unit_code"] == PLACE
    nowhere = pd.Series([None] * len(table), dtype=object)
    table = table.assign(
        coverage=(100 * table["people"] / (population or 1)).where(is_place & bool(population)),
        population=pd.Series(float(population or 0), index=table.index).where(
            is_place & bool(population)
        ),
        population_year=pd.Series(2024.0, index=table.index).where(is_place & bool(population)),
        population_basis=nowhere.mask(is_place, "de_facto"),
        population_source=nowhere.mask(is_place, "Niên giám thống kê 2024"),
    )
    back = held(table, bound_codes=bound_codes)
    return publish(table, context(view=view), total_code=PLACE, held=back)


def audiences_table(
    audiences: Mapping[str, tuple[int, int]] = _AUDIENCES, *, period: str = ""
) -> Published:
    """The audiences, everyone together first."""
    t = translator("vi")
    rows = [(code, t(f"audience.{code}"), n, able) for code, (n, able) in audiences.items()]
    whole = (EVERYONE, t("audience.everyone"), sum(r[2] for r in rows), sum(r[3] for r in rows))
    table = rates([whole, *rows])
    notes = replace(context(), period=period) if period else context()
    return publish(table, notes, total_code=EVERYONE, held=held(table))


def groups_table(able: Sequence[int] = (900, 760, 1100, 420, 640, 700, 210)) -> Published:
    """The six groups and AI, of people who answered alone."""
    modes = (Mode.SELF, Mode.ASSISTED)
    names = [(PLACE, PLACE_NAME, 1754, count) for count in able]
    own = rates(names, group=["0", "1", "2", "3", "4", "5", "ai"])
    helped = own.assign(mode=Mode.ASSISTED.value, n=300.0, people=300.0, percent=50.0, low=44.0,
                        high=56.0)  # fmt: skip
    table = pd.concat([own, helped], ignore_index=True).drop(
        columns=["undetermined", "firm_percent"]
    )
    return publish(table, context("groups", modes), held=held(table))


def months_table(
    months: Mapping[str, tuple[int, int]] = {
        "2026-07": (600, 290),
        "2026-08": (1200, 640),
        "2026-09": (1754, 985),
    },
) -> Published:
    """The rate by the end of each month."""
    rows = [(code, f"{int(code[5:])}/{code[:4]}", n, able) for code, (n, able) in months.items()]
    table = rates(rows)
    notes = context("months", (Mode.SELF, Mode.ASSISTED), view="recorded")
    return publish(table, notes, total_code=rows[-1][0], held=held(table))


def checked_table(claimed: int = 80, shown: int = 45, people: int = 120) -> Published:
    """What people said beside what they showed; all six groups alike."""
    counts: dict[str, object] = {"unit_code": PLACE, "unit_name": PLACE_NAME, "mode": "self"}
    for group in range(6):
        counts |= {f"g{group}_checked": people, f"g{group}_claimed": claimed,
                   f"g{group}_shown": shown + 5 * group}  # fmt: skip
    counts |= {"overclaim_asked": people, "overclaimed": people // 6}
    table = claimed_and_shown(pd.DataFrame([counts]), minimum=10)
    notes = context("checked", (Mode.SELF, Mode.ASSISTED))
    return publish(for_publishing(table), notes, held=bounds(table))


def target(**more: str | float | None) -> Fact:
    """A target of the province for everybody."""
    fact: dict[str, str | int | float | bool | None] = {
        "document": "Kế hoạch số 12/KH-UBND", "issuer": "Ủy ban nhân dân tỉnh",
        "place": PLACE_NAME, "audience": "Người dân từ 16 tuổi",
        "indicator": "có kỹ năng số cơ bản", "year": "2026", "operator": ">=",
        "target_value": 80.0, "unit_of_measure": "percent", "confidence": "high",
        "compared_with": EVERYONE, "source": "Mục 2 của văn bản", "deadline": "2026-12-31",
    }  # fmt: skip
    return {**fact, **more}


_FACTS: Mapping[str, tuple[Fact, ...]] = {
    TARGETS: (
        target(),
        target(compared_with="worker", unit_of_measure="people", target_value=500.0,
               audience="Người lao động"),
        target(document="", target_value=95.0),
    ),
    REPORTED: (
        {"indicator": "Tình nguyện viên trong các đội hình", "period": "2025-05", "value": 19066.0,
         "unit_of_measure": "people", "qualifier": "hơn", "too_few": False, "place": PLACE_NAME,
         "source": "Tỉnh đoàn, bài báo tháng 5/2025"},
    ),
    POPULATION: (
        {"people": 3_700_000, "year": 2024, "source": "Niên giám thống kê 2024"},
    ),
}  # fmt: skip


def small_figures(
    *,
    units: Published | None = None,
    facts: Mapping[str, tuple[Fact, ...]] = _FACTS,
    without: Sequence[str] = (),
    **tables: Published,
) -> Figures:
    """The figures of the small deck; tables are replaced by name, or left out."""
    before = {code: (n - 40, able - 60) for code, (n, able) in _AUDIENCES.items()}
    together = units or units_table()
    every = {
        UNITS: together.without(PLACE),
        WHOLE: together.only([PLACE]),
        AUDIENCES: audiences_table(),
        AUDIENCES_BEFORE: audiences_table(before, period="Đợt 1 năm 2026 (1/3/2026–31/5/2026)"),
        GROUPS: groups_table(),
        MONTHS: months_table(),
        CHECKED: checked_table(),
        **tables,
    }
    kept = {name: table for name, table in every.items() if name not in without}
    view = kept[UNITS].notes.boundary_view
    return Figures(PLACE, PLACE_NAME, COMMUNE, "dot-2", view, "vi", kept, facts)


def frozen(figures: Figures) -> Frozen:
    """Number twelve, frozen at eight in the morning of 20 September."""
    return Frozen(12, TAKEN_AT, fingerprint(freeze(figures)))


def geometry_of(figures: Figures) -> Geometry:
    """The units in rows of four."""
    codes = list(figures.tables[UNITS].table["unit_code"])
    points = {
        code: (105.0 + 0.1 * (place % 13), 20.0 - 0.1 * (place // 13))
        for place, code in enumerate(codes)
    }
    return Geometry(points=points)


BEFORE = (
    Conclusion(
        "Mở lớp buổi tối ở chợ Sầm Sơn", "Đoàn phường Sầm Sơn", date(2026, 8, 31), done=True
    ),
    Conclusion("Đến từng nhà ở xã Chưa Có Ai", "Tổ công nghệ số cộng đồng", None),
)
CONCLUSIONS = (Conclusion("Mỗi thôn cử hai tình nguyện viên", "Chủ tịch xã", date(2026, 10, 10)),)


def small_deck(
    language: str = "vi",
    *,
    figures: Figures | None = None,
    geometry: Geometry | None = None,
    agenda: Sequence[SlideKind] = default_agenda(earlier_conclusions=True),
    edited: Mapping[SlideKind, str] | None = None,
    before: tuple[Conclusion, ...] = BEFORE,
    conclusions: tuple[Conclusion, ...] = CONCLUSIONS,
    today: date = TODAY,
) -> Deck:
    """Twelve slides, and those for questions."""
    found = figures or small_figures()
    return deck(
        found,
        title="Họp giao ban chuyển đổi số tháng 9",
        frozen=frozen(found),
        agenda=agenda,
        edited=edited or {},
        before=before,
        conclusions=conclusions,
        geometry=geometry or geometry_of(found),
        today=today,
        t=translator(language),
        language=language,
    )


def many_units(number: int) -> dict[str, tuple[str, int, int]]:
    """Communes with rates all over the scale, one in twenty hidden."""
    return {
        f"{16100 + place}": (
            f"Xã Số {place + 1}",
            HIDDEN_PEOPLE if place % 20 == 7 else 60 + 13 * (place % 17),
            HIDDEN_REACHED
            if place % 20 == 7
            else (60 + 13 * (place % 17)) * (20 + place % 60) // 100,
        )
        for place in range(number)
    }
