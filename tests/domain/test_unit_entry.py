"""What somebody may enter about a change of units."""

import pytest

from domain.errors import BadChange, BadShares
from domain.unit_entry import as_unit_code, as_unit_name, check_shares


@pytest.mark.parametrize("shares", [(0.5, 0.4), (0.6, 0.6), (1.0, 0.0), (-0.5, 1.5), ()])
def test_shares_that_are_not_parts_of_one_are_refused(shares: tuple[float, ...]):
    with pytest.raises(BadShares):
        check_shares(shares)


def test_names_keep_apostrophes_and_marks_and_lose_markup():
    assert as_unit_name("  Ea  H'Leo <b>") == "Ea H'Leo b"
    with pytest.raises(BadChange):
        as_unit_name("[]()")


@pytest.mark.parametrize("code", ["", "123", "1234a", "123456"])
def test_a_code_has_five_digits(code: str):
    with pytest.raises(BadChange):
        as_unit_code(code)
