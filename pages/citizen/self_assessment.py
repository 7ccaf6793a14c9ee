"""The self-assessment: start, one question a screen, review, result."""

import streamlit as st

from domain.errors import DomainError
from ui import form, form_result, form_start
from ui.language import t

if form.draft_code() is None:
    form_start.draw()
    st.stop()

try:
    draft = form.current_draft()
except DomainError as error:
    form.leave()
    st.error(t(error.key, **error.details))
    form_start.draw()
    st.stop()

if draft.score is not None:
    form_result.draw(draft, draft.score)
else:
    form.questions()
