"""What a person keeps of the result: where to learn on, the code, a QR code, paper, a picture."""

import io
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Protocol

import segno
import streamlit as st

from charts.result_picture import result_picture
from db.assessments import Draft
from db.resources import Resource, resources_for
from db.settings import PROJECT
from domain.device import Device
from ui import draft_link, point_link
from ui.database import is_simulated
from ui.language import current, t

_PAPERS = ("a5", "80mm")
_MASK = 3  # any of the eight is valid; trying all costs nine tenths of the time
_HTML = '<button type="button"></button>'
_CSS = """
button { width: 100%; min-height: 3.25rem; font: inherit; color: #1f1a17; background: #fff;
  border: 1px solid #8a7d72; border-radius: .5rem; cursor: pointer; }
button:focus-visible { outline: 3px solid #0b5394; outline-offset: 2px; }
button.dark { color: #fff; background: #000; border-color: #fff; }
"""
_SCRIPT = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const paper = getComputedStyle(document.body).backgroundColor;
  button.classList.toggle("dark", paper === "rgb(0, 0, 0)");
  button.textContent = data.words;
  button.onclick = () => window.ourPicture.keep(data.svg, data.name);
}
"""


class _Component(Protocol):
    def __call__(self, *, key: str, data: dict[str, object]) -> object: ...


def draw_resources(draft: Draft, steps: Sequence[str]) -> None:
    """Where to learn on, for the gaps of this person; nothing that takes a phone nobody has."""
    if draft.device is Device.NONE:
        return
    gaps = [int(step.removeprefix("group_")) for step in steps if step.startswith("group_")]
    found = resources_for(draft.audience, gaps)
    if not found:
        return
    st.subheader(t("resource.title"), anchor=False)
    for one in found:
        st.markdown(f"**{one.titles[current()]}**  \n{_facts(one)}")
    with st.expander(t("resource.qr")):
        for one in found:
            st.image(qr_svg(one.url), width=180, alt=t("resource.qr_of", title=one.url))
            st.caption(one.url.removeprefix("https://"))


def _facts(one: Resource) -> str:
    facts = [one.url.removeprefix("https://"), t(f"resource.language_{one.language}")]
    if one.minutes is not None:
        facts.append(t("resource.minutes", minutes=one.minutes))
    if one.checked_on is None:
        facts.append(t("resource.unchecked"))
    return " · ".join(facts)


def draw(draft: Draft, rows: Sequence[tuple[str, int | None, str]], sentence: str) -> None:
    """The code, what opens this result again, and ways to take it along."""
    st.markdown(t("result.code", code=f"{draft.code[:3]} {draft.code[3:]}"))
    with st.expander(t("result.keep")):
        back = f"{point_link.origin()}{draft_link.in_light_path(draft.code)}"
        st.image(qr_svg(back), width=200, alt=t("result.qr"))
        st.caption(t("result.qr"))
        for paper in _PAPERS:
            address = draft_link.in_light_path(draft.code, **{"in": paper})
            st.link_button(t(f"result.print_{paper}"), address, width="stretch")
        note = f"{_mark()}{t('result.not_a_certificate')}"
        drawn = result_picture(rows, name=t("frame.name"), sentence=sentence, note=note)
        words, name = t("result.picture"), t("result.picture_name")
        _picture()(key="result-picture", data={"words": words, "name": name, "svg": drawn})
        st.caption(t("result.picture_note"))


def _mark() -> str:
    return f"{t('frame.simulated').replace('**', '')}. " if is_simulated() else ""


@lru_cache(maxsize=512)
def qr_svg(link: str) -> str:
    """A QR code as SVG."""
    buffer = io.BytesIO()
    made = segno.make(link, error="m", micro=False, mask=_MASK)
    made.save(buffer, kind="svg", border=4, xmldecl=False)
    return buffer.getvalue().decode()


@cache
def _picture() -> _Component:
    """A button that makes the picture in the browser; the server draws nothing."""
    (both,) = (PROJECT / "static" / "light").glob("both.*.js")
    script = both.read_text(encoding="utf-8") + _SCRIPT
    made: _Component = st.components.v2.component("result_picture", html=_HTML, css=_CSS, js=script)
    return made
