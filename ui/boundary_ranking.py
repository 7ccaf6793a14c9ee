"""Tiers of the units of another day, by the only figure they have: their rate as it is."""

import pandas as pd
import streamlit as st

from charts.labels import marked_names
from charts.theme import Spec
from charts.tiers import tier_chart
from domain.access import NATION, PUBLIC
from domain.lineage import BoundaryView
from stats import ranking as tiers
from stats.published import Published
from stats.ranking import Board
from ui import boards, boundary, boundary_reading, chart_pictures, language, load, ranking, show
from ui.boundary import PROVINCE, TOTAL
from ui.language import t
from ui.reference import Round

FIGURE = "crude"  # what the values are called: chart.axis.crude, board_value.crude


def reads(board: Board) -> bool:
    """Whether a board can be read by another day: the others need figures by audience."""
    return board is Board.ABILITY


def draw(area_code: str, campaign: Round, view: BoundaryView) -> None:
    """Tiers as a chart, a table and a file of the rates, then the units without a tier."""
    st.info(t("ranking.by_day", day=boundary_reading.day(view)))
    published = _published(area_code, campaign, view)
    rows = ranked(published)

    def tiers_drawn() -> Spec:
        return drawing(published, rows, view, area_code)

    drawn = ranking.draw_tiers(rows, Board.ABILITY, tiers_drawn, FIGURE)
    show.spine(published)
    if drawn:
        chart_pictures.offer(tiers_drawn, lambda: show.spine_text(published), key="xep-nhom")
    ranking.draw_others(rows, t("ranking.by_day_bound"))
    level = _level(area_code, view)
    key = (PUBLIC, area_code, campaign, view, level, load.data_version(), language.current())
    show.download(boundary.file(*key))


def explain(area_code: str, campaign: Round, view: BoundaryView) -> None:
    """Where one unit stands; what it is made of is known by today's boundaries only."""
    st.subheader(t("ranking.why"), anchor=False)
    rows = ranked(_published(area_code, campaign, view))
    row = rows[rows["unit_code"] == ranking.choose_unit(rows)].iloc[0]
    words = ranking.standing_words(row, Board.ABILITY, t("ranking.by_day_bound"))
    st.markdown(f"**{t('board.ability')}**: {words}")
    st.caption(t("ranking.by_day_parts"))


def ranked(published: Published) -> pd.DataFrame:
    """The units with tier and standing; the names of estimates say that they are."""
    rows = tiers.rank_crude(published, boards.rules())
    return rows.assign(unit_name=marked_names(published.table, t))


def drawing(published: Published, rows: pd.DataFrame, view: BoundaryView, area_code: str) -> Spec:
    """The tiers as a chart."""
    level = f"old_{_level(area_code, view)}"
    return tier_chart(published, rows, Board.ABILITY, level=level, t=t, figure=FIGURE)


def _published(area_code: str, campaign: Round, view: BoundaryView) -> Published:
    level = _level(area_code, view)
    key = (area_code, campaign, view, level, load.data_version(), language.current())
    return boundary.table(PUBLIC, *key).without(TOTAL)


def _level(area_code: str, view: BoundaryView) -> str:
    return PROVINCE if area_code == NATION else boundary_reading.below(view)
