"""A person is compared with themselves only, and only where both times are known."""

from domain.change import Change, changes, risen
from domain.scoring import GroupLevel, Score, Thresholds, score

RULES = Thresholds("test", alone=2, with_help=1, basic_needs=1, firm_needs=2)


def reached(*pairs) -> Score:
    return score(dict(enumerate(pairs)), RULES)


def test_a_group_unknown_at_one_time_says_nothing():
    before = reached((9, 9), (0, 0), (2, 0), (2, 2), (1, 1), (2, 2))
    now = reached((2, 2), (9, 9), (2, 2), (1, 0), (1, 1), (2, 2))

    found = changes(before, now)

    assert found == (
        Change(2, GroupLevel.BASIC, GroupLevel.FIRM),
        Change(3, GroupLevel.FIRM, GroupLevel.WITH_HELP),
    )
    assert risen(found) == 1
