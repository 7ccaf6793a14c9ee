"""Every page of the product: its file, its Vietnamese path, and who finds it in the menu."""

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import streamlit as st

from domain.access import PERMISSIONS, Permission, Role
from text import LANGUAGES
from ui.language import current, kept, t


class Group(StrEnum):
    """Pages that fold into one button of the menu; public ones stand open."""

    PUBLIC = "public"
    AREA = "area"
    COLLECT = "collect"
    TEAM = "team"
    OFFICE = "office"
    ADMIN = "admin"


@dataclass(frozen=True)
class PageEntry:
    """One page; `permission` is what its first line requires (the menu only follows it)."""

    name: str
    file: str
    path: str
    permission: Permission = Permission.VIEW_PUBLISHED
    in_menu: bool = True
    group: Group = Group.AREA


PAGES = (
    PageEntry("home", "pages/public/home.py", "", group=Group.PUBLIC),
    PageEntry(
        "self_assessment", "pages/citizen/self_assessment.py", "tu-danh-gia", group=Group.PUBLIC
    ),
    PageEntry("map", "pages/public/map.py", "ban-do", group=Group.PUBLIC),
    PageEntry("province", "pages/public/province.py", "tinh", group=Group.PUBLIC),
    PageEntry("ranking", "pages/public/ranking.py", "xep-nhom", group=Group.PUBLIC),
    PageEntry("place_search", "pages/public/place_search.py", "tim-dia-danh", group=Group.PUBLIC),
    PageEntry("method", "pages/public/method.py", "phuong-phap", group=Group.PUBLIC),
    PageEntry("area", "pages/field/area.py", "dia-ban", Permission.VIEW_AREA),
    PageEntry("monday", "pages/field/monday.py", "thu-hai", Permission.VIEW_AREA),
    PageEntry("classes", "pages/field/classes.py", "lop-hoc", Permission.CAPTURE, group=Group.TEAM),
    PageEntry(
        "passes", "pages/field/passes.py", "the-ngay", Permission.GIVE_PASSES, group=Group.COLLECT
    ),
    PageEntry(
        "points", "pages/field/points.py", "diem-thu-thap", Permission.CAPTURE, group=Group.COLLECT
    ),
    PageEntry(
        "roster", "pages/field/roster.py", "nhap-lop", Permission.COLLECT, group=Group.COLLECT
    ),
    PageEntry(
        "import", "pages/field/import.py", "nhap-tep", Permission.COLLECT, group=Group.COLLECT
    ),
    PageEntry(
        "kit", "pages/field/kit.py", "bo-ngoai-tuyen", Permission.COLLECT, group=Group.COLLECT
    ),
    PageEntry(
        "activity", "pages/field/activity.py", "ghi-viec", Permission.CAPTURE, group=Group.TEAM
    ),
    PageEntry("teams", "pages/field/teams.py", "doi-hinh", Permission.VIEW_AREA, group=Group.TEAM),
    PageEntry("reached", "pages/field/reached.py", "ai-con-chua-toi", Permission.MANAGE_HAMLETS),
    PageEntry("hamlets", "pages/field/hamlets.py", "thon", Permission.MANAGE_HAMLETS),
    PageEntry(
        "ledger", "pages/field/ledger.py", "mot-kem-nam", Permission.KEEP_LEDGER, group=Group.TEAM
    ),
    PageEntry(
        "recorder",
        "pages/field/recorder.py",
        "ghi-am",
        Permission.RECORD_CLIPS,
        group=Group.COLLECT,
    ),
    PageEntry(
        "overview",
        "pages/official/overview.py",
        "tong-quan",
        Permission.VIEW_OVERVIEW,
        group=Group.OFFICE,
    ),
    PageEntry(
        "targets",
        "pages/official/targets.py",
        "muc-tieu",
        Permission.VIEW_OVERVIEW,
        group=Group.OFFICE,
    ),
    PageEntry(
        "meeting", "pages/official/meeting.py", "hop", Permission.VIEW_OVERVIEW, group=Group.OFFICE
    ),
    PageEntry(
        "indicators",
        "pages/official/indicators.py",
        "chi-so",
        Permission.REPORT_INDICATORS,
        group=Group.OFFICE,
    ),
    PageEntry(
        "accounts",
        "pages/admin/accounts.py",
        "tai-khoan",
        Permission.MANAGE_ACCOUNTS,
        group=Group.ADMIN,
    ),
    PageEntry(
        "units", "pages/admin/units.py", "don-vi", Permission.MANAGE_UNITS, group=Group.ADMIN
    ),
    PageEntry(
        "requests",
        "pages/admin/requests.py",
        "yeu-cau-du-lieu",
        Permission.HANDLE_REQUESTS,
        group=Group.ADMIN,
    ),
    PageEntry("my_data", "pages/citizen/my_data.py", "du-lieu-cua-toi", in_menu=False),
    PageEntry("household", "pages/citizen/household.py", "gia-dinh-so", in_menu=False),
    PageEntry("sign_in", "pages/account/sign_in.py", "dang-nhap", in_menu=False),
    PageEntry("password", "pages/account/password.py", "doi-mat-khau", in_menu=False),
)
BY_NAME = {entry.name: entry for entry in PAGES}
BOUNDARIES = "dia-gioi"  # the day whose boundaries are read by
# Pages whose links take that day along: those it changes, and those a reader looks up in between.
_KEEP_BOUNDARIES = (
    "map", "province", "ranking", "place_search", "method", "area", "overview", "targets",
    "meeting",
)  # fmt: skip


def link(name: str, **query: str) -> dict[str, str]:
    """What the address of a page carries from here: its own, the language, the boundaries."""
    read_by = st.query_params.get(BOUNDARIES)
    if read_by is not None and name in _KEEP_BOUNDARIES:
        query[BOUNDARIES] = read_by
    return {**query, **kept()}


def navigation() -> dict[str, st.Page]:
    """The pages as Streamlit knows them, by name; each run has its own, to mark one."""
    return {name: copy(page) for name, page in _pages(current()).items()}


@lru_cache(maxsize=len(LANGUAGES))
def _pages(_language: str) -> dict[str, st.Page]:
    """Made once: each looks for its file on the disk."""
    return {
        entry.name: st.Page(
            entry.file,
            title=t(f"page.{entry.name}"),
            url_path=entry.path,
            default=entry.name == "home",
        )
        for entry in PAGES
    }


def landing(roles: Iterable[Role]) -> PageEntry:
    """Where somebody with these roles begins: the page that asks for most."""
    for name in ("overview", "area", "accounts"):
        entry = BY_NAME[name]
        if any(entry.permission in PERMISSIONS[role] for role in roles):
            return entry
    return BY_NAME["home"]


def menu(roles: Iterable[Role]) -> list[PageEntry]:
    """The entries somebody with these roles finds in the menu. Comfort, not security."""
    allowed = {permission for role in (Role.PUBLIC, *roles) for permission in PERMISSIONS[role]}
    return [entry for entry in PAGES if entry.in_menu and entry.permission in allowed]
