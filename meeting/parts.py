"""Slides of groups of skills and of audiences, and of what people said beside what they showed."""

import pandas as pd

from charts.big_bars import big_bars
from charts.big_pairs import big_pairs
from domain.targets import EVERYONE
from meeting.deck import Grid, Native, Series
from meeting.figures import AUDIENCES, CHECKED, GROUPS
from meeting.setting import Draft, Setting
from meeting.words import (
    audience_rows,
    categories,
    exact,
    labelled,
    main_rows,
    rate_grid,
    rate_native,
    subject,
    values,
)
from stats.checked import Measure
from stats.published import Published

_FEW = 2  # named together as the lowest; with more nothing is told apart


def groups(setting: Setting) -> Draft:
    """The share at least basic in each of the six groups, and AI apart."""
    published = setting.table(GROUPS)
    if published is None or published.table["percent"].isna().all():
        return Draft(refused=setting.t("slide.refused_groups", place=setting.figures.place))
    rows = labelled(main_rows(published), setting.t)
    six = rows[rows["group"] != "ai"]
    return _compared(setting, published, rows, six, "groups")


def audiences(setting: Setting) -> Draft:
    """The rate of each audience, everyone together first."""
    published = setting.table(AUDIENCES)
    if published is None or published.table["percent"].isna().all():
        return Draft(refused=setting.t("slide.refused_audiences", place=setting.figures.place))
    rows = audience_rows(published, setting.t)
    return _compared(setting, published, rows, rows[rows["unit_code"] != EVERYONE], "audiences")


def _compared(
    setting: Setting, published: Published, rows: pd.DataFrame, among: pd.DataFrame, kind: str
) -> Draft:
    t = setting.t
    return Draft(
        lowest_sentence(exact(among), kind, setting),
        published,
        big_bars(rows, subject=subject(setting, kind), t=t),
        native=rate_native(rows, setting),
        grid=rate_grid(rows, t(f"slide.first_{kind}"), t),
    )


def lowest_sentence(shown: pd.DataFrame, kind: str, setting: Setting) -> str:
    """Which is lowest, where its interval lies apart from every other; else the range."""
    t = setting.t
    if shown.empty:
        return t(f"slide.{kind}_bounds")
    ordered = shown.sort_values("percent", kind="stable")
    first, last = ordered.iloc[0], ordered.iloc[-1]
    if len(ordered) == 1:
        return t(f"slide.{kind}_one", name=first["unit_name"], percent=first["percent_text"])
    near = ordered[ordered["low"] <= first["high"]]
    facts = {"high": last["percent_text"], "low": first["percent_text"]}
    if len(near) > _FEW or len(near) == len(ordered):
        return t(f"slide.{kind}_same", **facts)
    if len(near) == 1:
        return t(f"slide.{kind}_lowest", name=first["unit_name"], **facts)
    second = near.iloc[1]
    return t(
        f"slide.{kind}_two",
        name=first["unit_name"],
        other=second["unit_name"],
        other_percent=second["percent_text"],
        **facts,
    )


def checked(setting: Setting) -> Draft:
    """What people said they can beside what they showed, in those who took the small check."""
    t, published = setting.t, setting.table(CHECKED)
    pair = None if published is None else _said_and_shown(published, setting)
    if published is None or pair is None:
        return Draft(refused=t("slide.refused_checked"))
    said, shown = pair
    names = (t("slide.said"), t("slide.did"))
    less, more = _clear(shown, "gap_high"), _clear(shown, "gap_low")
    told = len(exact(shown))
    facts = {"less": less, "more": more, "known": told}
    key = "checked_same" if less == more == 0 else "checked_less" if not more else "checked_both"
    place = str(published.table["unit_name"].iloc[0])
    about = subject(setting, "checked")
    return Draft(
        t(f"slide.{key}", **facts),
        published,
        big_pairs(said, shown, names=names, subject=about, t=t),
        native=Native(
            kind="bar",
            categories=tuple(_both(said, shown)),
            series=tuple(
                Series(name, tuple(values(rows, setting.language)))
                for name, rows in zip(names, (said, shown), strict=True)
            ),
            axis=t("slide.axis_checked"),
        ),
        grid=_pair_grid(said, shown, (t("slide.first_groups"), *names, t("show.n"))),
        says=(float(less), float(more), float(told)),
        notes=t("slide.checked_of", place=place),
    )


def _said_and_shown(
    published: Published, setting: Setting
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """The rows of both figures in the first way of answering of which anything is known."""
    for mode in published.notes.modes:
        table = published.table[published.table["mode"] == mode.value]
        pair = [
            table[table["figure"] == figure].reset_index(drop=True)
            for figure in (Measure.CLAIMED, Measure.SHOWN)
        ]
        if any(rows["percent"].notna().any() for rows in pair):
            said, shown = (labelled(rows, setting.t) for rows in pair)
            return said, shown.assign(
                gap_low=pair[1]["gap_low"].to_numpy(), gap_high=pair[1]["gap_high"].to_numpy()
            )
    return None


def _clear(shown: pd.DataFrame, end: str) -> int:
    """In how many groups the two lie apart: shown under claimed, or above it."""
    gap = shown[end].astype(float)
    return int((gap < 0).sum() if end == "gap_high" else (gap > 0).sum())


def _both(said: pd.DataFrame, shown: pd.DataFrame) -> list[str]:
    """Names, with what is known instead of a rate in words after them."""
    return [
        one if len(one) >= len(other) else other
        for one, other in zip(categories(said), categories(shown), strict=True)
    ]


def _pair_grid(first: pd.DataFrame, second: pd.DataFrame, head: tuple[str, ...]) -> Grid:
    return Grid(
        head=head,
        rows=tuple(
            zip(
                second["unit_name"],
                first["percent_text"],
                second["percent_text"],
                second["n_text"],
                strict=True,
            )
        ),
    )
