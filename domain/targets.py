"""Targets set by documents: for whom, where, by when, as a percentage or as a count of people."""

from enum import StrEnum


class UnitOfMeasure(StrEnum):
    PERCENT = "percent"
    PEOPLE = "people"
    PER_UNIT = "per_unit"  # e.g. learners per ambassador


EVERYONE = "everyone"  # the self-assessed of all audiences together, 16 or older


class Confidence(StrEnum):
    """How well the figure could be traced to its document (see seed/data/README.md)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNKNOWN = "unknown"
