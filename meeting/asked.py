"""What is kept for questions: every unit as a row, how it was counted, what is hidden and why."""

from collections.abc import Iterator

from meeting import listed, reported
from meeting.deck import Grid, SlideKind
from meeting.setting import Draft, Setting
from meeting.words import labelled, main_rows, names_of, parts_of, rate_grid, units
from stats.disclosure import Status

_ROWS = 12  # of a table on one slide
METHOD = ("measure", "who", "interval", "decimals", "minimum", "compared", "frozen")
_WITHOUT_RATE = (Status.SHIELDED, Status.WITHHELD, Status.NO_DATA)


def drafts(setting: Setting) -> Iterator[tuple[SlideKind, Draft]]:
    """The slides for questions, in the order they stand."""
    targets = listed.every_target(setting)
    if targets is not None:
        yield SlideKind.TARGETS, targets
    yield from ((SlideKind.REPORTED, draft) for draft in reported.every_reported(setting))
    yield from ((SlideKind.UNITS, draft) for draft in _every_unit(setting))
    yield SlideKind.METHOD, _method(setting)
    yield SlideKind.HIDDEN, _hidden(setting)


def _every_unit(setting: Setting) -> Iterator[Draft]:
    """The units in the order of the table, a dozen to a slide."""
    published = parts_of(setting)
    rows = labelled(main_rows(published), setting.t) if len(published.table) else None
    if rows is None:
        return
    for first in range(0, len(rows), _ROWS):
        some = rows.iloc[first : first + _ROWS]
        last = first + len(some)
        yield Draft(
            setting.t("slide.units", first=first + 1, last=last, all=len(rows),
                      units=units(setting)),
            published.only(list(some["unit_code"])),
            grid=rate_grid(some, setting.t("show.unit"), setting.t),
            says=(float(first + 1), float(last), float(len(rows))),
        )  # fmt: skip


def _method(setting: Setting) -> Draft:
    t, notes = setting.t, parts_of(setting).notes
    minimum = notes.minimum
    rows = [
        (t(f"slide.method_{name}"), t(f"slide.method_{name}_is", minimum=minimum))
        for name in METHOD
    ]
    return Draft(
        t("slide.method", minimum=minimum), grid=Grid(rows=tuple(rows)), says=(float(minimum),)
    )


def _hidden(setting: Setting) -> Draft:
    """How many units have no rate, by the reason, and their names."""
    t = setting.t
    published = parts_of(setting)
    rows = main_rows(published)
    found = [
        (status, list(rows.loc[rows["status"] == status.value, "unit_name"]))
        for status in _WITHOUT_RATE
    ]
    count = sum(len(names) for _, names in found)
    grid = Grid(
        head=(t("show.state"), t("slide.how_many"), t("show.unit")),
        rows=tuple(
            (t(f"status.{status}"), str(len(names)), names_of(names, t) or "–")
            for status, names in found
        ),
    )
    key = "slide.hidden" if count else "slide.hidden_none"
    return Draft(
        t(key, count=count, all=len(rows), minimum=published.notes.minimum),
        published,
        grid=grid,
        says=(float(count), float(len(rows)), float(published.notes.minimum)),
    )
