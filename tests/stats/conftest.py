"""Count frames as the rollup gives them, small enough to check by hand."""

from collections.abc import Callable

import pandas as pd
import pytest

from domain.people import Mode
from stats.published import Context

COUNT_COLUMNS = (
    *("people", "reached", "firm", "undetermined", "groups_3", "groups_4", "groups_5"),
    *(
        f"{prefix}_{level}"
        for prefix in ("g0", "g1", "g2", "g3", "g4", "g5", "ai")
        for level in ("none", "help", "basic", "firm")
    ),
)

Counts = Callable[..., dict[str, object]]


def counts_row(code: str, *, mode: str = "self", **counts: int) -> dict[str, object]:
    """One row of the rollup; every count that is not named is zero."""
    zeros = dict.fromkeys(COUNT_COLUMNS, 0)
    return {"unit_code": code, "unit_name": f"Xã {code}", "mode": mode, **zeros, **counts}


@pytest.fixture(scope="session")
def row() -> Counts:
    return counts_row


@pytest.fixture
def notes() -> Context:
    return Context(
        source="Bình dân số",
        period="Đợt 2 năm 2026",
        measure="basic",
        boundary_view="today",
        simulated=True,
        minimum=10,
        modes=(Mode.SELF,),
    )


@pytest.fixture
def frame(row: Counts) -> Callable[..., pd.DataFrame]:
    """Units of the given numbers of people, half of whom reach the basic level."""

    def build(**people: int) -> pd.DataFrame:
        return pd.DataFrame(
            [row(code, people=n, reached=n // 2, firm=n // 4) for code, n in people.items()]
        )

    return build
