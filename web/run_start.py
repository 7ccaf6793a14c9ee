"""What Streamlit tells a browser at the start of every run, worked out once."""

from typing import Protocol

from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session


class Populate(Protocol):
    """Fills a message with a section of the theme."""

    def __call__(self, msg: CustomThemeConfig, section: str = "theme") -> None: ...


def remember_theme() -> None:
    """
    Let Streamlit read each section of the theme once, not again at every tap.

    It walks through all its settings for each of the six sections, which is a third of what its
    event loop does in a visit; ours never change while it serves.
    """
    app_session._populate_theme_msg = remembered(app_session._populate_theme_msg)


def remembered(populate: Populate) -> Populate:
    """The same, from memory after the first time."""
    known: dict[str, CustomThemeConfig] = {}

    def populate_again(msg: CustomThemeConfig, section: str = "theme") -> None:
        if section not in known:
            fresh = CustomThemeConfig()
            populate(fresh, section)
            known[section] = fresh
        if known[section].ListFields():  # an empty section stays unsaid
            msg.MergeFrom(known[section])

    return populate_again
