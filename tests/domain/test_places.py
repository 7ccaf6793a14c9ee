"""Names are found without accents and sorted as a Vietnamese dictionary sorts them."""

import unicodedata

import pytest

from domain.places import search_key, sort_key


@pytest.mark.parametrize(
    "typed",
    [
        "Triệu Sơn",
        "trieu son",
        "TRIỆU  SƠN",
        "Trieu-Son",
        unicodedata.normalize("NFD", "Triệu Sơn"),
    ],
)
def test_every_spelling_of_a_name_has_one_search_key(typed):
    assert search_key(typed) == "trieu son"


def test_d_with_a_stroke_is_found_by_a_plain_d():
    assert search_key("Đắk Lắk") == "dak lak"


def test_letters_sort_before_tones_and_numbers_by_value():
    in_order = ["An", "Ăn", "Ân", "Da", "Dá", "Đà", "Phường 2", "Phường 10", "Xã An"]

    assert sorted(reversed(in_order), key=sort_key) == in_order
