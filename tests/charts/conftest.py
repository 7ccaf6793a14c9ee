"""Made-up published tables and a small topology of square provinces."""

from collections.abc import Callable

import pandas as pd
import pytest

from charts.islands import Island
from charts.theme import Translate
from domain.people import Mode
from stats.published import Context, Published, publish
from text import translator

ISLANDS = [
    Island("Quần đảo Hoàng Sa", "48", 112.0, 16.5, "Quần đảo Hoàng Sa (Đà Nẵng)"),
    Island("Quần đảo Trường Sa", "56", 111.92, 8.645, "Quần đảo Trường Sa (Khánh Hòa)"),
]


@pytest.fixture(scope="session")
def t() -> Translate:
    return translator("vi")


@pytest.fixture(scope="session")
def islands() -> list[Island]:
    return ISLANDS


@pytest.fixture(scope="session")
def outline() -> dict[str, object]:
    """The provinces of a file that knows Hà Nội alone, as a square."""
    return {
        "type": "Topology",
        "arcs": [[[105, 20], [105, 21], [106, 21], [106, 20], [105, 20]]],
        "objects": {
            "provinces": {
                "type": "GeometryCollection",
                "geometries": [{"type": "Polygon", "id": "01", "arcs": [[0]]}],
            }
        },
    }


def context(*, simulated: bool = True, modes: tuple[Mode, ...] = (Mode.SELF,)) -> Context:
    return Context(
        source="Bình dân số",
        period="Đợt 2 năm 2026",
        measure="basic",
        boundary_view="today",
        simulated=simulated,
        minimum=10,
        modes=modes,
    )


@pytest.fixture(scope="session")
def units() -> Callable[..., Published]:
    """Published units; each is given as code=(n, percent)."""

    def build(*, simulated: bool = True, **figures: tuple[int, float]) -> Published:
        table = pd.DataFrame(
            [
                {
                    "unit_code": code.removeprefix("u"),
                    "unit_name": f"Đơn vị {code.removeprefix('u')}",
                    "mode": "self",
                    "people": n,
                    "undetermined": 0,
                    "n": n,
                    "percent": percent if n else float("nan"),
                    "firm_percent": percent / 2,
                    "low": max(percent - 5, 0),
                    "high": min(percent + 5, 100),
                }
                for code, (n, percent) in figures.items()
            ]
        )
        return publish(table, context(simulated=simulated))

    return build


@pytest.fixture(scope="session")
def six(units: Callable[..., Published]) -> Published:
    """Shown in three classes, one withheld with its companion, one without data."""
    return units(
        u01=(200, 63.44),
        u38=(50, 80.0),
        u48=(9, 50.0),
        u56=(0, 0.0),
        u15=(12, 20.0),
        u08=(30, 40.0),
    )


def square(west: float, south: float, side: float = 1.0) -> list[list[float]]:
    """A closed ring, clockwise as the drawing library wants it."""
    east, north = west + side, south + side
    return [[west, south], [west, north], [east, north], [east, south], [west, south]]


@pytest.fixture
def topology() -> dict[str, object]:
    """Commune 001 beside 002 on the mainland, and 003 on an archipelago far out, drawn apart."""

    def commune(code: str, arc: int, **more: str) -> dict[str, object]:
        return {
            "type": "Polygon",
            "id": code,
            "arcs": [[arc]],
            "properties": {"name": code, **more},
        }

    shapes = [commune("001", 0), commune("002", 1), commune("003", 2, inset="hoang-sa")]
    return {
        "type": "Topology",
        "arcs": [square(108, 15), square(109, 15), square(112, 16, 0.5), square(108, 15, 2)],
        "objects": {
            "communes": {"type": "GeometryCollection", "geometries": shapes},
            "province": {"type": "GeometryCollection", "geometries": [commune("48", 3)]},
        },
    }
