"""The parts of the page of helpers' passes: give, show once as a sheet to print, list, revoke."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import urlencode, urlsplit

import segno
import streamlit as st
from sqlmodel import Session

from db.commands.helper_passes import NewPass, give_passes, revoke_pass
from db.helper_passes import ListedPass, communes_of, passes_from
from domain.access import Permission, Scope
from domain.helping import MOST_PASSES, PassKind, pass_ends_at
from text import formats
from ui import auth, clock, language, pages, show
from ui.attempt import attempt
from ui.database import engine
from ui.helper_bar import PASS_PARAMETER
from ui.language import t
from ui.reference import Area

_SHEET = "given-passes"
_A_ROW = 3
_QR_PIXELS = 180


@dataclass(frozen=True)
class _Sheet:
    """Passes just given: nobody but this visit knows their tokens, until it puts them away."""

    account_id: int
    area_name: str
    passes: tuple[NewPass, ...]


def draw_sheet() -> None:
    """The passes just given, to be printed or scanned from the screen now: shown only once."""
    sheet: _Sheet | None = st.session_state.get(_SHEET)
    reader = auth.current()
    if sheet is None or reader is None or reader.account_id != sheet.account_id:
        return
    st.info(t("passes.shown_once"))
    with st.container(key="pass-sheet"):
        for first in range(0, len(sheet.passes), _A_ROW):
            row = sheet.passes[first : first + _A_ROW]
            for column, one in zip(st.columns(_A_ROW), row, strict=False):
                with column:
                    _card(one, sheet.area_name)
    st.button(t("passes.put_away"), key="put-away", on_click=_put_away, width="stretch")


def draw_new(scope: Scope, area: Area) -> None:
    """The form that gives passes for a commune, or for the whole area."""
    with Session(engine()) as session:
        names = {area.code: t("passes.whole_area", area=area.name)}
        names |= communes_of(session, scope, area.code, on=clock.today())
    if len(names) == 2:  # an area of one commune is that commune
        names.pop(area.code)
    with st.container(key="pass-work"), st.form("new-passes"):
        st.subheader(t("passes.new"), anchor=False)
        area_code = st.selectbox(
            t("passes.where"), list(names), format_func=names.__getitem__, key="pass-area"
        )
        valid_on = st.radio(
            t("passes.day"),
            _days(),
            format_func=lambda day: formats.day(day, language.current()),
            key="pass-day",
            horizontal=True,
        )
        kind = st.radio(
            t("passes.kind"),
            _kinds(),
            format_func=_kind,
            key="pass-kind",
            horizontal=True,
        )
        st.caption(t("passes.about_teacher"))
        count = st.number_input(t("passes.count"), 1, MOST_PASSES, 1, key="pass-count")
        st.caption(t("passes.about"))
        sent = st.form_submit_button(t("passes.give"))
    if sent:
        attempt(lambda: _give(area_code, names[area_code], int(count), valid_on, kind))


def _kinds() -> list[PassKind]:
    return list(PassKind)


def _kind(kind: PassKind) -> str:
    return t(f"pass_kind.{kind}")


def _days() -> list[date]:
    """Today, as long as a pass would still hold, and tomorrow."""
    today = clock.today()
    return [day for day in (today, today + timedelta(days=1)) if clock.now() < pass_ends_at(day)]


def draw_list(scope: Scope) -> None:
    """Today's passes and tomorrow's, each with how many people, and the way to take it back."""
    with Session(engine()) as session:
        given = passes_from(session, scope, day=clock.today())
    with st.container(key="pass-work-list"):
        st.subheader(t("passes.list"), anchor=False)
        if not given:
            st.info(t("passes.none"))
        _lines(given)


def _lines(given: Sequence[ListedPass]) -> None:
    for one in given:
        key = "passes.line_revoked" if one.revoked else "passes.line"
        st.write(
            t(
                key,
                card=_name(one.kind, one.number),
                area=one.area_name,
                day=formats.day(one.valid_on, language.current()),
                helped=show.number(one.helped),
            )
        )
        if not one.revoked and st.button(t("passes.revoke"), key=f"revoke-pass-{one.pass_id}"):
            attempt(lambda one=one: _revoke(one))  # type: ignore[misc]


def _card(one: NewPass, area_name: str) -> None:
    link = _link(one.token)
    day = formats.day(one.valid_on, language.current())
    name = _name(one.kind, one.number)
    st.markdown(f"**{name}**  \n{area_name}  \n{t('passes.card_day', day=day)}")
    st.image(qr_svg(link), width=_QR_PIXELS, alt=t("passes.qr_alt", name=name))
    with st.expander(t("passes.link")):
        st.code(link, language=None, wrap_lines=True)


def _name(kind: PassKind, number: int) -> str:
    key = "passes.card" if kind is PassKind.VOLUNTEER else "passes.card_teacher"
    return t(key, number=f"{number:02}")


def qr_svg(text: str) -> str:
    """A QR code as SVG, with the quiet margin a camera needs."""
    drawn = BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", scale=4, border=4, xmldecl=False)
    return drawn.getvalue().decode()


def _link(token: str) -> str:
    """The form with this pass, on the host this leader reads it from."""
    here = urlsplit(st.context.url or "")
    path = pages.BY_NAME["self_assessment"].path
    return f"{here.scheme}://{here.netloc}/{path}?{urlencode({PASS_PARAMETER: token})}"


def _give(area_code: str, area_name: str, count: int, valid_on: date, kind: PassKind) -> None:
    by = auth.writer(Permission.GIVE_PASSES)
    made = give_passes(
        engine(), area_code=area_code, count=count, valid_on=valid_on, by=by, now=clock.now(),
        today=clock.today(), kind=kind,
    )  # fmt: skip
    st.session_state[_SHEET] = _Sheet(by, area_name, made)


def _revoke(one: ListedPass) -> None:
    by = auth.writer(Permission.GIVE_PASSES)
    revoke_pass(engine(), pass_id=one.pass_id, by=by, now=clock.now(), today=clock.today())


def _put_away() -> None:
    st.session_state.pop(_SHEET, None)
