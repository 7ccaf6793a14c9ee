"""Who helped a person answer, in which language, and how long a helper's day pass holds."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from domain.calendar_day import VIETNAM, day_of
from domain.errors import ChoiceMissing
from domain.people import Mode

PASS_ENDS = time(22, 0)  # of its day, in Vietnam: no class and no market lasts longer
MOST_PASSES = 12  # at a time: as many as one sheet of A4 holds


_Kind = TypeVar("_Kind", bound=StrEnum)


class Relation(StrEnum):
    """Who helps, or answers instead."""

    FAMILY = "family"
    VOLUNTEER = "volunteer"
    OFFICER = "officer"
    TEACHER = "teacher"
    OTHER = "other"


class HelpLanguage(StrEnum):
    """The language the two spoke; codes of ISO 639 (Mông, Dao, Tày, Thái, Jrai)."""

    VIETNAMESE = "vi"
    HMONG = "hmn"
    DAO = "ium"
    TAY = "tyz"
    THAI = "blt"
    JRAI = "jra"
    OTHER = "other"


class PassKind(StrEnum):
    """Who carries a pass. Only with a teacher's may a school let children answer."""

    VOLUNTEER = "volunteer"
    TEACHER = "teacher"


@dataclass(frozen=True)
class Help:
    """What a person said of the help they had; None = not said."""

    relation: Relation | None = None
    language: HelpLanguage | None = None


UNSAID = Help()


def help_of(mode: Mode, relation: str | None, language: str | None) -> Help:
    """
    The help as received, checked again; who answers alone had none.

    Raises:
        ChoiceMissing: `field` names what is not one of ours, or what nobody alone can have.
    """
    said = {"helper_relation": relation, "help_language": language}
    if mode is Mode.SELF:
        for field, value in said.items():
            if value is not None:
                raise ChoiceMissing(field=field)
    return Help(
        _one_of(Relation, "helper_relation", relation),
        _one_of(HelpLanguage, "help_language", language),
    )


def pass_ends_at(day: date) -> datetime:
    """The moment from which a pass of this day may capture nothing more."""
    return datetime.combine(day, PASS_ENDS, VIETNAM)


def pass_holds(
    *, valid_on: date, expires_at: datetime, revoked_at: datetime | None, now: datetime
) -> bool:
    """Whether a pass may capture now: on its day, before its end, and not taken back."""
    return revoked_at is None and day_of(now) == valid_on and now < expires_at


def _one_of(kind: type[_Kind], field: str, value: str | None) -> _Kind | None:
    if value is None:
        return None
    try:
        return kind(value)
    except ValueError:
        raise ChoiceMissing(field=field) from None
