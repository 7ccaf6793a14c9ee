import unicodedata

import pytest

from domain import password
from domain.errors import InvalidUsername, WeakPassword
from domain.username import as_username


def test_nine_characters_are_too_few_and_ten_are_enough():
    with pytest.raises(WeakPassword):
        password.check_new("123456789", "lan")

    password.check_new("1234567890", "lan")


def test_the_limit_above_is_72_bytes_not_72_letters():
    password.check_new("ệ" * 24, "lan")

    with pytest.raises(WeakPassword):
        password.check_new("ệ" * 25, "lan")


def test_the_name_itself_is_refused_whatever_its_case():
    with pytest.raises(WeakPassword):
        password.check_new("NguyenThiLan", "nguyenthilan")


def test_a_zero_byte_is_refused():
    with pytest.raises(WeakPassword):
        password.check_new("matkhau\0daidu", "lan")


def test_both_ways_a_keyboard_sends_vietnamese_letters_are_one_password():
    composed = unicodedata.normalize("NFC", "Mật khẩu việt")
    decomposed = unicodedata.normalize("NFD", "Mật khẩu việt")

    assert composed != decomposed
    assert password.normalise(composed) == password.normalise(f" {decomposed} ")


def test_a_one_time_password_is_allowed_and_never_the_same():
    made = {password.one_time() for _ in range(50)}

    assert len(made) == 50
    for each in made:
        password.check_new(each, "quan-tri")


@pytest.mark.parametrize("typed", ["", "ab", "lan anh", "lan@xã", "-lan", "a" * 41, "lan\n1"])
def test_a_name_that_cannot_be_typed_on_every_keyboard_is_refused(typed):
    with pytest.raises(InvalidUsername):
        as_username(typed)


def test_a_name_is_stored_in_small_letters_without_spaces_around():
    assert as_username("  Doan.TrieuSon ") == "doan.trieuson"
