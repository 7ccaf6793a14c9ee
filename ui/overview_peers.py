"""A commune beside the three most like it, as everybody may read them."""

import pandas as pd
import streamlit as st

from charts.bars import ranked_bars
from charts.findings import COMMUNE
from charts.theme import Spec
from domain.access import PUBLIC, Scope
from domain.people import Mode
from stats.peers import PEERS, nearest
from stats.published import Published
from text import formats, translator
from ui import boards, chart_pictures, filters, language, load, reference, show
from ui.language import t
from ui.reference import Area, Round

COMMUNE_CODE = "xa"
_kept = st.cache_data(show_spinner=False, max_entries=64, ttl=3600, hash_funcs=load.HASHED_AS)


def draw(scope: Scope, area: Area, campaign: Round) -> None:
    """Choose a commune of the area; its rate beside its peers, and why these are its peers."""
    st.subheader(t("overview_peers.title", peers=PEERS), anchor=False)
    own = reference.commune_points(scope, area.code)
    names = dict(zip(own["unit_code"], own["unit_name"], strict=True))
    if not names:
        return
    code = filters.choose(t("overview_peers.choose"), COMMUNE_CODE, names)
    province_code = reference.province_of(scope, area.code)
    key = (PUBLIC, province_code, campaign, load.data_version(), language.current(), code)
    if _draw(*key):
        chart_pictures.offer(
            lambda: _drawing(_rates(*key), key[4]),
            lambda: show.spine_text(_rates(*key)),
            key="xa-giong-nhau",
        )


@_kept
def _draw(
    scope: Scope,
    area_code: str,
    campaign: Round,
    version: int,
    language_code: str,
    unit_code: str,
) -> bool:
    """
    Communes of one province only, by figures everybody reads: nothing of an area is told.

    Whether there is a chart.
    """
    key = (scope, area_code, campaign, version, language_code)
    peers = peers_of(*key, unit_code)
    if peers.empty:
        st.info(t("overview_peers.none"))
        return False
    published = _rates(*key, unit_code)
    show.chart(_drawing(published, language_code), key="peers")
    show.spine(published)
    st.markdown("\n".join(f"- {_line(row)}" for row in peers.to_dict("records")))
    st.caption(t("overview_peers.note"))
    return True


def _drawing(published: Published, language_code: str) -> Spec:
    return ranked_bars(published, level=COMMUNE, t=translator(language_code))


def _rates(
    scope: Scope,
    area_code: str,
    campaign: Round,
    version: int,
    language_code: str,
    unit_code: str,
) -> Published:
    """A commune and its peers."""
    key = (scope, area_code, campaign, version, language_code)
    rates = load.communes(scope, area_code, campaign, Mode.SELF, version, language_code)
    return rates.only([unit_code, *peers_of(*key, unit_code)["unit_code"]])


def peers_of(
    scope: Scope,
    area_code: str,
    campaign: Round,
    version: int,
    language_code: str,
    unit_code: str,
) -> pd.DataFrame:
    """The communes of a province most like one of them; columns as `stats.peers.nearest`."""
    places = reference.commune_points(scope, area_code)
    mix = boards.mixes(scope, area_code, campaign, version, language_code).table
    people = reference.population().set_index("unit_code")["people"]
    units = places.assign(
        kind=[name.split()[0] for name in places["unit_name"]],
        mix=places["unit_code"].map(mix.set_index("unit_code")["hard_percent"]).astype(float),
        people=places["unit_code"].map(people).astype(float),
    )
    return nearest(units, unit_code)


def _line(row: show.Row) -> str:
    far = row["kilometres"]
    said = {
        "unit": row["unit_name"],
        "kilometres": show.ABSENT if pd.isna(far) else formats.decimal(far, 0, language.current()),
    }
    if pd.isna(row["mix"]):
        return t("overview_peers.peer_without_mix", **said)
    mix = formats.decimal(float(row["mix"]), 0, language.current())
    return t("overview_peers.peer", mix=f"{mix}\u00a0%", **said)
