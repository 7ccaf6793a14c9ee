"""The charts of a page as pictures to take away: made when asked for, their origin inside."""

import hashlib
import json
import pickle
import secrets
from collections.abc import Callable
from functools import partial
from typing import Literal

import streamlit as st

from charts.boundaries import find_provinces
from charts.fetched import with_shapes_inside
from charts.theme import Spec
from db.settings import PROJECT
from domain.errors import FileNotMade
from ui.database import is_simulated
from ui.file_jobs import jobs
from ui.file_maker import Picture
from ui.language import t

_STATIC = PROJECT / "static"
_FORMS: tuple[Literal["png", "svg"], ...] = ("png", "svg")
NAMES = (  # what pictures show, as their buttons say
    "ban-do", "cac-don-vi", "cac-xa", "doi-tuong", "duong-toi-muc-tieu", "hoat-dong",
    "nhom-ky-nang", "theo-dia-gioi-province", "theo-dia-gioi-district", "theo-dia-gioi-commune",
    "theo-thang", "tien-do", "trong-tinh", "truoc-sau",
    "tung-nhom", "xa-giong-nhau", "xep-nhom",
)  # fmt: skip
_MIME = {"png": "image/png", "svg": "image/svg+xml"}


def offer(drawing: Callable[[], Spec], said: Callable[[], str], *, key: str) -> None:
    """
    A quiet button under a chart; nothing is drawn for it until somebody opens it.

    Stands beside what is replayed from the cache, never inside it.

    Args:
        drawing: the chart of the page, titled.
        said: what stands below it, with n, period, source and boundaries.
        key: names the chart on this page; ASCII, it names the files too. One of NAMES begins it.
    """
    name = next(one for one in NAMES if key.startswith(one))
    popover = st.popover(
        t(f"picture.{name}"), type="tertiary", key=f"picture-{key}", on_change="rerun"
    )
    if not popover.open:
        return
    below = said().replace("**", "")
    mark = "-mo-phong" if is_simulated() else ""
    with popover:
        st.caption(t("files.picture_note"))
        for form in _FORMS:
            st.download_button(
                form.upper(),
                partial(made, form, drawing(), below),
                file_name=f"hinh-{key}{mark}.{form}",
                mime=_MIME[form],
                key=f"picture-{key}-{form}",
                on_click="ignore",
            )


def made(form: Literal["png", "svg"], spec: Spec, said: str) -> bytes:
    """
    The picture, made in line with all other files; asked for outside the run of a page.

    Raises:
        FileNotMade: it cannot be drawn.
        TooManyFiles: too many wait.
    """
    order = Picture(form, with_shapes_inside(spec, _shapes), (said,))
    key = hashlib.sha256(pickle.dumps((form, order.spec, said))).hexdigest()
    progress = jobs().wait(key, order, session=secrets.token_hex(8))
    if progress.content is None:
        raise FileNotMade(part=str(spec.get("description", "")))
    return progress.content


def _shapes(address: str) -> object:
    """The outlines of the provinces, which a browser fetches from us; nothing else is read."""
    path = find_provinces(_STATIC)
    if address != f"/app/static/{path.name}":
        raise FileNotMade(part=address)
    return json.loads(path.read_bytes())
