"""The button that reads a screen aloud: clips, the device's voice, or a word to a helper."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import streamlit as st

from db.settings import PROJECT
from text import clips
from ui.language import current, t

_HTML = '<button type="button"></button><p role="status" hidden></p>'
_CSS = """
button { display: flex; align-items: center; min-height: 3rem; padding: 0 1rem 0 .75rem; gap: .6rem;
  font: inherit; font-weight: 700; color: #1f1a17; background: #fff; border: 2px solid #8a7d72;
  border-radius: .75rem; cursor: pointer; }
button::before { content: ""; border: solid transparent; border-width: .5rem 0 .5rem .8rem;
  border-left-color: currentColor; }
button.on::before { border: 0; width: .85rem; height: .85rem; background: currentColor; }
button:focus-visible { outline: 3px solid #0b5394; outline-offset: 2px; }
p { margin: .5rem 0 0; padding: .6rem .9rem; background: #f6f1ea; color: #1f1a17;
  border-left: 5px solid #8a7d72; }
.dark, p.dark { color: #fff; background: #000; border-color: #fff; }
"""
_BUTTON = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const note = parentElement.querySelector("p");
  const dark = getComputedStyle(document.body).backgroundColor === "rgb(0, 0, 0)";
  for (const one of [button, note]) one.classList.toggle("dark", dark);
  const show = (isOn) => {
    button.classList.toggle("on", isOn);
    button.textContent = isOn ? data.stop : data.listen;
  };
  const marked = (part) => {
    for (const one of document.querySelectorAll(".st-key-scale [role=radio]")) {
      const name = one.textContent.trim();
      one.style.outline = part && part.words === name ? "4px solid #0b5394" : "";
    }
  };
  for (const one of document.querySelectorAll(".st-key-scale [role=radio]")) {
    const part = data.parts.find((said) => said.lang && said.words === one.textContent.trim());
    if (part) one.lang = part.lang;
    else one.removeAttribute("lang");
  }
  if (button.reading !== data.id) {
    if (button.reading !== undefined) window.ourReading.stop();
    button.reading = data.id;
    note.hidden = true;
    show(false);
  }
  button.onclick = async () => {
    if (button.classList.contains("on")) {
      window.ourReading.stop();
      marked(null);
      show(false);
      return;
    }
    note.hidden = true;
    show(true);
    const mine = button.reading;
    const heard = await window.ourReading.read(data.parts, data.lang, marked);
    if (button.reading !== mine) return;
    if (!heard) { note.textContent = data.nothing; note.hidden = false; }
    show(false);
  };
  return () => window.ourReading.stop();
}
"""


@dataclass(frozen=True)
class Said:
    """A sentence as it is read, and under which name somebody may have recorded it."""

    words: str
    clip: str = ""
    lang: str = ""  # of a further language; else the page's own


def sentences_of(key: str, words: str) -> list[Said]:
    """A text in the pieces that can be recorded, under the names they are recorded by."""
    return [Said(one, name) for name, one in clips.pieces(key, words)]


class _Component(Protocol):
    def __call__(self, *, key: str, data: dict[str, object]) -> object: ...


def draw(screen: str, sentences: Iterable[Said]) -> None:
    """Offer to read these sentences, in this order; `screen` names what is being read."""
    language = current()
    with st.container(key="aloud"):
        _button()(
            key="read-aloud",
            data={
                "id": f"{screen} {language}",
                "lang": language,
                "parts": [
                    {
                        "words": clips.plain(one.words),
                        "clip": clips.address(
                            one.lang or language, one.clip, clips.plain(one.words)
                        ),
                        "lang": one.lang,
                    }
                    for one in sentences
                ],
                "listen": t("light.listen"),
                "stop": t("light.stop"),
                "nothing": t("aloud.nothing"),
            },
        )


@cache
def _button() -> _Component:
    """The same reader as on the light path, in a component of Streamlit's."""
    (reader,) = (PROJECT / "static" / "light").glob("both.*.js")
    script = reader.read_text(encoding="utf-8") + _BUTTON
    made: _Component = st.components.v2.component("read_aloud", html=_HTML, css=_CSS, js=script)
    return made
