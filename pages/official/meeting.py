"""A meeting: figures frozen, slides prepared and shown, conclusions written down."""

from domain.access import Permission
from ui import auth, meeting_address, meeting_desk, meeting_list, meeting_stage

scope = auth.require(Permission.VIEW_OVERVIEW)

meeting = meeting_address.asked_or_stop(scope)
if meeting is None:
    meeting_list.draw(scope)
elif meeting_address.is_presented():
    meeting_stage.draw(scope, meeting)
else:
    meeting_desk.draw(scope, meeting)
