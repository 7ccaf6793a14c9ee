"""Every target of the reference list is loaded, with its value, year, source and confidence."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from sqlmodel import Session, select

from db.models import Target

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "targets.csv"
pytestmark = pytest.mark.skipif(
    not REFERENCE.exists(), reason="the reference list (../shared/data/targets.csv) is not here"
)

UNITS = {"%": "percent", "người": "people", "người/đơn vị": "per_unit", "": None}
# The list grades more finely; a grade between two is loaded as the lower one.
CONFIDENCE = {
    "high": "high",
    "high (comparison only)": "high",
    "medium": "medium",
    "medium-high": "medium",
    "medium-high (machine translation)": "medium",
    "low-medium": "low",
    "unknown": "unknown",
    "n/a": "unknown",
}


def reference() -> list[dict[str, str]]:
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def loaded(engine) -> list[Target]:
    with Session(engine) as session:
        return list(session.exec(select(Target).order_by(Target.id)).all())


def test_every_row_is_loaded_with_value_year_unit_and_confidence(engine):
    wanted = Counter(
        (
            row["year"],
            row["operator"],
            float(row["target_value"]) if row["target_value"] else None,
            UNITS[row["unit"]],
            CONFIDENCE[row["confidence"]],
        )
        for row in reference()
    )

    found = Counter(
        (t.year, t.operator, t.target_value, t.unit_of_measure, t.confidence)
        for t in loaded(engine)
    )

    assert found == wanted


def test_every_document_number_of_the_list_is_loaded_with_a_source(engine):
    numbers = {
        word for row in reference() for word in row["plan"].split() if "/" in word and "-" in word
    }
    documents = {target.document for target in loaded(engine)}

    assert numbers
    assert [number for number in numbers if not any(number in d for d in documents)] == []
    assert all(target.source.strip() for target in loaded(engine))
