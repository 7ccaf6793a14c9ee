"""What a team did, logged by one tap on the phone and taken back within minutes."""

import streamlit as st

from domain.access import Permission
from ui import auth, team_log
from ui.language import t

scope = auth.require(Permission.CAPTURE)

st.title(t("team_log.title"), anchor=False)
team = team_log.team_or_stop(scope)
team_log.draw_taps(scope, team)
team_log.draw_undo(scope)
team_log.draw_owed(scope, team)
