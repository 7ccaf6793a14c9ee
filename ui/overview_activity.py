"""What units reported they did, beside what people can do: next to each other, never as a cause."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
import streamlit as st
from sqlmodel import Session

from charts.activity import activity_and_change, count_text
from charts.findings import COMMUNE
from charts.labels import marked_names
from charts.theme import Spec
from db import indicators
from domain.access import Scope
from domain.people import Mode
from stats.activity import LEAST_PEERS, Flag, beside, per_month, quarters
from stats.change import changes
from stats.published import Published
from text import formats, translator
from ui import boards, chart_pictures, documents, language, load, overview_change, show
from ui.database import engine
from ui.language import t
from ui.reference import Area, Round

CLASSES = "lop-hoc"  # codes of the catalogue of indicators
ACTIVITIES = (CLASSES, "buoi-hoc", "nguoi-hoc", "luot-hoc")
_FRESH = 60  # seconds; reports move without a release
_kept = st.cache_data(show_spinner=False, max_entries=64, ttl=_FRESH, hash_funcs=load.HASHED_AS)


def draw(scope: Scope, area: Area, campaign: Round) -> None:
    """What the area reported beside its ability, then its communes with what stands out."""
    st.subheader(t("overview_activity.title"), anchor=False)
    st.caption(t("overview_activity.about"))
    earlier = boards.previous(campaign)
    more = (load.data_version(), language.current())
    _own(scope, area.code, campaign, earlier, *more)
    if earlier is not None and area.communes > 1:
        key = (scope, area.code, campaign, earlier, *more)
        if _communes(*key):
            chart_pictures.offer(
                lambda: _drawing(*_sides(*key), more[1]),
                lambda: show.spine_text(_sides(*key)[1]),
                key="hoat-dong",
            )


def reported(
    scope: Scope, area_codes: Sequence[str], indicator_code: str | None = None
) -> pd.DataFrame:
    """The newest reports of these areas, as far as the scope reaches."""
    with Session(engine()) as session:
        return indicators.latest(
            session, scope, area_codes=area_codes, indicator_code=indicator_code
        )


@_kept
def _own(
    scope: Scope,
    area_code: str,
    campaign: Round,
    earlier: Round | None,
    version: int,
    language_code: str,
) -> None:
    found = reported(scope, [area_code])
    rows = found[found["indicator"].isin(ACTIVITIES)]
    left, right = st.columns(2)
    with left:
        st.markdown(f"**{t('overview_activity.reported')}**")
        if rows.empty:
            st.info(t("overview_activity.no_report"))
        else:
            newest = rows.sort_values("period").drop_duplicates("indicator", keep="last")
            cells = [_report(row) for row in newest.to_dict("records")]
            st.table(pd.DataFrame(cells).set_index(t("overview_activity.what")))
    with right:
        st.markdown(f"**{t('overview_activity.ability')}**")
        st.markdown(_ability(scope, area_code, campaign, earlier, version, language_code))


def _report(row: show.Row) -> dict[str, str]:
    value = documents.value(row["qualifier"], row["value"], row["unit_of_measure"])
    return {
        t("overview_activity.what"): row["name"],
        t("overview_activity.value"): t("show.too_few") if row["too_few"] else value,
        t("overview_activity.period"): formats.month(str(row["period"]), language.current()),
        t("overview_activity.source"): row["source"],
    }


def _ability(
    scope: Scope,
    area_code: str,
    campaign: Round,
    earlier: Round | None,
    version: int,
    language_code: str,
) -> str:
    """The rate of the area, and its change where there was a round before."""
    more = (Mode.SELF, version, language_code)
    now = load.communes(scope, area_code, campaign, *more)
    row = show.row_of(now, area_code)
    said = f"{show.percent(row)} ({show.interval(row)})"
    if earlier is None:
        return said
    before = load.communes(scope, area_code, earlier, *more)
    change = changes(before.only([area_code]), now.only([area_code])).iloc[0]
    return f"{said}\n\n{overview_change.sentence(change)}"


@_kept
def _communes(
    scope: Scope,
    area_code: str,
    campaign: Round,
    earlier: Round,
    version: int,
    language_code: str,
) -> bool:
    """Whether there is a chart."""
    before, now, activity = _sides(scope, area_code, campaign, earlier, version, language_code)
    rows = beside(changes(before, now), activity)
    if quarters(rows) is None:
        st.info(t("overview_activity.too_few", least=LEAST_PEERS))
        return False
    show.chart(_drawing(before, now, activity, language_code), key="activity")
    show.spine(now)
    st.caption(t("overview_activity.rule"))
    _table(rows, now)
    return True


def _drawing(before: Published, now: Published, activity: pd.DataFrame, language_code: str) -> Spec:
    return activity_and_change(before, now, activity, level=COMMUNE, t=translator(language_code))


def _sides(
    scope: Scope,
    area_code: str,
    campaign: Round,
    earlier: Round,
    version: int,
    language_code: str,
) -> tuple[Published, Published, pd.DataFrame]:
    """The communes before and now, and what they reported in between."""
    before, now = (
        load.communes(scope, area_code, one, Mode.SELF, version, language_code).without(area_code)
        for one in (earlier, campaign)
    )
    reports = reported(scope, list(now.table["unit_code"]), CLASSES)
    first, last = _month(campaign.starts_on), _month(campaign.ends_on)
    return before, now, per_month(reports, first=first, last=last)


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _table(rows: pd.DataFrame, now: Published) -> None:
    """Every commune; what stands out first."""
    order = list(Flag)
    ordered = rows.assign(unit_name=marked_names(rows, t), place=rows["flag"].map(order.index))
    cells = [
        {
            t("overview_change.unit"): row["unit_name"],
            t("overview_activity.classes"): show.ABSENT
            if pd.isna(row["activity"])
            else count_text(float(row["activity"]), t),
            t("overview_change.change"): overview_change.sentence(row),
            t("overview_activity.flag"): t(f"activity_flag.{row['flag']}"),
        }
        for _, row in ordered.sort_values("place", kind="stable").iterrows()
    ]
    with st.expander(t("overview_activity.table", units=len(now.table))):
        st.table(pd.DataFrame(cells).set_index(t("overview_change.unit")))
