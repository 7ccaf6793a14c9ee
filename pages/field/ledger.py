"""The ledger 1-kèm-5: ambassadors, who learns with whom, and who still waits."""

import streamlit as st

from domain.access import Permission
from ui import auth, ledger_add, ledger_file, ledger_lists, ledger_page, left_over
from ui.language import t
from ui.ledger_page import Part

scope = auth.require(Permission.KEEP_LEDGER)

st.title(t("ledger.title"), anchor=False)
st.write(t("ledger.lead"))
commune = ledger_page.commune_or_stop(scope)
st.caption(t("ledger.where", commune=commune[1]))
opened = ledger_page.opened_or_stop(commune)
ledger_page.counts(opened)
match ledger_page.part():
    case Part.CIRCLES:
        ledger_lists.draw_circles(opened)
        ledger_file.draw_table(opened)
        ledger_file.draw(opened)
    case Part.WAITING:
        left_over.draw_people(opened)
        ledger_lists.draw_waiting(opened)
    case Part.ADD:
        ledger_page.draw_candidates(scope, opened)
        ledger_add.draw(scope, opened)
