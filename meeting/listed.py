"""Slides that are lists: targets of documents, and what was decided."""

from datetime import date

from charts.labels import count_text
from charts.theme import Translate
from domain.pace import PaceState
from domain.targets import Confidence
from meeting.deck import Conclusion, Grid
from meeting.figures import AUDIENCES, TARGETS, Fact
from meeting.pace_words import pace_words, short
from meeting.paces import Aim, aims, documented
from meeting.quoted import day_number, numbers_in
from meeting.setting import Draft, Setting
from meeting.words import audience_rows, day

_IN_WORDS = (">=", ">")
_TARGETS = 4  # of a slide: each has three lines, and the last row is to be seen


def targets(setting: Setting) -> Draft:
    """The next targets with their documents, where the place stands, and the pace needed."""
    t, ordered = setting.t, _compared(setting)
    if not ordered:
        key = "slide.refused_targets" if not documented(setting) else "slide.refused_compared"
        return Draft(refused=t(key))
    found = ordered
    reached = sum(1 for aim in found if aim.pace.state == PaceState.REACHED)
    known = sum(1 for aim in found if aim.pace.state != PaceState.UNKNOWN)
    nearest = next((aim for aim in ordered if aim.pace.state == PaceState.WITHIN), None)
    return Draft(
        _targets_sentence(setting, nearest, reached, known, len(found)),
        setting.table(AUDIENCES),
        grid=_targets_grid(setting, _first(ordered), in_full=False),
        says=(float(reached), float(known), float(len(found)), *_named(setting, nearest)),
        notes=" ".join(filter(None, (_left_out(setting, ordered), _undocumented(setting)))),
    )


def every_target(setting: Setting) -> Draft | None:
    """All of them in the words of their documents; None where one slide holds them."""
    found = _compared(setting)
    if len(found) <= _TARGETS:
        return None
    return Draft(
        setting.t("slide.targets_all", count=len(found)),
        setting.table(AUDIENCES),
        grid=_targets_grid(setting, found, in_full=True),
        says=(float(len(found)),),
    )


def _compared(setting: Setting) -> list[Aim]:
    """The targets beside which there is a rate, in the order of their days."""
    found = [aim for aim in aims(setting) if aim.target["compared_with"]]
    return sorted(found, key=lambda aim: aim.deadline or date.max)


def _first(ordered: list[Aim]) -> list[Aim]:
    """Those that are still open, then those whose pace is known, then the others."""
    states = (PaceState.WITHIN, PaceState.REACHED, PaceState.OVERDUE)
    place = {state: number for number, state in enumerate(states)}
    return sorted(ordered, key=lambda aim: place.get(aim.pace.state, len(place)))[:_TARGETS]


def _left_out(setting: Setting, found: list[Aim]) -> str:
    left = len(found) - _TARGETS
    return setting.t("slide.targets_left", count=left) if left > 0 else ""


def _targets_sentence(
    setting: Setting, nearest: Aim | None, reached: int, known: int, every: int
) -> str:
    t = setting.t
    if nearest is not None and nearest.deadline is not None:
        who = t(f"audience.{nearest.target['compared_with']}")
        said = short(nearest.pace, nearest.deadline, t)
        return f"{who}: {said[:1].lower()}{said[1:]}."
    if known == 0:
        return t("slide.targets_unknown", count=every)
    return t("slide.targets_reached", reached=reached, known=known)


def _named(setting: Setting, aim: Aim | None) -> list[float]:
    """Numbers in the name of whom a target is for: "từ 16 tuổi"."""
    if aim is None:
        return []
    who = setting.t(f"audience.{aim.target['compared_with']}")
    return numbers_in(who, setting.language)


def _targets_grid(setting: Setting, found: list[Aim], *, in_full: bool) -> Grid:
    t, published = setting.t, setting.table(AUDIENCES)
    rates = {}
    if published is not None:
        rows = audience_rows(published, t)
        rates = dict(zip(rows["unit_code"], rows["percent_text"], strict=True))
    pace = pace_words if in_full else short
    return Grid(
        head=(
            *(t(f"targets.{name}") for name in ("value", "who", "document")),
            t("slide.counted"),
            t("targets.pace"),
        ),
        rows=tuple(
            (
                _asked(aim.target, t),
                _whom(aim.target, t, in_full=in_full),
                _document(aim.target, t),
                str(rates.get(str(aim.target["compared_with"]), t("chart.missing_inline"))),
                pace(aim.pace, aim.deadline, t),
            )
            for aim in found
        ),
    )  # fmt: skip


def _whom(target: Fact, t: Translate, *, in_full: bool) -> str:
    if in_full:
        return f"{target['audience']}: {target['indicator']}"
    return t(f"audience.{target['compared_with']}")


def _asked(target: Fact, t: Translate) -> str:
    value = amount(target["operator"], target["target_value"], target["unit_of_measure"], t)
    return f"{value} ({target['year']})" if target["year"] else value


def _document(target: Fact, t: Translate) -> str:
    named = f"{target['document']} · {target['place']}."
    if target["confidence"] == Confidence.HIGH:
        return named
    return f"{named} {t('targets.unverified', how=_confidence(target, t))}."


def _confidence(target: Fact, t: Translate) -> str:
    return t(f"confidence.{target['confidence']}")


def _undocumented(setting: Setting) -> str:
    left = len(setting.figures.facts.get(TARGETS, ())) - len(documented(setting))
    return setting.t("slide.targets_undocumented", count=left) if left else ""


def amount(prefix: object, value: object, unit: object, t: Translate) -> str:
    """A figure as its document writes it: "ít nhất 80 %"; or that it names none."""
    if value is None:
        return t("targets.no_value")
    number = _number(float(str(value)), t)
    words = t(f"operator.{prefix}") if prefix in _IN_WORDS else str(prefix or "")
    return f"{words} {number} {t(f'unit.{unit}')}".strip()


def _number(value: float, t: Translate) -> str:
    if value.is_integer():
        return count_text(int(value), t)
    whole, fraction = f"{abs(value):.2f}".split(".")
    sign = "−" if value < 0 else ""
    return f"{sign}{count_text(int(whole), t)}{t('chart.decimal_mark')}{fraction}"


def before(setting: Setting) -> Draft:
    """What was decided last time, and what became of it."""
    t, rows = setting.t, setting.before
    if not rows:
        return Draft(refused=t("slide.refused_before"))
    done = sum(1 for one in rows if one.done)
    sentence = t("slide.before", done=done, count=len(rows))
    return _decided(setting, rows, sentence, (float(done), float(len(rows))))


def conclusions(setting: Setting) -> Draft:
    """What is decided now."""
    t, rows = setting.t, setting.conclusions
    if not rows:
        return Draft(refused=t("slide.refused_conclusions"))
    return _decided(setting, rows, t("slide.conclusions", count=len(rows)), (float(len(rows)),))


def _decided(
    setting: Setting, rows: tuple[Conclusion, ...], sentence: str, says: tuple[float, ...]
) -> Draft:
    t = setting.t
    days = tuple(day_number(one.due) for one in rows if one.due)
    return Draft(
        sentence,
        grid=Grid(
            head=tuple(t(f"slide.decided_{name}") for name in ("task", "who", "due", "state")),
            rows=tuple(
                (
                    one.task,
                    one.who,
                    day(one.due, t) if one.due else t("slide.no_due"),
                    t("slide.done" if one.done else "slide.open"),
                )
                for one in rows
            ),
        ),
        says=(*says, *days),
    )
