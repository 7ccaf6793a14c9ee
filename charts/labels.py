"""What a reader reads beside a mark: percentages, intervals and numbers of people as text."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from charts.scales import classes
from charts.theme import Translate
from stats.disclosure import Status
from stats.published import Published

DECIMALS_FROM = 100  # people; a rate over fewer has no decimals
_KINDS = ("Xã ", "Phường ", "Đặc khu ", "Tỉnh ", "Thành phố ")  # as full names begin
_UNIT_FIELDS = ["unit_code", "unit_name"]


def unit_rows(published: Published, t: Translate) -> pd.DataFrame:
    """
    One row per unit of the main mode, in the order of the table, ready to draw.

    Columns: unit_code, unit_name, percent, low, high (missing unless shown), class (legend
    label), percent_text, interval_text, n_text and, when known, coverage_text.
    """
    table = published.table
    main = table[table["mode"] == published.notes.modes[0].value]
    return with_labels(main, t).reset_index(drop=True)


def with_labels(table: pd.DataFrame, t: Translate) -> pd.DataFrame:
    """The rows of a published table with their texts; what is missing says so in words."""
    missing = t("chart.missing_inline")
    n = table["n"]
    low, high = percent_texts(table["low"], n, t), percent_texts(table["high"], n, t)
    rows = table[[*_UNIT_FIELDS, "mode", "percent", "low", "high"]].assign(
        **{"class": classes(table["percent"], t)},
        percent_text=_rate_texts(table, t).fillna(missing),
        interval_text=(low + " – " + high).fillna("–"),
        n_text=count_texts(n, t).fillna("–"),
    )
    rows["unit_name"] = marked_names(table, t)
    if "coverage" in table.columns:
        rows["coverage_text"] = share_texts(table["coverage"], t).fillna("–")
    if "group" in table.columns:
        rows["group"] = table["group"]
    return rows


def marked_names(table: pd.DataFrame, t: Translate) -> pd.Series:
    """The names of the units; of an estimate it says so, so that no text leaves it out."""
    if "estimated" not in table.columns:
        return table["unit_name"]
    marked = table["unit_name"] + f" ({t('chart.estimated')})"
    return table["unit_name"].mask(table["estimated"].astype(bool), marked)


def _rate_texts(table: pd.DataFrame, t: Translate) -> pd.Series:
    """The rates; a bound says that it is one."""
    texts = percent_texts(table["percent"], table["n"], t)
    for status in (Status.AT_MOST, Status.AT_LEAST):
        bound = table["status"] == status.value
        said = [t(f"chart.{status.value}", percent=text) for text in texts[bound]]
        texts = texts.mask(bound, pd.Series(said, index=texts.index[bound], dtype=object))
    return texts


def percent_texts(values: pd.Series, n: pd.Series, t: Translate) -> pd.Series:
    """Percentages 0-100 as text, one decimal from 100 people on; missing stays missing."""
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    people = n.to_numpy(dtype=float, na_value=np.nan)
    exact = half_up(numbers, 1)
    whole = half_up(numbers, 0)
    mark = t("chart.decimal_mark")
    texts = [
        None
        if np.isnan(number)
        else (f"{fine:.1f}".replace(".", mark) if many else f"{coarse:.0f}") + "\u00a0%"
        for number, fine, coarse, many in zip(
            numbers, exact, whole, people >= DECIMALS_FROM, strict=True
        )
    ]
    return pd.Series(texts, index=values.index, dtype=object)


def percent_text(value: float, n: float, t: Translate) -> str:
    """One percentage as text; a target has no n and is written as short as it is."""
    return str(percent_texts(pd.Series([value]), pd.Series([n]), t)[0])


def amount_text(value: float, n: float, t: Translate) -> str:
    """Percentage points without a sign; one decimal from 100 people on, none below."""
    places = 1 if not pd.isna(n) and n >= DECIMALS_FROM else 0
    rounded = float(half_up(np.array([abs(value)]), places)[0])
    return f"{rounded:.{places}f}".replace(".", t("chart.decimal_mark"))


def whole_texts(values: pd.Series) -> list[str | None]:
    """Percentages 0-100 without decimals and sign, rounded as everywhere; missing stays missing."""
    numbers = half_up(values.to_numpy(dtype=float, na_value=np.nan), 0)
    return [None if np.isnan(number) else f"{number:.0f}" for number in numbers]


def short_names(names: Sequence[str]) -> list[str]:
    """Names without the kind of unit before them, where they still differ from each other."""
    short = [name.removeprefix(_kind(name)) for name in names]
    return [one if short.count(one) == 1 else name for one, name in zip(short, names, strict=True)]


def _kind(name: str) -> str:
    return next((kind for kind in _KINDS if name.startswith(kind)), "")


def count_texts(values: pd.Series, t: Translate) -> pd.Series:
    """Whole numbers with the thousands mark of the language; missing stays missing."""
    mark = t("chart.thousands_mark")
    texts = [None if pd.isna(v) else f"{int(v):,}".replace(",", mark) for v in values]
    return pd.Series(texts, index=values.index, dtype=object)


def count_text(value: int, t: Translate) -> str:
    return str(count_texts(pd.Series([value]), t)[0])


def records(rows: pd.DataFrame) -> list[dict[str, object]]:
    """The rows as JSON takes them: null where nothing is known."""
    names = [str(name) for name in rows.columns]
    columns = [_values(rows[name]) for name in rows.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def _values(column: pd.Series) -> list[object]:
    missing = column.isna().to_numpy()
    return np.where(missing, None, column.to_numpy(dtype=object)).tolist()  # type: ignore[call-overload]


def share_texts(values: pd.Series, t: Translate) -> pd.Series:
    """Shares of a population are small: two digits that mean something ("0,023 %")."""
    mark = t("chart.decimal_mark")
    texts = [None if pd.isna(v) else _two_digits(float(v)).replace(".", mark) for v in values]
    return pd.Series(texts, index=values.index, dtype=object)


def _two_digits(value: float) -> str:
    places = 1 if value >= 1 or value <= 0 else int(1 - np.floor(np.log10(value)))
    return f"{value:.{min(places, 4)}f}\u00a0%"


def half_up(values: np.ndarray, places: int) -> np.ndarray:
    """Rounded half up; the inner rounding removes the error of binary fractions."""
    scale = 10**places
    return np.floor(np.round(values * scale, 6) + 0.5) / scale
