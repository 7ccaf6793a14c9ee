"""Slides of the place as a whole: its three numbers, and who was not reached."""

import pandas as pd

from charts.big_numbers import big_numbers
from charts.labels import count_text
from meeting import pace_words
from meeting.deck import Grid
from meeting.figures import AUDIENCES
from meeting.paces import Aim, leading, people_of
from meeting.quoted import day_number
from meeting.setting import Draft, Setting
from meeting.words import (
    everyone,
    main_rows,
    names_marked,
    names_of,
    parts_of,
    subject,
    units,
    whole_beside_units,
    whole_of,
    whole_row,
)
from stats.disclosure import Status

_HIDDEN = (Status.WITHHELD, Status.NO_DATA)
_SEEN = [status.value for status in Status if status not in _HIDDEN]


def numbers(setting: Setting) -> Draft:
    """People who reached the level, who are still missing, and the pace that is needed."""
    t, row = setting.t, whole_row(setting)
    if row is None or row["status"] in _HIDDEN or row["status"] == Status.SHIELDED:
        return Draft(refused=t("slide.refused_place", place=setting.figures.place))
    figures = whole_of(setting)
    if row["status"] != Status.SHOWN:
        sentence = t("slide.numbers_bound", percent=row["percent_text"], n=row["n_text"])
        grid = Grid(rows=((t("show.percent"), row["percent_text"]), (t("show.n"), row["n_text"])))
        return Draft(sentence, figures, grid=grid)
    reached = count_text(people_of(row), t)
    aim = _aim_beside(setting, row)
    facts = {"reached": reached, "percent": row["percent_text"], "n": row["n_text"]}
    shown = _three(setting, facts, aim)
    grid = Grid(
        rows=(
            *((words, number) for number, words in shown),
            (t("chart.tooltip.interval"), row["interval_text"]),
            (t("show.n"), row["n_text"]),
        )
    )
    return Draft(
        _numbers_sentence(setting, facts, aim),
        figures,
        big_numbers(shown, subject=subject(setting, "numbers"), t=t),
        grid=grid,
        says=(day_number(aim.deadline),) if aim and aim.deadline else (),
        notes="" if aim is None else t("slide.aim", **_named(aim)),
    )


def _aim_beside(setting: Setting, row: pd.Series) -> Aim | None:
    """The next target; by other boundaries only where they hold the people it is counted from."""
    audiences = setting.table(AUDIENCES)
    if audiences is None:
        return None
    counted = everyone(main_rows(audiences))
    same_view = audiences.notes.boundary_view == whole_of(setting).notes.boundary_view
    same_people = counted is not None and counted["n"] == row["n"]
    return leading(setting) if same_view or same_people else None


def _three(setting: Setting, facts: dict[str, str], aim: Aim | None) -> list[tuple[str, str]]:
    """Each number as it is written, and what it counts."""
    t = setting.t
    first = (facts["percent"], t("slide.number_reached", **facts))
    if aim is None or aim.deadline is None:
        return [first, ("–", t("slide.number_no_target")), ("–", t("slide.number_no_pace"))]
    said = pace_words.facts(aim.pace, aim.deadline, t)
    if aim.pace.points is None:
        return [
            first,
            (said["remaining"], t("slide.number_missing")),
            (said["per_week"], t("slide.number_pace", **said)),
        ]
    people = pace_words.people_words(aim.pace, t)
    missing = " ".join(filter(None, (t("slide.number_points"), people)))
    key = f"slide.number_{pace_words.key_of(aim.pace)}"
    return [first, (said["points"], missing), (said["per_month"], t(key, **said))]


def _numbers_sentence(setting: Setting, facts: dict[str, str], aim: Aim | None) -> str:
    t = setting.t
    if aim is None or aim.deadline is None:
        return t("slide.numbers_no_target", **facts)
    said = {**facts, **pace_words.facts(aim.pace, aim.deadline, t)}
    key = pace_words.key_of(aim.pace)
    return t(f"slide.numbers_{key}", **said)


def _named(aim: Aim) -> dict[str, object]:
    return {"document": aim.target["document"], "place": aim.target["place"]}


def coverage(setting: Setting) -> Draft:
    """How many answered, of how many who live there, and which units have no figures yet."""
    t, published = setting.t, parts_of(setting)
    rows, whole = main_rows(published), whole_row(setting)
    if len(rows):  # people of today's area do not stand beside units of another day
        whole = whole_beside_units(setting)
    if rows.empty and (whole is None or whole["status"] in _HIDDEN):
        return Draft(refused=t("slide.refused_place", place=setting.figures.place))
    counted = _counted(setting, whole)
    states = _states(setting, rows)
    shown = [*counted[:1], *((count_text(len(found), t), words) for words, found in states)]
    grid = Grid(
        rows=(
            *((words, number) for number, words in counted),
            *((words, count_text(len(found), t), names_of(found, t)) for words, found in states),
        )
    )
    return Draft(
        " ".join(_coverage_sentences(setting, whole, rows)),
        published if whole is None else whole_of(setting),
        big_numbers(shown, subject=subject(setting, "coverage"), t=t),
        grid=Grid(rows=tuple(_filled(row, 3 if states else 2) for row in grid.rows)),
        says=_said(rows),
    )


def _filled(row: tuple[str, ...], cells: int) -> tuple[str, ...]:
    return (*row, *("" for _ in range(cells - len(row))))


def _counted(setting: Setting, whole: pd.Series | None) -> list[tuple[str, str]]:
    """Who answered, and what share of the people that is, where these may be said."""
    t = setting.t
    if whole is None or whole["status"] in _HIDDEN:
        return []
    found = [(str(whole["n_text"]), t("slide.covered_people"))]
    share = str(whole.get("coverage_text", "–"))
    if share != "–" and pd.notna(whole["population"]):
        people = count_text(int(whole["population"]), t)
        year = int(whole["population_year"])
        found.insert(0, (share, t("slide.covered_share", people=people, year=year)))
    return found


def _states(setting: Setting, rows: pd.DataFrame) -> list[tuple[str, list[str]]]:
    """The units with figures, with too few people, and with nobody: words and names."""
    t, names = setting.t, pd.Series(names_marked(rows, setting.t), dtype=object)
    states = rows["status"]
    found = [
        ("seen", states.isin(_SEEN)),
        ("withheld", states == Status.WITHHELD),
        ("no_data", states == Status.NO_DATA),
    ]
    if rows.empty:
        return []
    return [
        (t(f"slide.state_{key}", units=units(setting)), names[chosen.to_numpy()].tolist())
        for key, chosen in found
    ]


def _coverage_sentences(setting: Setting, whole: pd.Series | None, rows: pd.DataFrame) -> list[str]:
    t, said = setting.t, []
    counted = _counted(setting, whole)
    if len(counted) == 2 and whole is not None:
        said.append(t("slide.coverage_share", n=whole["n_text"], share=whole["coverage_text"]))
    elif counted and whole is not None:
        said.append(t("slide.coverage_people", n=whole["n_text"]))
    if len(rows):
        missing = int((~rows["status"].isin(_SEEN)).sum())
        key = "slide.coverage_missing" if missing else "slide.coverage_all"
        said.append(t(key, missing=missing, all=len(rows), units=units(setting)))
    return said


def _said(rows: pd.DataFrame) -> tuple[float, ...]:
    missing = int((~rows["status"].isin(_SEEN)).sum()) if len(rows) else 0
    return (float(missing), float(len(rows)))
