"""The ranking page: tiers, who is not on the board and why, and why a unit stands where it does."""

import pandas as pd
import streamlit as st

from charts.tiers import value_text
from domain.access import NATION, PUBLIC
from domain.errors import OutsideScope
from domain.quoted import quoted
from stats.decomposition import per_head_parts, rate_parts
from stats.ranking import Board, Standing
from text import formats
from ui import boards, filters, language, load, reference, show
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
    _draw(area_code, campaign, board, load.data_version(), language.current())


def explain(area_code: str, campaign: Round) -> None:
    """Why one unit, chosen by the reader, stands where it does."""
    st.subheader(t("ranking.why"), anchor=False)
    key = (PUBLIC, area_code, campaign, load.data_version(), language.current())
    table = boards.figures(*key).table
    names = dict(zip(table["unit_code"], table["unit_name"], strict=True))
    names.pop(area_code)
    code = filters.choose(t("ranking.unit"), UNIT, names)
    _explain(area_code, campaign, code, load.data_version(), language.current())


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
def _draw(area_code: str, campaign: Round, board: Board, version: int, language_code: str) -> None:
    key = (PUBLIC, area_code, campaign, board, version, language_code)
    rows = boards.ranked(*key)
    on_board = rows[rows["standing"] == Standing.RANKED.value]
    st.markdown(t(f"board_about.{board}", whole=_whole_name(area_code)))
    published = boards.figures(PUBLIC, area_code, campaign, version, language_code)
    if on_board.empty:
        st.info(t("ranking.nobody"))
    else:
        with st.expander(t("ranking.chart", units=len(on_board)),
                         expanded=len(on_board) <= _FEW_UNITS):  # fmt: skip
            show.chart(boards.drawing(*key), key=f"tiers-{board}")
        _ranked_table(on_board, board)
    show.spine(published.without(area_code))
    _others(rows[rows["standing"] != Standing.RANKED.value])


def _ranked_table(rows: pd.DataFrame, board: Board) -> None:
    table = [
        {
            t("show.unit"): row["unit_name"],
            t("ranking.tier"): t("ranking.tier_name", tier=row["tier"]),
            t(f"board_value.{board}"): value_text(row["value"], int(row["n"]), board, t),
            t("show.interval_short"): _interval(row, board),
            t("show.n"): show.number(row["n"]),
            t("ranking.surely_above"): show.number(row["below"]),
            t("ranking.surely_below"): show.number(row["above"]),
        }
        for row in rows.sort_values("tier", kind="stable").to_dict("records")
    ]
    with st.expander(t("ranking.table", units=len(table))):
        st.table(pd.DataFrame(table).set_index(t("show.unit")))


def _others(rows: pd.DataFrame) -> None:
    """Nobody vanishes: every unit without a tier is named with its reason."""
    if rows.empty:
        return
    table = [
        {t("show.unit"): row["unit_name"], t("ranking.reason"): _reason(row["standing"])}
        for row in rows.to_dict("records")
    ]
    with st.expander(t("ranking.others", units=len(table))):
        st.table(pd.DataFrame(table).set_index(t("show.unit")))


def _reason(standing: str) -> str:
    rules = boards.rules()
    least = formats.decimal(rules.minimum_coverage, 2, language.current())
    return t(f"standing.{standing}", people=rules.minimum_people, coverage=least)


def _explain_standing(area_code: str, campaign: Round, code: str) -> None:
    """On each board: the tier, or why there is none."""
    more = (load.data_version(), language.current())
    for board in Board:
        rows = boards.ranked(PUBLIC, area_code, campaign, board, *more)
        row = rows[rows["unit_code"] == code].iloc[0]
        if row["standing"] == Standing.RANKED.value:
            value = value_text(row["value"], int(row["n"]), board, t)
            words = t(
                "ranking.stands", tier=row["tier"], value=value,
                below=show.number(row["below"]), above=show.number(row["above"]),
            )  # fmt: skip
        else:
            words = _reason(row["standing"])
        st.markdown(f"**{t(f'board.{board}')}**: {words}")


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
