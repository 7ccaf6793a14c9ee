"""The ranking page: tiers, who is not on the board and why, and why a unit stands where it does."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from charts.theme import Spec
from charts.tiers import value_text
from domain.access import NATION, PUBLIC
from domain.errors import OutsideScope
from domain.quoted import quoted
from stats.decomposition import per_head_parts, rate_parts
from stats.ranking import Board, Standing
from text import formats
from ui import boards, chart_pictures, filters, language, load, reference, show
from ui.filters import AREA
from ui.language import t
from ui.reference import Round

BOARD, UNIT = "bang", "noi"
_FEW_UNITS = 40  # more are folded away
_kept = st.cache_data(show_spinner=False, max_entries=64, ttl=3600, hash_funcs=load.HASHED_AS)


def choose_area() -> str:
    """
    The nation or a province, from the URL or chosen.

    Raises:
        OutsideScope: the URL asks for anything else.
    """
    names = {NATION: t("ranking.provinces"), **reference.province_names(PUBLIC)}
    asked = st.query_params.get(AREA)
    if asked is not None and asked not in names:
        raise OutsideScope(area=quoted(asked, 12))
    return filters.choose(t("ranking.area"), AREA, names)


def choose_board() -> Board:
    """The board from the URL or chosen; at first the one that needs no earlier campaign."""
    names = {board.value: t(f"board.{board}") for board in Board}
    return Board(filters.choose(t("ranking.board"), BOARD, names, Board.ABILITY.value))


def draw(area_code: str, campaign: Round, board: Board) -> None:
    """Tiers as a chart and a table, then the units without a tier."""
    more = (load.data_version(), language.current())
    if _draw(area_code, campaign, board, *more):
        chart_pictures.offer(
            lambda: boards.drawing(PUBLIC, area_code, campaign, board, *more),
            lambda: show.spine_text(
                boards.figures(PUBLIC, area_code, campaign, *more).without(area_code)
            ),
            key=f"xep-nhom-{board}".replace("_", "-"),
        )


def explain(area_code: str, campaign: Round) -> None:
    """Why one unit, chosen by the reader, stands where it does."""
    st.subheader(t("ranking.why"), anchor=False)
    key = (PUBLIC, area_code, campaign, load.data_version(), language.current())
    table = boards.figures(*key).without(area_code).table
    _explain(area_code, campaign, choose_unit(table), load.data_version(), language.current())


def choose_unit(table: pd.DataFrame) -> str:
    """The code of one of these units, from the URL or chosen."""
    names = dict(zip(table["unit_code"], table["unit_name"], strict=True))
    return filters.choose(t("ranking.unit"), UNIT, names)


@_kept
def _explain(area_code: str, campaign: Round, code: str, version: int, language_code: str) -> None:
    table = boards.figures(PUBLIC, area_code, campaign, version, language_code).table
    row, whole = (table[table["unit_code"] == one].iloc[0] for one in (code, area_code))
    _explain_standing(area_code, campaign, code)
    if row["status"] != "shown" or whole["status"] != "shown":
        return
    _parts_table(row, whole, _whole_name(area_code))
    _per_head(row, whole)


@_kept
def _draw(area_code: str, campaign: Round, board: Board, version: int, language_code: str) -> bool:
    """Whether anybody is on the board."""
    key = (PUBLIC, area_code, campaign, board, version, language_code)
    rows = boards.ranked(*key)
    st.markdown(t(f"board_about.{board}", whole=_whole_name(area_code)))
    published = boards.figures(PUBLIC, area_code, campaign, version, language_code)
    drawn = draw_tiers(rows, board, lambda: boards.drawing(*key), board.value)
    show.spine(published.without(area_code))
    draw_others(rows)
    return drawn


def draw_tiers(rows: pd.DataFrame, board: Board, drawing: Callable[[], Spec], figure: str) -> bool:
    """
    The units in tiers as a chart and a table, or that there are none; whether there are any.

    Args:
        drawing: makes the chart; asked only where somebody has a tier.
        figure: what the values are called.
    """
    on_board = rows[rows["standing"] == Standing.RANKED.value]
    if on_board.empty:
        st.info(t("ranking.nobody"))
        return False
    units = len(on_board)
    with st.expander(t("ranking.chart", units=units), expanded=units <= _FEW_UNITS):
        show.chart(drawing(), key=f"tiers-{figure}")
    _ranked_table(on_board, board, figure)
    return True


def _ranked_table(rows: pd.DataFrame, board: Board, figure: str) -> None:
    table = [
        {
            t("show.unit"): row["unit_name"],
            t("ranking.tier"): t("ranking.tier_name", tier=row["tier"]),
            t(f"board_value.{figure}"): value_text(row["value"], int(row["n"]), board, t),
            t("show.interval_short"): _interval(row, board),
            t("show.n"): show.number(row["n"]),
            t("ranking.surely_above"): show.number(row["below"]),
            t("ranking.surely_below"): show.number(row["above"]),
        }
        for row in rows.sort_values("tier", kind="stable").to_dict("records")
    ]
    with st.expander(t("ranking.table", units=len(table))):
        st.table(pd.DataFrame(table).set_index(t("show.unit")))


def draw_others(rows: pd.DataFrame, no_figure: str = "") -> None:
    """Nobody vanishes: every unit without a tier is named with its reason."""
    others = rows[rows["standing"] != Standing.RANKED.value]
    if others.empty:
        return
    table = [
        {t("show.unit"): row["unit_name"], t("ranking.reason"): _reason(row["standing"], no_figure)}
        for row in others.to_dict("records")
    ]
    with st.expander(t("ranking.others", units=len(table))):
        st.table(pd.DataFrame(table).set_index(t("show.unit")))


def _reason(standing: str, no_figure: str = "") -> str:
    """Why a unit has no tier; `no_figure` where that is for another reason than on the boards."""
    if no_figure and standing == Standing.NO_FIGURE.value:
        return no_figure
    rules = boards.rules()
    least = formats.decimal(rules.minimum_coverage, 2, language.current())
    return t(f"standing.{standing}", people=rules.minimum_people, coverage=least)


def _explain_standing(area_code: str, campaign: Round, code: str) -> None:
    """On each board: the tier, or why there is none."""
    more = (load.data_version(), language.current())
    for board in Board:
        rows = boards.ranked(PUBLIC, area_code, campaign, board, *more)
        row = rows[rows["unit_code"] == code].iloc[0]
        st.markdown(f"**{t(f'board.{board}')}**: {standing_words(row, board)}")


def standing_words(row: pd.Series, board: Board, no_figure: str = "") -> str:
    """Tier, figure and sure places of a unit as a sentence, or why it has none."""
    if row["standing"] != Standing.RANKED.value:
        return _reason(row["standing"], no_figure)
    return t(
        "ranking.stands",
        tier=row["tier"],
        value=value_text(row["value"], int(row["n"]), board, t),
        below=show.number(row["below"]),
        above=show.number(row["above"]),
    )


def _parts_table(row: pd.Series, whole: pd.Series, whole_name: str) -> None:
    """Mix and ability add up to the distance; earlier ability and its change to ability."""
    parts = rate_parts(pd.DataFrame([row]), whole).iloc[0]
    n = int(row["n"])
    st.markdown(
        t(
            "ranking.gap",
            unit=row["unit_name"],
            percent=show.percent(row),
            whole=whole_name,
            whole_percent=show.percent(whole),
            gap=_points(parts["gap"], n),
        )
    )
    if pd.isna(parts["mix"]):
        st.info(t("ranking.not_standardised"))
        return
    lines = {f"ranking.part_{name}": parts[name] for name in parts.index if name != "gap"}
    table = [
        {t("ranking.part"): t(key), t("ranking.points"): _points(value, n)}
        for key, value in lines.items()
    ]
    st.table(pd.DataFrame(table).set_index(t("ranking.part")))
    st.caption(t("ranking.why_note", whole=whole_name))


def _per_head(row: pd.Series, whole: pd.Series) -> None:
    """The same for every 10,000 people who live there, where their number is known."""
    parts = per_head_parts(pd.DataFrame([row]), whole).iloc[0]
    if parts.isna().any():
        st.caption(t("ranking.no_reach", n=show.number(row["n"])))
        return
    signed = {name: _signed(float(value), 2) for name, value in parts.items()}
    st.markdown(
        t(
            "ranking.per_head",
            unit=row["unit_name"],
            gap=signed["per_head_gap"],
            reach=signed["per_head_reach"],
            mix=signed["per_head_mix"],
            ability=signed["per_head_ability"],
            year=int(row["population_year"]),
        )
    )


def _points(value: float, n: int) -> str:
    return show.ABSENT if pd.isna(value) else value_text(float(value), n, Board.PROGRESS, t)


def _signed(value: float, places: int) -> str:
    number = formats.decimal(abs(value), places, language.current())
    return f"{'−' if value < 0 else '+'}{number}"


def _interval(row: show.Row, board: Board) -> str:
    ends = (value_text(float(row[end]), int(row["n"]), board, t) for end in ("low", "high"))
    return " – ".join(ends)


def _whole_name(area_code: str) -> str:
    return t("ranking.nation") if area_code == NATION else reference.area_names()[area_code]
