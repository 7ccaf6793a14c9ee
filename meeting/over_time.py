"""Slides of change: the campaign before beside this one, and the months of this one."""

import pandas as pd

from charts.big import enlarged
from charts.big_pairs import big_pairs
from charts.months import monthly_trend
from charts.theme import Translate
from meeting.deck import Grid, Native, Series
from meeting.figures import AUDIENCES, AUDIENCES_BEFORE, FORMER, FORMER_BEFORE, MONTHS
from meeting.quoted import numbers_in
from meeting.setting import Draft, Setting
from meeting.words import (
    audience_rows,
    everyone,
    exact,
    labelled,
    main_rows,
    month,
    rate_grid,
    subject,
    values,
    whole_of,
)
from stats.change import Verdict, verdict_between
from stats.disclosure import Status
from stats.published import Published

_MOST_DRAWN = 8  # pairs of a slide
_WAYS = {Verdict.RISEN: "up", Verdict.FALLEN: "down", Verdict.UNCLEAR: "none"}


def change(setting: Setting) -> Draft:
    """
    Before and after, of everyone and of each audience.

    By the boundaries of another day: of the place and of each province that lay in it then.
    """
    t, former = setting.t, setting.table(FORMER)
    if former is not None:
        return _change_of_units(setting, former)
    earlier, now = setting.table(AUDIENCES_BEFORE), setting.table(AUDIENCES)
    if earlier is None or now is None:
        return Draft(refused=t("slide.refused_change"))
    after = audience_rows(now, t)
    before = _aligned(audience_rows(earlier, t), after, t)
    whole = everyone(before), everyone(after)
    return _compared(setting, (earlier, now), (before, after), whole, t("slide.first_audiences"))


def _change_of_units(setting: Setting, now: Published) -> Draft:
    """The place first; with too many provinces to be drawn they stand in the table only."""
    t, earlier = setting.t, setting.table(FORMER_BEFORE)
    if earlier is None:
        return Draft(refused=t("slide.refused_change"))
    after = _whole_first(labelled(main_rows(now), t), setting)
    before = _aligned(labelled(main_rows(earlier), t), after, t)
    whole = before.iloc[0], after.iloc[0]
    return _compared(setting, (earlier, now), (before, after), whole, t("show.unit"))


def _whole_first(rows: pd.DataFrame, setting: Setting) -> pd.DataFrame:
    """The row of the place and then its provinces; one that is all of the place says it twice."""
    is_whole = rows["unit_code"] == str(whole_of(setting).table["unit_code"].iloc[0])
    parts = rows[~is_whole]
    return pd.concat([rows[is_whole], parts if len(parts) > 1 else parts[:0]], ignore_index=True)


def _compared(
    setting: Setting,
    tables: tuple[Published, Published],
    rows: tuple[pd.DataFrame, pd.DataFrame],
    whole: tuple[pd.Series | None, pd.Series | None],
    first: str,
) -> Draft:
    """Two rounds side by side; `rows` are the same units in both, in one order."""
    t, (before, after) = setting.t, rows
    if before["percent"].isna().all() or after["percent"].isna().all():
        return Draft(refused=t("slide.refused_change_hidden"))
    names = (t("slide.then"), t("slide.now"))
    drawn = [part if len(part) <= _MOST_DRAWN else part[:1] for part in rows]
    return Draft(
        change_sentence(*whole, setting),
        tables[1],
        big_pairs(*drawn, names=names, subject=subject(setting, "change"), t=t),
        native=Native(
            kind="bar",
            categories=tuple(drawn[1]["unit_name"]),
            series=tuple(
                Series(name, tuple(values(part, setting.language)))
                for name, part in zip(names, drawn, strict=True)
            ),
            axis=t("chart.axis.percent"),
        ),
        grid=_grid(before, after, (first, *names)),
        notes=t("slide.change_before", period=tables[0].notes.period),
    )


def change_sentence(before: pd.Series | None, after: pd.Series | None, setting: Setting) -> str:
    """A change is named only beyond chance, as everywhere (`stats.change.verdicts`)."""
    t = setting.t
    shown = Status.SHOWN.value
    if before is None or after is None or {before["status"], after["status"]} != {shown}:
        return t("slide.change_unknown")
    facts = {"before": before["percent_text"], "after": after["percent_text"]}
    return t(f"slide.change_{_WAYS[verdict_between(before, after)]}", **facts)


def trend(setting: Setting) -> Draft:
    """The rate by the end of each month, people added up since the campaign began."""
    t, published = setting.t, setting.table(MONTHS)
    if published is None or published.table["percent"].isna().all():
        return Draft(refused=t("slide.refused_trend"))
    raw = main_rows(published)
    rows = labelled(raw, t)
    rows = rows.assign(unit_name=[month(code, t) for code in raw["unit_code"]])
    known = exact(rows)
    if len(known) < 2:
        return Draft(refused=t("slide.refused_trend_one"))
    first, last = known.iloc[0], known.iloc[-1]
    facts = {
        "first": first["percent_text"],
        "first_month": first["unit_name"],
        "last": last["percent_text"],
        "last_month": last["unit_name"],
    }
    key = _WAYS[verdict_between(first, last)]
    spec = enlarged(monthly_trend(published, t=t), subject=subject(setting, "trend"), t=t)
    return Draft(
        t(f"slide.trend_{key}", **facts),
        published,
        spec,
        native=Native(
            kind="line",
            categories=tuple(rows["unit_name"]),
            series=(Series(t("chart.axis.percent"), tuple(values(rows, setting.language))),),
            axis=t("chart.axis.percent"),
        ),
        grid=rate_grid(rows, t("slide.first_trend"), t),
        says=tuple(numbers_in(" ".join(rows["unit_name"]), setting.language)),
    )


def _aligned(rows: pd.DataFrame, like: pd.DataFrame, t: Translate) -> pd.DataFrame:
    """The earlier rows in the order of the later; an audience that is new has none."""
    found = rows.set_index("unit_code").reindex(like["unit_code"]).reset_index()
    missing = found["status"].isna()
    found.loc[missing, "unit_name"] = like.loc[missing.to_numpy(), "unit_name"].to_numpy()
    found["status"] = found["status"].fillna(Status.NO_DATA.value)
    return found.assign(percent_text=found["percent_text"].fillna(t("chart.missing_inline")))


def _grid(before: pd.DataFrame, after: pd.DataFrame, head: tuple[str, ...]) -> Grid:
    return Grid(
        head=head,
        rows=tuple(zip(after["unit_name"], _with_n(before), _with_n(after), strict=True)),
    )


def _with_n(rows: pd.DataFrame) -> list[str]:
    return [
        text if pd.isna(known) else f"{text} ({interval}; n = {n})"
        for text, known, interval, n in zip(
            rows["percent_text"],
            rows["percent"],
            rows["interval_text"],
            rows["n_text"],
            strict=True,
        )
    ]
