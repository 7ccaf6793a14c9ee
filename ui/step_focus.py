"""After each step: back to the top, and the keyboard and the screen reader at the new heading."""

import streamlit as st

_SCRIPT = """
export default function ({ data, parentElement }) {
  const mark = document.documentElement.dataset;
  if (mark.step === data.step) return;
  const first = mark.step === undefined;
  mark.step = data.step;
  if (first) return;
  const main = document.querySelector("[data-testid=stMain]");
  main.scrollTo(0, 0);
  const heading = main.querySelector("h1, h2, h3");
  if (!heading) return;
  heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
}
"""
_watcher = st.components.v2.component("step_focus", html="<span></span>", js=_SCRIPT)


def arrive(step: str) -> None:
    """Say which step is on the screen; a changed one takes the focus to its heading."""
    with st.container(key="step-focus"):
        _watcher(key="step-focus-watcher", data={"step": step})
