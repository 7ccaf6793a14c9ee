"""What a result says of classes nearby and of learning as a family."""

import streamlit as st

from db.assessments import Draft
from db.classes import next_class
from text import class_words
from ui import clock, pages
from ui.database import engine
from ui.language import current, t


def draw(draft: Draft) -> None:
    """The next class of this person's commune, where one is planned."""
    found = next_class(engine(), draft.commune_code, today=clock.today())
    if found is None:
        return
    plan = found.plan
    when = class_words.when(plan.held_on, plan.starts_minute, t, current())
    st.subheader(t("class.nearby_title"), anchor=False)
    kind = t(f"class_kind.{plan.kind}")
    st.markdown(t("class.nearby", kind=kind, when=when, place=plan.place_name))


def household_link() -> None:
    """The way to the page of Gia đình số."""
    page = pages.BY_NAME["household"]
    st.page_link(page.file, label=t("page.household"), query_params=pages.link(page.name))
