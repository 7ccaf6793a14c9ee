"""What stands round every slide: its heading, its sentence, the spine, the picture in words."""

from charts.labels import count_text
from domain.calendar_day import VIETNAM
from meeting.deck import Frozen, Grid, Slide, SlideKind
from meeting.figures import UNITS
from meeting.quoted import numbers_in, numbers_of_grid
from meeting.setting import Draft, Setting
from meeting.words import day, main_rows
from stats.boundaries import TODAY, view_sentence, view_words
from stats.disclosure import Status
from stats.published import Published

_ROWS = 12  # of a grid that are read out in the alternative
_WITHOUT_RATE = (Status.SHIELDED, Status.WITHHELD, Status.NO_DATA)


def framed(
    setting: Setting,
    kind: SlideKind,
    draft: Draft,
    frozen: Frozen,
    edited: str,
    *,
    backup: bool,
) -> Slide:
    """
    The slide of a draft.

    What was written by hand is not shown where nothing can be shown: no figure stands behind it.
    """
    t = setting.t
    generated = draft.refused or draft.sentence
    own = "" if draft.refused else edited.strip()
    heading = draft.heading or t(f"slide.heading_{kind}")
    return Slide(
        kind=kind,
        heading=heading,
        finding=own or generated,
        generated=generated,
        spine=(*_own_words(own, generated, setting), *spine(draft.figures, setting, frozen)),
        figures=draft.figures,
        picture=draft.picture,
        native=draft.native,
        grid=draft.grid,
        alternative="" if draft.refused else _in_words(generated, draft.grid, setting),
        notes=" ".join(part for part in (t(f"slide.notes_{kind}"), draft.notes) if part),
        backup=backup,
        refused=draft.refused,
        quotable=_quotable(draft, heading, setting),
        boundaries=_read_by(kind, draft.figures, setting),
    )


def _own_words(own: str, generated: str, setting: Setting) -> tuple[str, ...]:
    """For readers of another language: that a sentence was written by hand and not translated."""
    is_strange = own not in ("", generated) and setting.language != setting.figures.language
    return (setting.t("slide.own_words"),) if is_strange else ()


def _read_by(kind: SlideKind, published: Published | None, setting: Setting) -> str:
    """
    By which boundaries a slide is read, in a deck that is read by those of another day.

    What is known by today's boundaries only stands beside what was read by the others, so each
    says which they are; what others reported is of the units they named.
    """
    if setting.figures.tables[UNITS].notes.boundary_view == TODAY:
        return ""
    if kind is SlideKind.REPORTED:
        return setting.t("slide.by_report")
    return "" if published is None else view_words(published.notes.boundary_view, setting.t)


def spine(published: Published | None, setting: Setting, frozen: Frozen) -> tuple[str, ...]:
    """n, who, period, boundaries, source, minimum, what is hidden, and which frozen figures."""
    t, notes = setting.t, setting.figures.tables[UNITS].notes
    said = [t("chart.simulated")] if notes.simulated else []
    if published is not None:
        said += _figures_said(published, setting)
    return (*said, frozen_words(frozen, setting))


def frozen_words(frozen: Frozen, setting: Setting) -> str:
    """Which frozen figures these are, as people say it to each other."""
    at = frozen.taken_at.astimezone(VIETNAM)
    return setting.t(
        "slide.spine_frozen",
        number=frozen.number,
        at=f"{at:%H:%M}",
        day=day(at.date(), setting.t),
        code=frozen.code,
    )


def _figures_said(published: Published, setting: Setting) -> list[str]:
    t, notes = setting.t, published.notes
    people = published.n_total
    rows = main_rows(published)
    hidden = int(rows["status"].isin([status.value for status in _WITHOUT_RATE]).sum())
    said = [
        t("show.under_minimum") if people is None else t("chart.n", n=count_text(people, t)),
        t(f"chart.who.{notes.modes[0].value}"),
        notes.period,
        view_sentence(published, t),
        t("slide.spine_source", source=notes.source),
        t("slide.spine_minimum", minimum=notes.minimum),
    ]
    return [*said, t("slide.spine_hidden", count=hidden)] if hidden else said


def _in_words(sentence: str, grid: Grid, setting: Setting) -> str:
    """The sentence, then the first rows: name, and what is known of it."""
    rows = [f"{row[0]}: {row[1]}" for row in grid.rows[:_ROWS] if len(row) > 1]
    more = len(grid.rows) - _ROWS
    if more > 0:
        rows.append(setting.t("slide.rows_more", count=more))
    return f"{sentence} {'; '.join(rows)}.".strip() if rows else sentence


def _quotable(draft: Draft, heading: str, setting: Setting) -> tuple[float, ...]:
    """What the sentence of this slide may say: the cells, what was counted of them, the names."""
    notes = setting.figures.tables[UNITS].notes
    words = " ".join((setting.figures.place, heading, notes.period))
    known = {
        *numbers_of_grid(draft.grid, setting.language),
        *draft.says,
        *numbers_in(words, setting.language),
        *numbers_in(words, setting.figures.language),
    }
    return tuple(sorted(known))
