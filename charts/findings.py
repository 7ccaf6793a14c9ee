"""The sentence above a chart: what it shows, before how it is drawn."""

import pandas as pd

from charts.labels import count_text
from charts.theme import SEPARATOR, Translate
from stats.disclosure import Status
from stats.published import Published

PROVINCE = "province"
COMMUNE = "commune"
AUDIENCE = "audience"
MONTH = "month"
_WITHOUT_RATE = (Status.SHIELDED, Status.WITHHELD, Status.NO_DATA)


def range_finding(rows: pd.DataFrame, level: str, t: Translate) -> str:
    """From the lowest to the highest shown rate; no unit is named as better by chance."""
    shown = rows.dropna(subset="percent").sort_values("percent", kind="stable")
    if shown.empty:
        return t("chart.finding.none", units=t(f"chart.units.{level}"))
    lowest, highest = shown.iloc[0], shown.iloc[-1]
    if len(shown) == 1:
        return t("chart.finding.one", unit=lowest["unit_name"], percent=lowest["percent_text"])
    return t(
        "chart.finding.range",
        units=t(f"chart.units.{level}"),
        low=lowest["percent_text"],
        high=highest["percent_text"],
    )


def target_finding(rows: pd.DataFrame, target: float, level: str, t: Translate) -> str:
    """How many of the shown units lie at the target or above."""
    shown = rows.dropna(subset="percent")
    if shown.empty:
        return range_finding(rows, level, t)
    return t(
        "chart.finding.target",
        reached=int((shown["percent"] >= target).sum()),
        shown=len(shown),
        units=t(f"chart.units.{level}"),
        target=target_text(target, t),
    )


def context_line(published: Published, level: str, t: Translate) -> str:
    """Who was asked, how many, when; how many units have no figure; whether it is simulated."""
    notes = published.notes
    parts = [t(f"chart.who.{notes.modes[0].value}"), notes.period]
    if published.n_total is not None:
        parts.insert(1, t("chart.n", n=count_text(published.n_total, t)))
    missing = published.units_with(*_WITHOUT_RATE)
    if missing and "group" not in published.table.columns:
        parts.append(t("chart.units_missing", count=missing, units=t(f"chart.units.{level}")))
    if notes.simulated:
        parts.append(t("chart.simulated"))
    return SEPARATOR.join(parts)


def target_text(target: float, t: Translate) -> str:
    """A target is written as its document writes it: 80 %, or 82,5 %."""
    return f"{target:g}".replace(".", t("chart.decimal_mark")) + "\u00a0%"
