"""Each visitor reads in their own language, whoever was served before."""

from streamlit.testing.v1 import AppTest


def _page():
    import streamlit as st

    from ui import language

    language.choose()
    st.button("switch", on_click=lambda: st.query_params.update(nn="en"))
    st.text(language.current())


def test_two_visitors_at_once_each_read_in_their_own_language():
    english, vietnamese = AppTest.from_function(_page), AppTest.from_function(_page)
    english.query_params["nn"] = "en"

    read = [one.run().text[0].value for one in (english, vietnamese, english, vietnamese)]

    assert read == ["en", "vi", "en", "vi"]


def test_a_switch_is_seen_in_the_run_it_causes():
    visit = AppTest.from_function(_page).run()

    visit.button[0].click().run()

    assert visit.text[0].value == "en"
