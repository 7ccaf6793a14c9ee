"""How figures, days and names stand in the sentences and grids of slides."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from charts.big import subject_lines
from charts.labels import marked_names, with_labels
from charts.theme import Translate
from domain.targets import EVERYONE
from meeting.deck import Grid, Native, Series
from meeting.figures import UNITS, WHOLE
from meeting.quoted import numbers_in
from meeting.setting import Setting
from stats.disclosure import Status
from stats.published import Published

_NAMES = 8  # in a list of names; the others are counted


def main_rows(published: Published) -> pd.DataFrame:
    """The rows of the main mode, as they were published."""
    table = published.table
    return table[table["mode"] == published.notes.modes[0].value].reset_index(drop=True)


def labelled(rows: pd.DataFrame, t: Translate) -> pd.DataFrame:
    """Rows with their texts, the status beside; audiences and groups are named in the language."""
    texts = with_labels(rows, t).reset_index(drop=True)
    texts["status"] = rows["status"].to_numpy()
    if "group" in texts:
        texts["unit_name"] = [t(f"chart.group.{group}") for group in texts["group"]]
    return texts


def audience_rows(published: Published, t: Translate) -> pd.DataFrame:
    """The rows of a table by audience, named in the language of the reader."""
    rows = labelled(main_rows(published), t)
    return rows.assign(unit_name=[t(f"audience.{code}") for code in rows["unit_code"]])


def exact(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows whose rate is shown as it is: no bound, and nothing hidden."""
    return rows[rows["status"] == Status.SHOWN.value]


def rate_grid(rows: pd.DataFrame, first: str, t: Translate) -> Grid:
    """Name, rate, interval and n of labelled rows, as the page writes them."""
    return Grid(
        head=(first, t("chart.tooltip.percent"), t("chart.tooltip.interval"), t("show.n")),
        rows=tuple(
            zip(
                rows["unit_name"],
                rows["percent_text"],
                rows["interval_text"],
                rows["n_text"],
                strict=True,
            )
        ),
    )


def rate_native(rows: pd.DataFrame, setting: Setting, axis: str = "") -> Native:
    """Bars somebody can edit; a bound is written and not drawn, as no bar says that it is one."""
    t = setting.t
    name = t("chart.axis.percent")
    return Native(
        kind="bar",
        categories=tuple(categories(rows)),
        series=(Series(name, tuple(values(rows, setting.language))),),
        axis=axis or name,
    )


def categories(rows: pd.DataFrame) -> list[str]:
    """Names of rows; with what is known instead of a rate, where there is none."""
    return [
        name if status == Status.SHOWN.value else f"{name} ({text})"
        for name, status, text in zip(
            rows["unit_name"], rows["status"], rows["percent_text"], strict=True
        )
    ]


def values(rows: pd.DataFrame, language: str) -> list[float | None]:
    """The rates exactly as they are written, so that no chart says more than its slide."""
    return [
        numbers_in(text, language)[0] if status == Status.SHOWN.value else None
        for text, status in zip(rows["percent_text"], rows["status"], strict=True)
    ]


def day(on: date, t: Translate) -> str:
    """A day as readers of the language write it."""
    return t("meeting.day", on=on)


def month(code: str, t: Translate) -> str:
    """YYYY-MM as readers of the language write a month."""
    return t("meeting.month", on=date.fromisoformat(f"{code}-01"))


def names_of(names: Sequence[str], t: Translate) -> str:
    """Some names in their order, and how many more there are."""
    some = ", ".join(names[:_NAMES])
    more = len(names) - _NAMES
    return t("slide.names_more", names=some, count=more) if more > 0 else some


def units(setting: Setting) -> str:
    """What the units of the deck are called together."""
    return setting.t(f"chart.units.{setting.figures.level}")


def parts_of(setting: Setting) -> Published:
    """The units of the place; without rows where it is one unit."""
    return setting.figures.tables[UNITS]


def whole_of(setting: Setting) -> Published:
    """The place itself; where its table is missing, that of its units."""
    return setting.table(WHOLE) or setting.figures.tables[UNITS]


def whole_row(setting: Setting) -> pd.Series | None:
    """The labelled row of the place itself; None where its table has none."""
    published = setting.table(WHOLE)
    if published is None:
        return None
    found = main_rows(published)
    names = ("n", "population", "population_year", "population_source")
    beside = {name: found[name].to_numpy() for name in names if name in found}
    row: pd.Series = labelled(found, setting.t).assign(**beside).iloc[0]
    return row


def whole_beside_units(setting: Setting) -> pd.Series | None:
    """The row of the place itself; None too where it is read by other boundaries than its units."""
    whole, parts = whole_of(setting), parts_of(setting)
    same = whole.notes.boundary_view == parts.notes.boundary_view
    return whole_row(setting) if same else None


def everyone(rows: pd.DataFrame) -> pd.Series | None:
    """The row of all audiences together; None where there is none."""
    found = rows[rows["unit_code"] == EVERYONE]
    return None if found.empty else found.iloc[0]


def apart(one: pd.Series, other: pd.Series) -> bool:
    """Whether two rates shown as they are differ beyond their intervals."""
    if not all(row["status"] == Status.SHOWN.value for row in (one, other)):
        return False
    return bool(one["high"] < other["low"] or other["high"] < one["low"])


def names_marked(rows: pd.DataFrame, t: Translate) -> list[str]:
    """Names of published rows, estimates marked."""
    return [str(name) for name in marked_names(rows, t)]


def subject(setting: Setting, kind: str) -> list[str]:
    """What a picture is about: the measure and the place, then who was asked and when."""
    notes = setting.figures.tables[UNITS].notes
    who = setting.t(f"chart.who.{notes.modes[0].value}")
    return subject_lines(
        setting.t(f"slide.subject_{kind}"), setting.figures.place, who, notes.period
    )
