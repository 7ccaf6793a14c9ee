"""One commune on the map: its own row, where it stands in its province, what it was made of."""

import pandas as pd
import streamlit as st

from charts.findings import COMMUNE
from charts.picture import Picture, measured_picture
from charts.strip import strip
from domain.access import PERMISSIONS, PUBLIC, Permission, Scope
from stats.measures import Measured
from ui import auth, chart_pictures, filters, language, load, measures, reference, show
from ui.language import t
from ui.map_levels import Step
from ui.measures import MEASURED_AS, Choice, NotPublished
from ui.pages import BY_NAME, link
from ui.places import former
from ui.reference import Round
from ui.what_became import became

_kept = st.cache_data(show_spinner=False, max_entries=128, ttl=3600, hash_funcs=MEASURED_AS)


def draw(path: tuple[Step, ...], campaign: Round, choice: Choice) -> None:
    """What everybody may read of a commune, and for who answers for it the way to more."""
    province, commune = path[0], path[-1]
    key = (province.code, commune.code, campaign, choice, load.data_version(), language.current())
    try:
        if _draw(PUBLIC, *key):
            chart_pictures.offer(
                lambda: strip(_picture(PUBLIC, *key), commune.code, t=t),
                lambda: show.spine_text(_measured(PUBLIC, *key)),
                key="trong-tinh",
            )
    except NotPublished as refusal:
        st.info(t(f"measure_refusal.{refusal.why}"))
    _history(commune.code)
    _own_area(commune.code)


@_kept
def _draw(
    scope: Scope, province_code: str, code: str, campaign: Round, choice: Choice, version: int,
    language_code: str,
) -> bool:  # fmt: skip
    """Whether there is a chart."""
    key = (scope, province_code, code, campaign, choice, version, language_code)
    found, drawn = _measured(*key), _picture(*key)
    name = measures.measure_name(choice, language_code)
    row = drawn.rows[drawn.rows["unit_code"] == code].iloc[0]
    with st.container(horizontal=True, key="summary"):
        st.metric(name, _text(row, "percent"), border=True)
        st.metric(t("show.people"), _text(row, "n"), border=True)
        st.metric(t("show.coverage"), t("show.no_population"), border=True)
    if pd.notna(row["low"]):
        st.caption(t("map.interval", interval=row["interval_text"]))
    status = found.table.loc[found.table["unit_code"] == code, "status"].iloc[0]
    if pd.isna(row["percent"]):
        st.info(t(f"status.{status}"))
    _among(found, drawn.rows, code, reference.area_names()[province_code])
    if found.told:
        show.chart(strip(drawn, code, t=t), key="strip")
    show.spine(found)
    return bool(found.told)


def _measured(
    scope: Scope, province_code: str, _code: str, campaign: Round, choice: Choice, version: int,
    language_code: str,
) -> Measured:  # fmt: skip
    return measures.measured(scope, province_code, campaign, choice, version, language_code)


def _picture(
    scope: Scope, province_code: str, code: str, campaign: Round, choice: Choice, version: int,
    language_code: str,
) -> Picture:  # fmt: skip
    """The communes of the province, as far as they are told."""
    key = (scope, province_code, code, campaign, choice, version, language_code)
    return measured_picture(
        _measured(*key), level=COMMUNE, place=reference.area_names()[province_code],
        audience=choice.audience, name=measures.measure_name(choice, language_code), t=t,
    )  # fmt: skip


def _among(found: Measured, rows: pd.DataFrame, code: str, place: str) -> None:
    """Where the commune stands among those of its province that are shown; never a rank."""
    known = rows.dropna(subset="percent").sort_values("percent", kind="stable")
    if len(known) < 2:  # the only one has nobody to stand among
        return
    said = {"low": known["percent_text"].iloc[0], "high": known["percent_text"].iloc[-1]}
    middle = known["percent_text"].iloc[(len(known) - 1) // 2]
    st.markdown(t("map.among", shown=found.told, place=place, middle=middle, **said))


def _history(code: str) -> None:
    """The former communes it was made of, each with the document that decided it."""
    made_of = [old for old in former()
               if old.level == "commune" and code in {one.code for one in old.became}]  # fmt: skip
    if made_of:
        st.subheader(t("map.former"), anchor=False)
        st.markdown("\n".join(f"- {became(old)}" for old in made_of))


def _own_area(code: str) -> None:
    """The page of the area, for whoever holds a grant over the commune."""
    person = auth.current()
    for grant in person.grants if person else ():
        scope = Scope(grant.role, frozenset({grant.area_code}))
        if Permission.VIEW_AREA not in PERMISSIONS[grant.role]:
            continue
        if code in reference.commune_codes(scope, code):
            query = link("area", **{filters.AREA: grant.area_code})
            label = t("map.own_area")
            st.page_link(BY_NAME["area"].file, label=label, query_params=query)
            return


def _text(row: pd.Series, name: str) -> str:
    return str(row.get(f"{name}_text", show.ABSENT))
