"""The step only the browser can take: fetching and dropping its own HttpOnly cookie."""

import streamlit as st

from ui import session_cookie
from ui.language import t

# The ticket travels in the body of a request, never in an address that is logged or kept.
_SCRIPT = """
export default function ({ data, parentElement }) {
  const line = parentElement.querySelector("p");
  if (line.dataset.sent === data.ticket) return;
  line.dataset.sent = data.ticket;
  line.textContent = data.waiting;
  fetch(data.path, { method: "POST", body: data.ticket, credentials: "same-origin" })
    .then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      if (data.next) location.assign(data.next); else location.reload();
    })
    .catch(() => { line.textContent = data.failed; });
}
"""
_door = st.components.v2.component("session_door", html='<p role="status"></p>', js=_SCRIPT)


def open_with(ticket: str, *, next_path: str | None = None) -> None:
    """Exchange the ticket for the cookie, then load `next_path`, or this page again."""
    _send(session_cookie.OPEN_PATH, ticket, next_path, t("sign_in.opening"))


def close() -> None:
    """Drop the cookie, then go home."""
    _send(session_cookie.CLOSE_PATH, "", "/", t("sign_out.closing"))


def _send(path: str, ticket: str, next_path: str | None, waiting: str) -> None:
    _door(
        key="session-door",
        data={
            "path": path,
            "ticket": ticket,
            "next": next_path,
            "waiting": waiting,
            "failed": t("sign_in.door_failed"),
        },
    )
