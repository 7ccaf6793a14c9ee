"""One screen for who is helped: who helps, and in which language the two speak."""

from collections.abc import Callable, Sequence

import streamlit as st

from domain.helping import HelpLanguage, Relation
from domain.people import Mode
from ui.language import t

_NAMES = ("relation", "language")


def draw(mode: Mode, put: Callable[[str, str], None]) -> None:
    """Ask both; either may stay unsaid. `put` takes what was said under the name "help"."""
    st.subheader(t(f"start.helper_{mode}"), anchor=False)
    _choice("relation", list(Relation))
    st.subheader(t("start.help_language"), anchor=False)
    _choice("language", list(HelpLanguage))
    st.button(
        t("start.go_on"),
        key="help-go-on",
        type="primary",
        width="stretch",
        on_click=_take,
        args=(put,),
    )
    st.button(
        t("start.help_unsaid"), key="help-unsaid", width="stretch", on_click=put, args=("help", "")
    )


def said(help_: str) -> dict[str, str | None]:
    """What `start` takes of it; it checks the words again."""
    relation, _, spoken = help_.partition(" ")
    return {"helper_relation": relation or None, "help_language": spoken or None}


def _choice(name: str, options: Sequence[Relation | HelpLanguage]) -> None:
    st.pills(
        t(f"start.help_{name}"),
        [option.value for option in options],
        key=f"help-{name}",
        format_func=lambda value: t(f"help_{name}.{value}"),
        label_visibility="collapsed",
        width="stretch",
    )


def _take(put: Callable[[str, str], None]) -> None:
    put("help", " ".join(st.session_state.pop(f"help-{name}", None) or "" for name in _NAMES))
