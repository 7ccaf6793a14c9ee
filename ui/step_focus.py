"""
After each step: back to the top, and the keyboard and the screen reader at the new heading.

Answers stand one below the other, so the arrows up and down move between them as well.
"""

import streamlit as st

_SCRIPT = """
export default function ({ data, parentElement }) {
  const mark = document.documentElement.dataset;
  if (!mark.arrows) {
    mark.arrows = "on";
    document.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const group = event.target.closest && event.target.closest("[role=radiogroup]");
      if (!step || !group) return;
      const answers = [...group.querySelectorAll("button[role=radio]")];
      const next = answers[answers.indexOf(event.target) + step];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  }
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
