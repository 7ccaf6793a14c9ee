"""The words of each slide: what was generated beside what somebody makes of it."""

import streamlit as st

from db.commands.meetings import edit_slide
from db.meetings import EditedSlide, OpenedMeeting
from domain.access import Permission
from domain.meetings import NOTES_LETTERS, SENTENCE_LETTERS
from meeting.deck import Deck, Slide
from meeting.quoted import unfounded
from ui import auth, clock
from ui.database import engine
from ui.language import t
from ui.meeting_words import plain
from ui.save_over import save_over


def draw(meeting: OpenedMeeting, deck: Deck) -> None:
    """A line for each slide of the agenda; open, its words can be changed."""
    for number, slide in enumerate(deck.shown, start=1):
        edited = not slide.refused and slide.finding != slide.generated
        strange = _unfounded(slide, {deck.language, meeting.snapshot.language}) if edited else ()
        mark = " ⚠" if strange else ""
        with st.expander(f"{number}. {slide.subtitle}{mark}", key=f"slide-{slide.kind}"):
            if slide.refused:
                st.info(slide.refused)
            else:
                _draw_slide(meeting, slide, strange)


def _unfounded(slide: Slide, languages: set[str]) -> tuple[str, ...]:
    """Nobody knows in which language somebody wrote: the one that leaves fewest numbers open."""
    return min((unfounded(slide, one) for one in sorted(languages)), key=len)


def _draw_slide(meeting: OpenedMeeting, slide: Slide, strange: tuple[str, ...]) -> None:
    there = meeting.slide(slide.kind)
    name = f"{meeting.id}-{slide.kind}"
    if strange:
        st.warning(t("hold.unfounded", numbers=", ".join(strange)))
    opened_at: int = st.session_state.setdefault(f"revision-{name}", there.revision)
    if opened_at != there.revision:
        st.warning(_theirs(there, slide))
    with st.form(f"words-{name}", border=False):
        st.caption(t("hold.generated", sentence=plain(slide.generated)))
        sentence = st.text_area(
            t("written.sentence"),
            value=there.sentence or slide.generated,
            max_chars=SENTENCE_LETTERS,
            key=f"sentence-{name}",
        )
        notes = st.text_area(
            t("written.notes"),
            value=slide.notes,
            max_chars=NOTES_LETTERS,
            key=f"notes-{name}",
        )
        if st.form_submit_button(t("hold.save")):
            words = "" if sentence.strip() == slide.generated else sentence
            own = notes if there.notes or notes.strip() != slide.notes.strip() else ""
            _save(meeting, slide, words, own, opened_at, name)


def _theirs(there: EditedSlide, slide: Slide) -> str:
    """What somebody else wrote meanwhile; ours stays in the field until it is saved again."""
    words = there.sentence or slide.generated
    notes = plain(there.notes) or "–"
    return t("hold.theirs", name=plain(there.changed_by), sentence=plain(words), notes=notes)


def _save(
    meeting: OpenedMeeting, slide: Slide, sentence: str, notes: str, opened_at: int, name: str
) -> None:
    def edit() -> None:
        by = auth.writer(Permission.HOLD_MEETINGS)
        edit_slide(
            engine(), meeting_id=meeting.id, kind=slide.kind, sentence=sentence, notes=notes,
            revision=opened_at, by=by, now=clock.now(), today=clock.today(),
        )  # fmt: skip

    save_over(edit, key=f"revision-{name}", newest=meeting.slide(slide.kind).revision)
