"""A chart PowerPoint draws itself and lets edit: what is missing is a gap, never a zero."""

from typing import TYPE_CHECKING, cast

from pptx.chart.data import ChartData
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_TICK_LABEL_POSITION,
)
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from charts.theme import ASSISTED_COLOUR, GRID, INK, SELF_COLOUR, SOFT_INK, TARGET_COLOUR
from exports.deck_parts import Translate, decimals
from exports.slide_shapes import FONT, Box, describe, rgb
from meeting.deck import Native, Slide

if TYPE_CHECKING:
    from pptx.chart.chart import Chart
    from pptx.chart.series import BarSeries, LineSeries
    from pptx.shapes.graphfrm import GraphicFrame
    from pptx.slide import Slide as Page

MOST_CATEGORIES = 40  # bars whose names can still be read; more are a picture
_KINDS = {
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
    "line": XL_CHART_TYPE.LINE_MARKERS,
}
_COLOURS = (SELF_COLOUR, ASSISTED_COLOUR, TARGET_COLOUR, SOFT_INK, INK, "#41adbf")
_FORMATS = ("#,##0", "#,##0.0")
# Vietnamese marks where the program heeds it; others write the marks of their own language.
_COMMA = "[$-42A]"
_SIZES = ((12, 14), (20, 12), (30, 10), (10_000, 8))  # categories up to → points
_LABELLED = 40  # values; more numbers than that hide each other


def native_chart(page: "Page", box: Box, slide: Slide, *, t: Translate) -> None:
    """The chart of a slide with its own workbook, where hidden figures are empty cells."""
    native = slide.native
    if native is None:
        raise ValueError("a slide without figures to draw")
    figures = ChartData(number_format=_FORMATS[_places(native)])
    figures.categories = _names(native, slide, t)
    for series in native.series:
        figures.add_series(series.name, series.values)
    left, top, width, height = (Inches(number) for number in box)
    shape = cast(
        "GraphicFrame",
        page.shapes.add_chart(_KINDS[native.kind], left, top, width, height, figures),
    )
    describe(shape, slide.alternative)
    chart = shape.chart
    _finish(chart, native)
    for series, colour in zip(chart.plots[0].series, _colours(native) * 3, strict=False):
        paint = _colour_line if native.kind == "line" else _colour_bars
        paint(series, colour)
        _label(series, slide, t)


def _names(native: Native, slide: Slide, t: Translate) -> list[str]:
    """
    The names on the axis; one without figures says so, so that its absence is seen.

    A name that says more than the table's, a bound for example, is left as it is.
    """
    plain = {row[0] for row in slide.grid.rows} or set(native.categories)
    missing = t("chart.missing_inline")
    rows = zip(*(series.values for series in native.series), strict=True)
    return [
        f"{name} ({missing})" if name in plain and all(value is None for value in values) else name
        for name, values in zip(native.categories, rows, strict=True)
    ]


def _colours(native: Native) -> tuple[str, ...]:
    """Of two bars the second is what counts now, in the main colour, as on the screen."""
    two_bars = len(native.series) == 2 and native.kind != "line"
    return (ASSISTED_COLOUR, SELF_COLOUR) if two_bars else _COLOURS


def _places(native: Native) -> int:
    values = [value for series in native.series for value in series.values if value is not None]
    return 0 if all(float(value).is_integer() for value in values) else 1


def _finish(chart: "Chart", native: Native) -> None:
    size = next(points for most, points in _SIZES if len(native.categories) <= most)
    chart.has_title = False
    chart.font.name, chart.font.size, chart.font.color.rgb = FONT, Pt(size), rgb(INK)
    chart.has_legend = len(native.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    space = chart._chartSpace.chart
    for old in space.xpath("c:dispBlanksAs"):
        old.set("val", "gap")
    if native.kind != "line":
        chart.plots[0].gap_width = 45
    _axes(chart, native)


def _axes(chart: "Chart", native: Native) -> None:
    across, along = chart.value_axis, chart.category_axis
    across.has_title = True
    across.axis_title.text_frame.text = native.axis
    font = across.axis_title.text_frame.paragraphs[0].font
    font.size, font.bold, font.name = Pt(12), False, FONT
    across.major_gridlines.format.line.color.rgb = rgb(GRID)
    across.format.line.fill.background()
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = "#,##0", False
    if "%" in native.axis:  # a share is drawn on the whole, as everywhere
        across.minimum_scale, across.maximum_scale, across.major_unit = 0, 100, 20
    along.format.line.color.rgb = rgb(GRID)
    along.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if native.kind == "bar":  # the first name above, the scale below
        along.reverse_order = True
        [crossing] = across._element.xpath("c:crosses")
        crossing.set("val", "max")


def _colour_line(series: "LineSeries", colour: str) -> None:
    series.smooth = False
    series.format.line.color.rgb, series.format.line.width = rgb(colour), Pt(2.5)
    series.marker.format.fill.solid()
    series.marker.format.fill.fore_color.rgb = rgb(colour)
    series.marker.format.line.color.rgb = rgb(colour)


def _colour_bars(series: "BarSeries", colour: str) -> None:
    series.format.fill.solid()
    series.format.fill.fore_color.rgb = rgb(colour)
    series.invert_if_negative = False


def _label(series: "BarSeries | LineSeries", slide: Slide, t: Translate) -> None:
    """The value beside each mark; a rate over few people without decimals."""
    native = slide.native
    if native is None or len(native.categories) * len(native.series) > _LABELLED:
        return
    language = _COMMA if t("chart.decimal_mark") == "," else ""
    labels = series.data_labels
    labels.show_value = True
    labels.number_format = language + _FORMATS[_places(native)]
    labels.number_format_is_linked = False
    line = native.kind == "line"
    labels.position = XL_LABEL_POSITION.ABOVE if line else XL_LABEL_POSITION.OUTSIDE_END
    known = decimals(slide) if _places(native) else {}
    whole = [place for place, name in enumerate(native.categories) if known.get(name) == 0]
    for place in reversed(whole):
        labels._element.insert(0, _whole_label(place, language, "t" if line else "outEnd"))


def _whole_label(place: int, language: str, position: str) -> object:
    return parse_xml(
        f'<c:dLbl {nsdecls("c")}><c:idx val="{place}"/>'
        f'<c:numFmt formatCode="{language}{_FORMATS[0]}" sourceLinked="0"/>'
        f'<c:dLblPos val="{position}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
        '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbl>'
    )
