"""What a reader of the map chooses, kept in the URL as codes."""

from domain.people import Audience, Mode
from domain.targets import EVERYONE
from stats.checked import GROUPS
from stats.measures import Measure
from ui import filters, geometry, reported_measures
from ui.drawings import CIRCLES, OUTLINES, SQUARES
from ui.language import t
from ui.map_levels import Step
from ui.measures import Choice

MEASURE, DETAIL, AUDIENCE, MODE, KIND = "do", "chi-tiet", "nhom", "cach", "ve"


def choice() -> Choice:
    """The measure, and of whom."""
    known = [m for m in Measure if m is not Measure.REPORTED or reported_measures.indicators()]
    names = {measure.value: t(f"measure.{measure}") for measure in known}
    measure = Measure(filters.choose(t("map.measure"), MEASURE, names))
    audiences = {code: t(f"audience.{code}") for code in (EVERYONE, *Audience)}
    return Choice(
        measure=measure,
        detail=_detail(measure),
        audience=filters.choose(t("map.audience"), AUDIENCE, audiences),
        mode=Mode(
            filters.choose(t("map.mode"), MODE, {one.value: t(f"mode_name.{one}") for one in Mode})
        ),
    )


def _detail(measure: Measure) -> str:
    """The group a distance is of, or the indicator that was reported; nothing for the rest."""
    if measure is Measure.GAP:
        groups = {group: t(f"group.{group}") for group in GROUPS}
        return filters.choose(t("checked.group"), DETAIL, groups)
    if measure is Measure.REPORTED:
        known = reported_measures.indicators().values()
        names = {one.code: f"{one.name} ({one.period})" for one in known}
        return filters.choose(t("map.indicator"), DETAIL, names)
    return ""


def kind(path: tuple[Step, ...]) -> str:
    """How the map is drawn: outlines where there are any, squares, or circles of a province."""
    kinds = [SQUARES, CIRCLES] if len(path) == 1 else [SQUARES]
    if not path or geometry.has_communes(path[0].code):
        kinds = [OUTLINES, *kinds]
    names = {one: t(f"map_kind.{one}") for one in kinds}
    return filters.choose(t("area.map_kind"), KIND, names)
