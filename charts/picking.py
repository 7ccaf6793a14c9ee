"""What a reader points at or clicks: one selection a page reads, one that only highlights."""

from charts.scales import PERCENT, Scale
from charts.theme import EDGE, INK, PALE_EDGE, Spec, Translate

PICK = "pick"  # the selection a page reads: {"pick": [{"unit_code": "38"}]}
HOVER = "hover"  # what the pointer is over; no page reads it
PICK_BAR, HOVER_BAR = "pick_bar", "hover_bar"  # the same of the bars beside a map
UNITS = "units"  # the name of the layer a click is read from
BARS = "bars"
_ON_DARK = "#ffc233"  # ink is not seen round the darkest class


def pick_param() -> Spec:
    """A click on a unit, readable by the page as its code; one layer only can carry it."""
    select = {"type": "point", "fields": ["unit_code"]}
    return {"name": PICK, "select": select, "views": [UNITS]}


def hover_param() -> Spec:
    """The unit under the pointer."""
    select = {"type": "point", "fields": ["unit_code"], "on": "pointerover", "clear": "pointerout"}
    return {"name": HOVER, "select": select, "views": [UNITS]}


def linked_params() -> list[Spec]:
    """A map and the bars beside it in one picture: clicked and pointed at in either of them."""
    on_bars = {"views": [BARS]}
    return [
        pick_param(),
        hover_param(),
        {**pick_param(), "name": PICK_BAR, **on_bars},
        {**hover_param(), "name": HOVER_BAR, **on_bars},
    ]


def edge_colour(t: Translate, scale: Scale = PERCENT, *, linked: bool = False) -> Spec:
    """The stroke of a unit: seen on its own class and on the class beside it, in grey too."""
    labels = scale.labels(t)
    darkest = "||".join(f"datum.class === '{labels[place]}'" for place in scale.pale) or "false"
    chosen = chosen_unit(linked=linked)
    return {
        "condition": [
            {"test": {"and": [chosen, darkest]}, "value": _ON_DARK},
            {"test": chosen, "value": INK},
            {"test": darkest, "value": PALE_EDGE},
        ],
        "value": EDGE,
    }


def edge_width(chosen: float, other: float, *, linked: bool = False) -> Spec:
    """The stroke's width in pixels, for the unit that was clicked or pointed at and the rest."""
    return {"condition": {"test": chosen_unit(linked=linked), "value": chosen}, "value": other}


def chosen_unit(*, linked: bool = False) -> Spec:
    """The test for the unit that was clicked or pointed at, here or in the bars beside."""
    names = (PICK, HOVER, PICK_BAR, HOVER_BAR) if linked else (PICK, HOVER)
    return {"or": [_chosen(name) for name in names]}


def _chosen(name: str) -> Spec:
    return {"param": name, "empty": False}
