"""Where to learn on: only secure addresses with a source, the widest gap first, three at most."""

from dataclasses import replace

import pytest

from db.resources import BadResource, resources, resources_for
from domain.people import Audience

HEADER = "id,title_vi,title_en,url,language,minutes,audience,group,source,checked_on\n"


@pytest.mark.parametrize(
    "line",
    [
        "a,A,A,http://a.vn,vi,,everyone,,s,",
        "a,A,A,https://a.vn,vi,,pirates,,s,",
        "a,A,A,https://a.vn,vi,,everyone,,,",
        "a,A,A,https://a.vn,vi,,everyone,7,s,",
    ],
)
def test_a_line_that_cannot_be_shown_is_refused(tmp_path, line):
    file = tmp_path / "resources.csv"
    file.write_text(HEADER + line + "\n", encoding="utf-8")

    with pytest.raises(BadResource):
        resources(file)


def test_the_widest_gap_comes_first_and_what_teaches_no_gap_is_left_out():
    general = resources()[0]
    of = {group: replace(general, id=str(group), group=group) for group in (1, 2, 4)}
    other = replace(general, id="pupils", audience=Audience.STUDENT)

    found = resources_for(Audience.CITIZEN, [4, 2], (general, other, *of.values()))

    assert [one.id for one in found] == ["4", "2", general.id]


def test_no_address_is_called_checked_that_nobody_of_the_movement_opened():
    assert {one.checked_on for one in resources()} == {None}
