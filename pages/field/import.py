"""Many people typed into a workbook: the template, a dry run, the saving, the way back."""

import streamlit as st

from domain.access import Permission
from ui import auth, collecting, import_file
from ui.language import t

scope = auth.require(Permission.COLLECT)

st.title(t("import.title"), anchor=False)
st.write(t("import.lead"))
import_file.draw_template(scope)
import_file.draw_file(scope)
collecting.draw_batches(scope)
