"""What is remembered of the start of a run is what Streamlit would have said."""

from streamlit.proto.NewSession_pb2 import NewSession
from streamlit.runtime import app_session

from web.run_start import remembered


def test_the_theme_from_memory_is_the_theme_streamlit_reads():
    streamlits = app_session._populate_theme_msg
    populate = remembered(streamlits)

    by_streamlit, first, again = _said(streamlits), _said(populate), _said(populate)

    assert by_streamlit == first == again
    assert first  # else nothing was compared: our colours are in it


def test_a_section_nobody_set_stays_unsaid():
    theme = NewSession().custom_theme

    remembered(lambda msg, section: None)(theme, "theme.dark")

    assert not theme.ListFields()


def _said(populate) -> bytes:
    """The sections into one message, as Streamlit fills it."""
    message = NewSession()
    theme = message.custom_theme
    populate(theme, "theme")
    populate(theme.light, "theme.light")
    populate(theme.dark, "theme.dark")
    populate(theme.sidebar, "theme.sidebar")
    populate(theme.light.sidebar, "theme.light.sidebar")
    populate(theme.dark.sidebar, "theme.dark.sidebar")
    return message.SerializeToString(deterministic=True)
