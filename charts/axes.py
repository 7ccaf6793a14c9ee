"""The axes charts share: a rate from 0 to 100, and places given in pixels."""

from charts.theme import Spec, Translate


def percent_axis(t: Translate) -> Spec:
    """The horizontal axis of every rate: 0 to 100, always."""
    return {
        "type": "quantitative",
        "scale": {"domain": [0, 100], "nice": False},
        "axis": {
            "orient": "top",
            "title": t("chart.axis.percent"),
            "titleAnchor": "start",
            "values": [0, 20, 40, 60, 80, 100],
            "labelFlush": True,
            "grid": True,
            "domain": False,
            "ticks": False,
        },
    }


def upright_percent_axis(t: Translate) -> Spec:
    """The vertical axis of a rate, where time runs across; with its field."""
    return {
        "field": "percent",
        "type": "quantitative",
        "scale": {"domain": [0, 100], "nice": False},
        "axis": {"title": t("chart.axis.percent"), "values": [0, 20, 40, 60, 80, 100]},
    }


def pixel_axis(field: str, height: int) -> Spec:
    """A vertical position given in pixels from the top."""
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [0, height], "reverse": True, "nice": False, "zero": False},
        "axis": None,
    }
