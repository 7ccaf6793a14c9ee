"""Frozen figures come back exactly as they were, or not at all."""

import json

import pandas as pd
import pytest

from domain.errors import SnapshotDamaged
from domain.meetings import fingerprint
from meeting.figures import UNITS, Figures, freeze, thaw
from stats.frozen import as_record, from_record
from tests import decks


def again(content: dict[str, object]) -> Figures:
    """What somebody who also makes a new mark would get."""
    forged = json.dumps(content).encode()
    return thaw(forged, fingerprint(forged))


@pytest.fixture
def content() -> dict[str, object]:
    return json.loads(freeze(decks.small_figures()))


def hidden_row(record: dict[str, object], column: str) -> tuple[list[object], int]:
    columns = {one["name"]: one["values"] for one in record["columns"]}
    return columns[column], columns["unit_code"].index(decks.HIDDEN_CODE)


def test_every_value_note_and_total_comes_back_exactly():
    figures = decks.small_figures()
    frozen = freeze(figures)

    thawed = thaw(frozen, fingerprint(frozen))

    assert list(thawed.tables) == sorted(figures.tables)
    for name, table in figures.tables.items():
        found = thawed.tables[name]
        pd.testing.assert_frame_equal(found.table, table.table, check_exact=True)
        assert (found.notes, found.n_total) == (table.notes, table.n_total)
    assert {name: list(map(dict, facts)) for name, facts in thawed.facts.items()} == {
        name: list(map(dict, facts)) for name, facts in figures.facts.items()
    }
    assert freeze(thawed) == frozen


def test_the_same_figures_give_the_same_bytes_in_whatever_order_they_were_gathered():
    figures = decks.small_figures()
    turned = Figures(
        figures.place_code,
        figures.place,
        figures.level,
        figures.campaign,
        figures.view,
        figures.language,
        dict(reversed(figures.tables.items())),
        dict(reversed(figures.facts.items())),
    )

    assert freeze(turned) == freeze(decks.small_figures())


def test_one_person_more_gives_another_mark():
    more = decks.units_table({"16001": ("Phường Hạc Thành", 421, 301), "16006": ("B", 310, 214)})

    assert freeze(decks.small_figures(units=more)) != freeze(decks.small_figures())


def test_frozen_figures_with_one_byte_changed_are_refused():
    frozen = freeze(decks.small_figures())
    changed = frozen.replace(b'"n_total":1747', b'"n_total":1748')
    assert changed != frozen

    with pytest.raises(SnapshotDamaged):
        thaw(changed, fingerprint(frozen))


@pytest.mark.parametrize(
    ("column", "value"), [("n", decks.HIDDEN_PEOPLE), ("percent", 42.9), ("low", 1.0)]
)
def test_a_number_put_into_a_hidden_row_is_refused_even_with_a_mark_of_its_own(
    content, column, value
):
    values, row = hidden_row(content["tables"][UNITS], column)
    assert values[row] is None
    values[row] = value

    with pytest.raises(SnapshotDamaged):
        again(content)


def test_a_hidden_row_that_calls_itself_shown_still_shows_no_small_group(content):
    record = content["tables"][UNITS]
    for column, value in (("status", "shown"), ("n", decks.HIDDEN_PEOPLE)):
        values, row = hidden_row(record, column)
        values[row] = value

    with pytest.raises(SnapshotDamaged):
        again(content)


def test_a_table_without_its_notes_is_refused(content):
    del content["tables"][UNITS]["notes"]["source"]

    with pytest.raises(SnapshotDamaged):
        again(content)


def test_figures_of_a_format_of_another_day_are_refused(content):
    with pytest.raises(SnapshotDamaged):
        again({**content, "format": 2})


@pytest.mark.parametrize("name", ["able", "answers"])
def test_a_column_without_a_disclosure_rule_is_refused(name):
    record = as_record(decks.units_table())
    record["columns"][0]["name"] = name

    with pytest.raises(ValueError, match="disclosure rule"):
        from_record(record)


def test_a_total_under_the_minimum_is_refused():
    with pytest.raises(ValueError, match="minimum"):
        from_record({**as_record(decks.units_table()), "n_total": 9})


def test_a_table_without_rows_comes_back_without_rows():
    empty = decks.units_table().only([])

    assert list(from_record(as_record(empty)).table.columns) == list(empty.table.columns)
