"""Before and after: the communes of an area in two rounds, as far as both are shown."""

import pandas as pd
import streamlit as st

from charts.dumbbell import dumbbells, verdict_text
from charts.findings import COMMUNE
from charts.labels import marked_names
from charts.theme import Spec
from domain.access import Scope
from domain.people import Mode
from stats.change import changes
from stats.published import Published
from text import formats, translator
from ui import boards, chart_pictures, language, load, show
from ui.language import t
from ui.reference import Area, Round

_kept = st.cache_data(show_spinner=False, max_entries=64, ttl=3600, hash_funcs=load.HASHED_AS)


def draw(scope: Scope, area: Area, campaign: Round) -> None:
    """What changed since the round before; without one, that there is none."""
    st.subheader(t("overview_change.title"), anchor=False)
    earlier = boards.previous(campaign)
    if earlier is None:
        st.info(t("overview_change.first_round"))
        return
    key = (scope, area.code, campaign, earlier, load.data_version(), language.current())
    if _draw(*key):
        chart_pictures.offer(
            lambda: drawing(*key), lambda: show.spine_text(_both(*key)[1]), key="truoc-sau"
        )


def drawing(
    scope: Scope,
    area_code: str,
    campaign: Round,
    earlier: Round,
    version: int,
    language_code: str,
) -> Spec:
    """The communes of an area in both rounds."""
    before, now = _both(scope, area_code, campaign, earlier, version, language_code)
    rounds = (earlier.name, campaign.name)
    before, now = before.without(area_code), now.without(area_code)
    return dumbbells(before, now, level=COMMUNE, rounds=rounds, t=translator(language_code))


def _both(
    scope: Scope,
    area_code: str,
    campaign: Round,
    earlier: Round,
    version: int,
    language_code: str,
) -> list[Published]:
    """The communes and the area itself before, and now."""
    return [
        load.communes(scope, area_code, one, Mode.SELF, version, language_code)
        for one in (earlier, campaign)
    ]


@_kept
def _draw(
    scope: Scope,
    area_code: str,
    campaign: Round,
    earlier: Round,
    version: int,
    language_code: str,
) -> bool:
    """Whether there is a chart."""
    key = (scope, area_code, campaign, earlier, version, language_code)
    before, now = _both(*key)
    whole = changes(before.only([area_code]), now.only([area_code])).iloc[0]
    st.markdown(t("overview_change.whole", change=sentence(whole)))
    before, now = before.without(area_code), now.without(area_code)
    rows = changes(before, now)
    if rows.empty:  # an area of one commune: the sentence above is all of it
        return False
    is_drawn = bool(rows["change"].notna().any())
    if is_drawn:
        show.chart(drawing(*key), key="change")
    else:
        st.info(t("overview_change.none"))
    show.spine(now)
    st.caption(t("overview_change.note"))
    _table(rows, now, earlier, campaign)
    return is_drawn


def sentence(row: pd.Series) -> str:
    """One unit in both rounds: "41,2 % → 52,3 %: tăng 11,1 điểm"."""
    if pd.isna(row["change"]):
        return t("change.unknown")
    rates = [
        formats.percent(float(row[when]), int(row[f"{when}_n"]), language.current())
        for when in ("before", "now")
    ]
    return f"{' → '.join(rates)}: {_verdict(row)}"


def _verdict(row: pd.Series) -> str:
    least = min(row["before_n"], row["now_n"])
    return verdict_text(str(row["verdict"]), float(row["change"]), float(least), t)


def _table(rows: pd.DataFrame, now: Published, earlier: Round, campaign: Round) -> None:
    """Every commune, those that cannot be compared too."""
    names = marked_names(rows, t)
    cells = [
        {
            t("overview_change.unit"): name,
            earlier.name: _rate(row, "before"),
            campaign.name: _rate(row, "now"),
            t("overview_change.change"): t("change.unknown")
            if pd.isna(row["change"])
            else _verdict(row),
        }
        for name, (_, row) in zip(names, rows.iterrows(), strict=True)
    ]
    with st.expander(t("overview_change.table", units=len(now.table))):
        st.table(pd.DataFrame(cells).set_index(t("overview_change.unit")))


def _rate(row: pd.Series, when: str) -> str:
    if pd.isna(row[when]):
        return show.ABSENT
    n = int(row[f"{when}_n"])
    rate, low, high = (
        formats.percent(float(row[name]), n, language.current())
        for name in (when, f"{when}_low", f"{when}_high")
    )
    return f"{rate} ({low} – {high}; n = {show.number(n)})"
