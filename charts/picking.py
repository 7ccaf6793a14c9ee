"""What a reader points at or clicks: one selection a page reads, one that only highlights."""

from charts.scales import class_labels
from charts.theme import EDGE, INK, PALE_EDGE, Spec, Translate

PICK = "pick"  # the selection a page reads: {"pick": [{"unit_code": "38"}]}
HOVER = "hover"  # what the pointer is over; no page reads it
UNITS = "units"  # the name of the layer a click is read from
_ON_DARK = "#ffc233"  # ink is not seen round the darkest class


def pick_param() -> Spec:
    """A click on a unit, readable by the page as its code; one layer only can carry it."""
    select = {"type": "point", "fields": ["unit_code"]}
    return {"name": PICK, "select": select, "views": [UNITS]}


def hover_param() -> Spec:
    """The unit under the pointer."""
    select = {"type": "point", "fields": ["unit_code"], "on": "pointerover", "clear": "pointerout"}
    return {"name": HOVER, "select": select, "views": [UNITS]}


def edge_colour(t: Translate) -> Spec:
    """The stroke of a unit: seen on its own class and on the class beside it, in grey too."""
    darkest = f"datum.class === '{class_labels(t)[-2]}'"
    chosen = {"or": [_chosen(PICK), _chosen(HOVER)]}
    return {
        "condition": [
            {"test": {"and": [chosen, darkest]}, "value": _ON_DARK},
            {"test": chosen, "value": INK},
            {"test": darkest, "value": PALE_EDGE},
        ],
        "value": EDGE,
    }


def edge_width(chosen: float, other: float) -> Spec:
    """The stroke's width in pixels, for the unit that was clicked or pointed at and the rest."""
    return {
        "condition": {"test": {"or": [_chosen(PICK), _chosen(HOVER)]}, "value": chosen},
        "value": other,
    }


def _chosen(name: str) -> Spec:
    return {"param": name, "empty": False}
