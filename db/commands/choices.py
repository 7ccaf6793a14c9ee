"""Audience, age, gender and mode as they are received: one of ours, or refused."""

from typing import TypedDict, TypeVar

from domain.errors import ChoiceMissing
from domain.people import AgeBand, Audience, Gender, Mode

_Choice = TypeVar("_Choice", Audience, AgeBand, Gender, Mode)


class Person(TypedDict):
    """Columns of Assessment that say who answers."""

    audience: Audience
    age_band: AgeBand
    gender: Gender
    mode: Mode


def person_of(*, audience: str, age_band: str, gender: str, mode: str) -> Person:
    """
    The four choices, checked again: a browser's word is not taken.

    Raises:
        ChoiceMissing: `field` names the first that is not one of ours.
    """
    return {
        "audience": choice(Audience, "audience", audience),
        "age_band": choice(AgeBand, "age_band", age_band),
        "gender": choice(Gender, "gender", gender),
        "mode": choice(Mode, "mode", mode),
    }


def choice(kind: type[_Choice], field: str, value: str) -> _Choice:
    """
    One choice.

    Raises:
        ChoiceMissing: it is not one of ours.
    """
    try:
        return kind(value)
    except ValueError:
        raise ChoiceMissing(field=field) from None
