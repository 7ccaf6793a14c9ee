"""A code can be said aloud, is forgiven its spelling, and never guessed at."""

import pytest

from domain.errors import UnknownResumeCode
from domain.resume_code import ALPHABET, LENGTH, new_code, normalise


def test_a_code_has_no_character_that_sounds_or_looks_like_another():
    assert not set("01OI") & set(ALPHABET)
    assert len(set(ALPHABET)) == 32


@pytest.mark.parametrize("typed", ["", "H7K2P", "H7K2PQQ", "H7K2P0", "h7k2po", "H7K2P?", "ĐĐĐĐĐĐ"])
def test_what_can_not_be_a_code_is_refused(typed):
    with pytest.raises(UnknownResumeCode):
        normalise(typed)


@pytest.mark.parametrize("typed", ["H7K2PQ", "h7k2pq", " H7K 2PQ ", "h7k-2pq"])
def test_spaces_dashes_and_small_letters_are_forgiven(typed):
    assert normalise(typed) == "H7K2PQ"


def test_new_codes_are_valid_and_differ():
    codes = {new_code() for _ in range(1000)}

    assert len(codes) == 1000
    assert all(len(code) == LENGTH and normalise(code) == code for code in codes)
