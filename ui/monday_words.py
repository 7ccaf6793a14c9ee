"""A week in words: the sentences of a report and its counts, people and visits apart."""

from collections.abc import Callable, Mapping

from db.settings import settings
from db.weekly_reports import Report
from domain.weeks import COUNTED, FEW, Figure, Said, Week
from exports.weekly import Comparison
from meeting.quoted import day_number, numbers_in, strange_numbers
from stats.monday import moved
from text import formats, translator
from ui import monday_rate

ABSENT = "–"

Translate = Callable[..., str]


def generated(report: Report, before: Report | None) -> dict[Said, str]:
    """What the counts of a report say, sentence by sentence, in its language."""
    t = translator(report.language)
    said = {name: figure(value, report.language) for name, value in report.figures.items()}
    return {
        Said.RATE: _rate(report, before, t),
        Said.POINTS: _or_none("points", ("point_people", "passes"), report, said, t),
        Said.TEAMS: _or_none("teams", ("teams",), report, said, t),
        Said.CLASSES: _or_none("classes", ("classes_planned",), report, said, t),
        Said.LEDGER: _or_none("ledger", _OF_LEDGER, report, said, t),
        Said.HAMLETS: _or_none("hamlets", ("hamlets",), report, said, t),
    }


_OF_LEDGER = ("ambassadors", "learning", "can_do", "waiting", "closed_circles")


def whole(report: Report, before: Report | None) -> dict[Said, str]:
    """Every sentence as it stands: as signed, or as somebody rewrote it, or as generated."""
    if report.is_locked:
        return dict(report.said)
    rewritten = {said: edit.text for said, edit in report.edits.items() if edit.text}
    return {**generated(report, before), **rewritten}


def unfounded(report: Report, before: Report | None) -> dict[Said, tuple[str, ...]]:
    """The numbers of rewritten sentences that the records do not say; the note is free."""
    known = generated(report, before)
    texts = whole(report, before)
    found = {
        said: strange_numbers(texts[said], _known(known[said], report), report.language)
        for said in known
    }
    return {said: numbers for said, numbers in found.items() if numbers}


def figure(value: Figure, language: str) -> str:
    """A count, or "dưới 10"."""
    t = translator(language)
    if value == FEW:
        return t("monday.under", minimum=settings().minimum_group)
    return formats.count(int(value), language)


def comparisons(
    now: Mapping[str, Figure], before: Mapping[str, Figure] | None, language: str
) -> list[Comparison]:
    """Every count of two weeks side by side, in the words of a language."""
    t = translator(language)
    return [
        Comparison(
            t(f"monday_count.{name}"),
            _or_absent((before or {}).get(name), language),
            _or_absent(now.get(name), language),
        )
        for name in COUNTED
    ]


def _or_absent(value: Figure | None, language: str) -> str:
    """What an older report did not count yet is absent, not zero."""
    return ABSENT if value is None else figure(value, language)


def span(week: Week, language: str) -> str:
    """The days of a week in a language."""
    return f"{formats.day(week.first, language)} – {formats.day(week.last, language)}"


def _known(sentence: str, report: Report) -> list[float]:
    days = [day_number(report.week.first), day_number(report.week.last)]
    return [*numbers_in(sentence, report.language), *days]


def _or_none(
    kind: str, decisive: tuple[str, ...], report: Report, said: Mapping[str, str], t: Translate
) -> str:
    """The sentence of a kind of work, or that there was none."""
    if not any(report.figures[name] for name in decisive):
        return t(f"weekly_none.{kind}")
    return t(f"weekly_said.{kind}", **said)


def _rate(report: Report, before: Report | None, t: Translate) -> str:
    now = monday_rate.stored(report)
    if now is None:
        return t("weekly_none.rate")
    sentence = t("weekly_said.rate", **monday_rate.words(now, report.language))
    return f"{sentence} {t(f'monday_moved.{moved(monday_rate.stored(before), now)}')}"
