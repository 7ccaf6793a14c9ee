"""A deck from frozen figures: the agenda first, then what is kept for questions."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from charts.theme import Translate
from meeting import asked, framing, listed, over_time, parts, place, reported, unit_slides
from meeting.agenda import CHOOSABLE
from meeting.deck import Conclusion, Deck, Frozen, Slide, SlideKind
from meeting.figures import UNITS, Figures
from meeting.places import Geometry
from meeting.setting import Draft, Setting
from stats.boundaries import view_sentence

_MAKERS: dict[SlideKind, Callable[[Setting], Draft]] = {
    SlideKind.BEFORE: listed.before,
    SlideKind.NUMBERS: place.numbers,
    SlideKind.MAP: unit_slides.map_of_units,
    SlideKind.RANKED: unit_slides.ranked,
    SlideKind.GROUPS: parts.groups,
    SlideKind.AUDIENCES: parts.audiences,
    SlideKind.CHANGE: over_time.change,
    SlideKind.TREND: over_time.trend,
    SlideKind.COVERAGE: place.coverage,
    SlideKind.CHECKED: parts.checked,
    SlideKind.TARGETS: listed.targets,
    SlideKind.REPORTED: reported.reported,
    SlideKind.CONCLUSIONS: listed.conclusions,
}


def deck(
    figures: Figures,
    *,
    title: str,
    frozen: Frozen,
    agenda: Sequence[SlideKind],
    edited: Mapping[SlideKind, str],
    before: tuple[Conclusion, ...],
    conclusions: tuple[Conclusion, ...],
    geometry: Geometry | None,
    today: date,
    t: Translate,
    language: str,
) -> Deck:
    """
    Everything a meeting shows.

    Args:
        figures: as they were frozen; `frozen` says which these are.
        agenda: the slides that are shown, in order; of `meeting.agenda.CHOOSABLE`.
        edited: what somebody made of a generated sentence; an empty text leaves it.
        before: what was decided last time; `conclusions`: what is decided now.
        geometry: where the units lie; None where that is not known of this day.
        today: the day the pace of targets is counted from.
    """
    setting = Setting(figures, t, language, today, geometry, before, conclusions)
    shown = [_slide(setting, kind, frozen, edited, backup=False) for kind in agenda]
    units = figures.tables[UNITS]
    return Deck(
        title=title,
        place=figures.place,
        period=units.notes.period,
        boundaries=view_sentence(units, t),
        language=language,
        simulated=units.notes.simulated,
        frozen=frozen,
        slides=(*shown, *_asked(setting, agenda, frozen, edited)),
        conclusions=conclusions,
    )


def _slide(
    setting: Setting,
    kind: SlideKind,
    frozen: Frozen,
    edited: Mapping[SlideKind, str],
    *,
    backup: bool,
) -> Slide:
    draft = _MAKERS[kind](setting)
    return framing.framed(setting, kind, draft, frozen, edited.get(kind, ""), backup=backup)


def _asked(
    setting: Setting, agenda: Sequence[SlideKind], frozen: Frozen, edited: Mapping[SlideKind, str]
) -> list[Slide]:
    """What is not on the agenda and can be shown, every unit as a row, the method, the hidden."""
    left = [kind for kind in CHOOSABLE if kind not in agenda and kind not in _ONLY_ON_AGENDA]
    spare = [_slide(setting, kind, frozen, edited, backup=True) for kind in left]
    more = [
        framing.framed(setting, kind, draft, frozen, "", backup=True)
        for kind, draft in asked.drafts(setting)
    ]
    return [slide for slide in spare if not slide.refused] + more


_ONLY_ON_AGENDA = (SlideKind.BEFORE, SlideKind.CONCLUSIONS)
