"""
A device many people use one after the other: no way back to who was before, no screen left behind.

Every visit of the form keeps one entry of the browser's history, so that "back" shows nobody's
answers. With a helper's pass, a device nobody touches warns, counts down and begins anew; without
one nothing is watched.
"""

from collections.abc import Callable

import streamlit as st

from db.settings import settings
from ui.language import t

KEY = "kiosk"
_COUNTDOWN_SECONDS = 30
_HTML = """
<dialog role="alertdialog" aria-labelledby="kiosk-title" aria-describedby="kiosk-words">
  <h2 id="kiosk-title"></h2><p id="kiosk-words"></p><button type="button"></button>
</dialog>
"""
_CSS = """
dialog { max-width: 20rem; border: 0; border-radius: .75rem; padding: 1.25rem; color: #1f1a17; }
dialog::backdrop { background: rgb(31 26 23 / .6); }
h2 { font-size: 1.4rem; margin: 0 0 .5rem; }
p { font-size: 1.15rem; }
button { width: 100%; min-height: 3.5rem; border: 0; border-radius: .75rem; font: inherit;
  font-size: 1.15rem; color: #fff; background: #9b2c1c; }
"""
# The answer of the server may not come (no signal): then the page is loaded anew all the same.
_SCRIPT = """
export default function ({ data, parentElement, setTriggerValue }) {
  const own = window.ourKiosk || (window.ourKiosk = { since: +new Date() });
  if (!own.push) {
    own.push = history.pushState.bind(history);
    history.pushState = (state, unused, url) => {
      const next = new URL(url || location.href, location.href);
      const stays = next.pathname === location.pathname && next.pathname === own.path;
      return stays ? history.replaceState(state, unused, url) : own.push(state, unused, url);
    };
  }
  own.path = location.pathname;
  if (own.round !== data.round) Object.assign(own, { round: data.round, touched: false });
  if (own.stop) own.stop();
  own.stop = () => {};
  if (!data.seconds) return () => { own.path = null; };
  const dialog = parentElement.querySelector("dialog");
  const [title, words, stay] = dialog.children;
  title.textContent = data.title;
  stay.textContent = data.stay;
  const awake = () => { own.since = +new Date(); own.touched = true; };
  const seen = () => { if (!dialog.open) awake(); };
  stay.onclick = () => { dialog.close(); awake(); };
  dialog.oncancel = awake;
  const kinds = ["pointerdown", "keydown"];
  for (const kind of kinds) document.addEventListener(kind, seen, true);
  const timer = setInterval(() => {
    const quiet = (new Date() - own.since) / 1000;
    if (!(own.touched || data.open) || quiet < data.seconds) return;
    const left = Math.ceil(data.seconds + data.countdown - quiet);
    if (left > 0) {
      words.textContent = data.words.replace("{seconds}", left);
      if (!dialog.open) dialog.showModal();
      return;
    }
    own.stop();
    dialog.close();
    setTriggerValue("idle", true);
    setTimeout(() => { if (own.round === data.round) location.replace(data.start); }, 4000);
  }, 1000);
  own.stop = () => {
    clearInterval(timer);
    for (const kind of kinds) document.removeEventListener(kind, seen, true);
  };
  return () => { own.stop(); own.path = null; };
}
"""
_watcher = st.components.v2.component(KEY, html=_HTML, css=_CSS, js=_SCRIPT)


def watch(
    *, with_pass: bool, has_draft: bool, turn: int, start: str, wipe: Callable[[], None]
) -> None:
    """
    Keep one entry of history; with a pass, wipe a screen nobody touches.

    Args:
        turn: grows with every person, so that the browser knows a wiped screen from a drawn one.
        start: the address to begin anew at.
    """
    data = {
        "seconds": settings().kiosk_idle_seconds if with_pass else 0,
        "countdown": _COUNTDOWN_SECONDS,
        "open": has_draft,
        "round": turn,
        "start": start,
        "title": t("helper.idle_title"),
        "words": t("helper.idle_words", seconds="{seconds}"),
        "stay": t("helper.idle_stay"),
    }
    with st.container(key="kiosk-watcher"):
        _watcher(key=KEY, data=data, on_idle_change=wipe)
