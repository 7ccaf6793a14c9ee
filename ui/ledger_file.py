"""The ledger as a file for the leader's own use: marked in every row, and said in the audit."""

import csv
import io
from collections.abc import Callable
from functools import partial

import streamlit as st

from db.commands.ledger_names import export_names
from db.ledger_names import Ledger, ListedLearner
from domain.access import Permission
from domain.errors import DomainError
from exports.table_csv import as_text
from text import formats
from ui import auth, clock, language
from ui.database import engine
from ui.language import t
from ui.ledger_circles import name_of
from ui.ledger_page import Opened

COLUMNS = ("learner", "hamlet", "contact", "state", "since", "ambassador", "mark")
_SHOWN = ("ambassador", "learner", "hamlet", "state", "since")  # numbers are read one by one


def draw_table(opened: Opened) -> None:
    """Everybody as rows, for a wide screen."""
    rows = [{t(f"ledger_csv.{name}"): row[name] for name in _SHOWN} for row in _rows(opened.ledger)]
    if rows:
        with st.expander(t("ledger.table")):
            st.table(rows)


def draw(opened: Opened) -> None:
    """A button; the file is made, and the audit line written, when it is pressed."""
    person = auth.current()
    who = person.username if person else ""
    mark = t("ledger.mark", who=who, day=formats.day(clock.today(), language.current()))
    export = partial(
        export_names,
        engine(),
        opened.ring,
        commune_code=opened.commune_code,
        by=auth.writer(Permission.KEEP_LEDGER),
    )
    with st.expander(t("ledger.file")):
        st.write(t("ledger.file_about"))
        st.download_button(
            t("ledger.download"),
            lambda: _file(export, mark),
            file_name=f"mot-kem-nam-{opened.commune_code}.csv",
            mime="text/csv",
            on_click="ignore",
            key="ledger-file",
        )


def _file(export: Callable[..., Ledger], mark: str) -> bytes:
    """Checked again: the page may have been open when the grant ended."""
    try:
        read = export(now=clock.now(), today=clock.today())
    except DomainError as refusal:
        return t(refusal.key, **refusal.details).encode()
    return ledger_csv(read, mark=mark)


def ledger_csv(ledger: Ledger, *, mark: str) -> bytes:
    """UTF-8 with a byte-order mark; a learner in each row, and no cell a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([t(f"ledger_csv.{name}") for name in COLUMNS])
    for row in _rows(ledger):
        writer.writerow([as_text({**row, "mark": mark}[name]) for name in COLUMNS])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _rows(ledger: Ledger) -> list[dict[str, str]]:
    """A learner in each, those in circles first."""
    taught = [(one, name_of(by)) for by in ledger.ambassadors for one in by.learners]
    alone = [(one, "") for one in (*ledger.waiting, *ledger.done)]
    return [{**_cells(learner), "ambassador": teacher} for learner, teacher in (*taught, *alone)]


def _cells(learner: ListedLearner) -> dict[str, str]:
    return {
        "learner": name_of(learner),
        "hamlet": learner.hamlet,
        "contact": "" if learner.naming is None else learner.naming.contact,
        "state": t(f"learner_state.{learner.state}"),
        "since": formats.day(learner.state_on, language.current()),
    }
