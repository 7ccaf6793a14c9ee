"""Slides of the units of a place: the map, and one beside the other."""

import pandas as pd

from charts.big import enlarged
from charts.big_bars import big_bars
from charts.big_strip import ABOVE, BELOW, BETWEEN, big_strip
from charts.maps import commune_map, national_map
from charts.scales import CUTS
from charts.theme import Spec
from charts.tiles import tile_map
from meeting.places import Geometry
from meeting.quoted import numbers_in
from meeting.setting import Draft, Setting
from meeting.words import (
    apart,
    exact,
    labelled,
    main_rows,
    names_of,
    parts_of,
    rate_grid,
    rate_native,
    subject,
    units,
    whole_beside_units,
)
from stats.disclosure import Status
from stats.published import Published

_BARS = 12  # units on a slide as bars; more are dots
_ENOUGH = 3  # a cut is named where at least one unit in so many lies above it


def map_of_units(setting: Setting) -> Draft:
    """Where rates are high and low, by the five classes of every map."""
    published = parts_of(setting)
    refused = _refused(setting, published)
    if refused:
        return Draft(refused=refused, says=(float(len(main_rows(published))),))
    rows = labelled(main_rows(published), setting.t)
    picture = _map(setting, published, setting.geometry)
    if picture is None:
        return Draft(refused=setting.t("slide.refused_outlines"))
    cut, reaching, known = at_least_a_cut(rows)
    return Draft(
        _of_all(setting, rows, "cut", reached=reaching, known=known, cut=cut),
        published,
        picture,
        native=rate_native(rows, setting),
        grid=rate_grid(rows, setting.t("show.unit"), setting.t),
        says=(float(cut), float(reaching), float(known), float(len(rows) - known)),
    )


def ranked(setting: Setting) -> Draft:
    """
    The units one beside the other, against the rate of the whole.

    Nobody is called first or last: a unit is named above or below the whole only where their
    intervals lie apart.
    """
    published = parts_of(setting)
    refused = _refused(setting, published)
    if refused:
        return Draft(refused=refused, says=(float(len(main_rows(published))),))
    t, whole = setting.t, whole_beside_units(setting)
    rows = labelled(main_rows(published), t).sort_values(
        "percent", ascending=False, na_position="last", kind="stable", ignore_index=True
    )
    standings = [standing(row, whole) for _, row in rows.iterrows()]
    above, below = standings.count(ABOVE), standings.count(BELOW)
    known = int(rows["percent"].notna().sum())
    return Draft(
        _ranked_sentence(setting, rows, whole, above, below),
        published,
        _ranked_picture(setting, rows, standings, whole),
        native=rate_native(rows, setting),
        grid=rate_grid(rows, t("show.unit"), t),
        says=(
            float(above),
            float(below),
            float(known - above - below),
            float(known),
            float(len(rows) - known),
            *_rate_said(whole, setting.language),
        ),
        notes=_named(setting, rows, standings),
    )


def at_least_a_cut(rows: pd.DataFrame) -> tuple[int, int, int]:
    """
    The highest class boundary that enough units reach, how many reach it, and of how many.

    A bound counts where it decides: "at least 80 %" reaches 60, "at most 20 %" does not; a unit
    whose bound leaves it open is not among the known.
    """
    counted = {cut: _reaching(rows, cut) for cut in CUTS}
    for cut in sorted(CUTS, reverse=True):
        reached, known = counted[cut]
        if reached * _ENOUGH >= known and known:
            return cut, reached, known
    return (CUTS[0], *counted[CUTS[0]])


def standing(row: pd.Series, whole: pd.Series | None) -> str:
    """ABOVE or BELOW the whole beyond both intervals, else BETWEEN."""
    if whole is None or not apart(row, whole):
        return BETWEEN
    return ABOVE if row["low"] > whole["high"] else BELOW


def _reaching(rows: pd.DataFrame, cut: int) -> tuple[int, int]:
    status, percent = rows["status"], rows["percent"]
    shown = status == Status.SHOWN.value
    sure_above = (status == Status.AT_LEAST.value) & (percent >= cut)
    sure_below = (status == Status.AT_MOST.value) & (percent < cut)
    reached = int(((shown & (percent >= cut)) | sure_above).sum())
    return reached, int((shown | sure_above | sure_below).sum())


def _of_all(setting: Setting, rows: pd.DataFrame, key: str, known: int, **facts: object) -> str:
    """The sentence, and how many units it leaves out because too little is known of them."""
    t, left = setting.t, len(rows) - known
    sentence = t(f"slide.{key}", known=known, units=units(setting), **facts)
    if not left:
        return sentence
    left_out = t("slide.left_out", count=left, units=units(setting))
    return f"{sentence} {left_out}"


def _refused(setting: Setting, published: Published) -> str:
    """Why the units cannot be shown beside each other."""
    t = setting.t
    if published.table.empty:
        return t("slide.refused_one_unit", place=setting.figures.place)
    if published.table["percent"].isna().all():
        return t("slide.refused_all_hidden", count=len(main_rows(published)), units=units(setting))
    return ""


def _map(setting: Setting, published: Published, geometry: Geometry | None) -> Spec | None:
    """The map where every unit has a place on it."""
    codes = set(published.table["unit_code"])
    if geometry is None or not (geometry.outlines or codes <= set(geometry.points)):
        return None
    t, near = setting.t, list(geometry.islands)
    if geometry.outlines is None:
        spec = tile_map(published, geometry.points, near, t=t)
    elif geometry.outlines_of == "communes":
        spec = commune_map(published, geometry.outlines, near, t=t)
    else:
        spec = national_map(published, geometry.outlines, near, t=t)
    return enlarged(spec, subject=subject(setting, "map"), t=t)


def _ranked_sentence(
    setting: Setting, rows: pd.DataFrame, whole: pd.Series | None, above: int, below: int
) -> str:
    known = int(rows["percent"].notna().sum())
    if whole is None or whole["status"] != Status.SHOWN or exact(rows).empty:
        return _range(setting, rows, known)
    facts = {"above": above, "below": below, "whole": whole["percent_text"]}
    if above == below == 0:
        return _of_all(setting, rows, "ranked_same", known, whole=whole["percent_text"])
    between = known - above - below
    key = "ranked_apart" if between else "ranked_all_apart"
    if not between:
        return _of_all(setting, rows, key, known, **facts)
    return _of_all(setting, rows, key, known, between=between, **facts)


def _range(setting: Setting, rows: pd.DataFrame, known: int) -> str:
    """From the lowest to the highest rate shown as it is; without one, how many are known."""
    shown = exact(rows).sort_values("percent", kind="stable")
    if shown.empty:
        return _of_all(setting, rows, "ranked_bounds", known)
    low, high = shown["percent_text"].iloc[0], shown["percent_text"].iloc[-1]
    return _of_all(setting, rows, "ranked_range", known, low=low, high=high)


def _ranked_picture(
    setting: Setting, rows: pd.DataFrame, standings: list[str], whole: pd.Series | None
) -> Spec:
    t, about = setting.t, subject(setting, "ranked")
    if len(rows) <= _BARS:
        return big_bars(rows, subject=about, t=t)
    at = None
    if whole is not None and whole["status"] == Status.SHOWN:
        name = t("slide.whole", place=setting.figures.place, percent=whole["percent_text"])
        at = (float(whole["percent"]), name)
    return big_strip(rows, standings, whole=at, subject=about, t=t)


def _named(setting: Setting, rows: pd.DataFrame, standings: list[str]) -> str:
    """Who lies above and below, in the order of the table: inside a list nobody is ahead."""
    said = []
    for wanted in (ABOVE, BELOW):
        names = [
            name
            for name, found in sorted(zip(rows["unit_name"], standings, strict=True))
            if found == wanted
        ]
        if names:
            said.append(setting.t(f"slide.named_{wanted}", names=names_of(names, setting.t)))
    return " ".join(said)


def _rate_said(whole: pd.Series | None, language: str) -> list[float]:
    """The rate of the whole, which stands in no cell of its units."""
    return [] if whole is None else numbers_in(str(whole["percent_text"]), language)
