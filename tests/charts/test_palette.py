"""
Every palette, checked by a program: contrast, colour-blind eyes, a pale projector, grey.

Contrast is that of WCAG 2.2 (1.4.3 text, 1.4.11 graphics). Colour blindness is simulated in linear
RGB with the matrices of Machado, Oliveira & Fernandes (2009), IEEE TVCG 15(6): 1291-1298,
severity 1.0. Difference of colours is CIE76 in CIELAB (D65).
"""

from itertools import combinations, pairwise

import numpy as np
import pytest

from charts import (
    activity,
    big_strip,
    linked_bars,
    months,
    picking,
    profile,
    scales,
    theme,
    tiers,
    timeliness,
)

WHITE = "#ffffff"
TEXT, GRAPHIC = 4.5, 3.0  # least contrast
APART = 12.0  # CIE76; 2.3 is just noticeable side by side
APART_PALE = 6.0
GREY_STEP = 4.0  # L*

BLINDNESS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
         [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
         [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
         [0.004733, 0.691367, 0.303900]]
    ),
}  # fmt: skip
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750],
     [0.0193339, 0.1191920, 0.9503041]]
)  # fmt: skip

# Colours that stand beside each other and must be told apart by colour alone or by shape too.
ORDERED = {"classes": scales.COLOURS}  # light to dark
AROUND_ZERO = scales.CHANGE.colours  # less, little less, may be chance, little more, more
SEPARATE = {
    "modes": tuple(profile._COLOURS.values()),
    "modes by month": tuple(months._COLOURS.values()),
    "rate and target": (theme.SELF_COLOUR, theme.TARGET_COLOUR),
    "activity": tuple(colour for colour, _ in activity._LOOKS.values()),
    "timeliness": tuple(timeliness._COLOURS.values()),
    "standings": tuple(big_strip._COLOURS.values()),
}
MARKS = {
    "self": theme.SELF_COLOUR, "assisted": theme.ASSISTED_COLOUR, "target": theme.TARGET_COLOUR,
    "border": theme.BORDER, "edge": theme.EDGE,
    **{f"mode {mode}": colour for mode, colour in profile._COLOURS.items()},
    **{f"activity {flag}": look[0] for flag, look in activity._LOOKS.items()},
    **{f"timeliness {state}": colour for state, colour in timeliness._COLOURS.items()},
}  # fmt: skip
TEXTS = {"ink": theme.INK, "soft ink": theme.SOFT_INK, "target": theme.TARGET_COLOUR}
GROUNDS = {"white": WHITE, **{f"tier {number}": band for number, band in enumerate(tiers._BANDS)}}


def linear(colour):
    shares = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)


def luminance(colour):
    return float(linear(colour) @ TO_XYZ[1])


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def washed_out(colour):
    """The colour at half contrast, as a projector in a lit room shows it."""
    return "#" + "".join(f"{128 + int(colour[p : p + 2], 16) // 2 - 1:02x}" for p in (1, 3, 5))


def lab(colour, blindness="none"):
    seen = np.clip(BLINDNESS[blindness] @ linear(colour), 0, 1)
    share = TO_XYZ @ seen / TO_XYZ.sum(axis=1)
    root = np.where(share > 0.008856, np.cbrt(share), 7.787 * share + 16 / 116)
    x, y, z = root
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one, other, blindness="none"):
    return float(np.linalg.norm(lab(one, blindness) - lab(other, blindness)))


def test_the_measures_agree_with_known_values():
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)
    assert lab("#ff0000") == pytest.approx([53.24, 80.09, 67.20], abs=0.1)
    assert difference("#ff0000", "#00a000", "deuteranopia") < difference("#ff0000", "#00a000") / 2


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_words_are_readable_on_what_they_stand_on(text, ground):
    assert contrast(text, ground) >= TEXT


@pytest.mark.parametrize("colour", MARKS.values(), ids=MARKS)
def test_lines_and_marks_are_seen_on_white(colour):
    assert contrast(colour, WHITE) >= GRAPHIC


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("colours", [*ORDERED.values(), AROUND_ZERO], ids=[*ORDERED, "change"])
def test_neighbouring_classes_are_told_apart_by_every_eye(colours, blindness):
    steps = [difference(*pair, blindness) for pair in pairwise(colours)]
    pale = [difference(*map(washed_out, pair), blindness) for pair in pairwise(colours)]

    assert min(steps) >= APART
    assert min(pale) >= APART_PALE


@pytest.mark.parametrize("name", ORDERED)
def test_classes_get_darker_for_every_eye_in_grey_and_on_a_pale_projector(name):
    for blindness in BLINDNESS:
        for colours in (ORDERED[name], [washed_out(one) for one in ORDERED[name]]):
            steps = [lab(a, blindness)[0] - lab(b, blindness)[0] for a, b in pairwise(colours)]
            assert min(steps) >= GREY_STEP, blindness


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("name", SEPARATE)
def test_colours_that_stand_for_different_things_are_told_apart_by_every_eye(name, blindness):
    pairs = list(combinations(SEPARATE[name], 2))

    assert min(difference(*pair, blindness) for pair in pairs) >= APART
    assert min(difference(*map(washed_out, pair), blindness) for pair in pairs) >= APART_PALE


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_less_and_more_are_told_apart_by_every_eye(blindness):
    """In grey the two ends of a diverging scale are alike: the list and the table say the sign."""
    much_less, less, _, more, much_more = AROUND_ZERO

    assert difference(much_less, much_more, blindness) >= 4 * APART
    assert difference(less, more, blindness) >= 4 * APART


def test_where_grey_makes_two_colours_alike_their_shapes_differ():
    assert len(set(months._SHAPES.values())) == len(months._SHAPES)
    assert len(set(big_strip._SHAPES.values())) == len(big_strip._SHAPES)
    assert len({shape for _, shape in activity._LOOKS.values()}) == len(activity._LOOKS)


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_not_enough_data_is_striped_and_both_stripes_are_none_of_the_classes(blindness):
    light, dark = scales.MISSING_COLOURS

    assert difference(light, dark, blindness) >= APART
    for colour in scales.COLOURS:
        assert max(difference(colour, stripe, blindness) for stripe in (light, dark)) >= APART


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_a_unit_that_was_chosen_is_seen_round_the_darkest_class(blindness):
    for colour in (picking._ON_DARK, linked_bars._CHOSEN):
        assert difference(colour, scales.COLOURS[-1], blindness) >= 2 * APART
        assert contrast(colour, scales.COLOURS[-1]) >= GRAPHIC
