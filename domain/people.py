"""How a person who answers is described: audience, age, gender, and who pressed the buttons."""

from enum import StrEnum


class Mode(StrEnum):
    """Who answered: alone, helped, or somebody else instead of the person."""

    SELF = "self"
    ASSISTED = "assisted"
    PROXY = "proxy"


class Audience(StrEnum):
    """The four groups of Quyết định 757/QĐ-BKHCN, 29/4/2025."""

    CITIZEN = "citizen"
    STUDENT = "student"
    WORKER = "worker"
    PUBLIC_EMPLOYEE = "public_employee"


class AgeBand(StrEnum):
    """Completed years. Under 7 is never stored; from 7 to 15 see `domain.minors`."""

    FROM_7 = "7-15"
    FROM_16 = "16-24"
    FROM_25 = "25-34"
    FROM_35 = "35-44"
    FROM_45 = "45-59"
    FROM_60 = "60-69"
    FROM_70 = "70+"
    UNSAID = "unsaid"


class Gender(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNSAID = "unsaid"


ADULTS = tuple(band for band in AgeBand if band is not AgeBand.FROM_7)


def is_child(age_band: object) -> bool:
    """Whether somebody of this age band is under 16: children stand in no figure at all."""
    return age_band == AgeBand.FROM_7


def uses_simple_wording(age_band: AgeBand) -> bool:
    """Whether this person is spoken to as "bác", in the simplified wording."""
    return age_band in (AgeBand.FROM_60, AgeBand.FROM_70)
