"""What the pages of points, rosters and files share: where one collects, what is asked there."""

from collections.abc import Sequence

import streamlit as st
from sqlmodel import Session

from db.batches import ListedBatch, batches_within
from db.collection_points import communes_of_scope
from db.commands.batch_undo import undo_batch
from db.commands.batches import SavedBatch, save_rows
from db.questionnaires import current_version
from domain.access import Permission, Scope, scope_for
from domain.collection import ANSWER_FIELDS, BatchKind, EnteredPerson, Fault
from domain.errors import DomainError, NotAllowed
from domain.questionnaire import Questionnaire
from ui import auth, clock, way_back
from ui.database import engine, questionnaire
from ui.language import t

_UNDONE = "batch-undone"


def scope() -> Scope | None:
    """Where whoever reads may collect; None for a volunteer, who only reads the counters."""
    person = auth.current()
    try:
        grants = person.grants if person else ()
        return scope_for(grants, Permission.COLLECT, on=clock.today())
    except NotAllowed:
        return None


def communes(where: Scope) -> dict[str, str]:
    """Code → full name of the communes of today in a scope."""
    with Session(engine()) as session:
        return communes_of_scope(session, where, on=clock.today())


def newest_questionnaire() -> Questionnaire:
    """What is asked today."""
    with Session(engine()) as session:
        return questionnaire(current_version(session))


def save(
    people: Sequence[EnteredPerson], kind: BatchKind, key: str, point: str | None
) -> SavedBatch:
    """
    Store people who were typed in, asked what is asked today.

    Args:
        point: the token of the point whose counter they go to, if any.

    Raises:
        DomainError: as `save_rows`; nothing is stored.
    """
    by = auth.writer(Permission.COLLECT)
    return save_rows(
        engine(),
        people,
        kind=kind,
        key=key,
        questionnaire=newest_questionnaire(),
        by=by,
        now=clock.now(),
        today=clock.today(),
        point=point,
    )


def draw_faults(faults: list[Fault], row_key: str) -> None:
    """
    One sentence for each fault, with its row and column.

    Args:
        row_key: how a row is called where it was typed.
    """
    st.error(t("faults.title", number=len(faults)))
    lines = (f"- {fault_sentence(fault, row_key)}" for fault in faults)
    st.markdown("\n".join(lines))


def fault_sentence(fault: Fault, row_key: str) -> str:
    """What is wrong where, and what to type instead."""
    if fault.field in ANSWER_FIELDS:
        column = t("field.question", number=ANSWER_FIELDS.index(fault.field) + 1)
    else:
        column = t(f"field.{fault.field}")
    row = t(row_key, number=fault.row)
    return f"**{row}, {column}:** {t(f'fault.{fault.kind}', value=fault.value)}"


def draw_batches(where: Scope) -> None:
    """The newest batches of a scope, each with the way back."""
    with Session(engine()) as session:
        batches = batches_within(session, where)
    st.subheader(t("batches.title"), anchor=False)
    if number := st.session_state.pop(_UNDONE, None):
        st.success(t("batches.undone", number=number))
    if not batches:
        st.caption(t("batches.none"))
    for batch in batches:
        st.write(_batch_sentence(batch))
        sure = t("batches.undo_sure", people=batch.people)
        if way_back.undo_button("undo", batch.batch_id, sure=sure):
            _undo(batch)


def _batch_sentence(batch: ListedBatch) -> str:
    return t(
        f"batches.{batch.kind}",
        people=batch.people,
        when=way_back.when(batch.created_at),
        who=batch.by_name,
    )


def _undo(batch: ListedBatch) -> None:
    try:
        by = auth.writer(Permission.COLLECT)
        st.session_state[_UNDONE] = undo_batch(
            engine(), batch_id=batch.batch_id, by=by, now=clock.now(), today=clock.today()
        )
    except DomainError as refusal:
        st.error(t(refusal.key, **refusal.details))
        return
    st.rerun()
