"""What folds into the menu: every page of the work, none that anybody may read."""

from domain.access import Permission
from ui.pages import PAGES, Group


def test_what_anybody_may_read_stands_open_and_what_is_work_is_folded():
    for entry in PAGES:
        if entry.in_menu:
            is_public = entry.permission is Permission.VIEW_PUBLISHED
            assert (entry.group is Group.PUBLIC) == is_public, entry.name
