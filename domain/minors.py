"""Who is under 16: who must agree, who may help, and what is not asked (Luật 91/2025, Điều 24)."""

from collections.abc import Mapping
from enum import StrEnum

from domain.consent import CHILD, GUARDIAN, OF_MINORS, SCHOOL, STATISTICS
from domain.errors import (
    ChildAnswersAlone,
    ChildConsentMissing,
    ChildHelperRefused,
    ChoiceMissing,
    ConsentMisplaced,
    ConsentMissing,
)
from domain.helping import PassKind, Relation
from domain.people import Audience, Mode, is_child

UNDER_7 = "under-7"  # an answer to the question of age that is never stored
AUDIENCES = (Audience.STUDENT, Audience.CITIZEN)  # at school, or not


class ConsentBy(StrEnum):
    """Who agreed for a child."""

    PARENT = "parent"
    GUARDIAN = "guardian"
    SCHOOL = "school"  # holds what the representative wrote


FAMILY = (ConsentBy.PARENT, ConsentBy.GUARDIAN)


def needed(consent_by: ConsentBy) -> tuple[str, str]:
    """The two consents a child needs, the grown-up's first."""
    return (SCHOOL if consent_by is ConsentBy.SCHOOL else GUARDIAN, CHILD)


def require_consents(
    consents: Mapping[str, str], *, age_band: str, consent_by: str | None
) -> ConsentBy | None:
    """
    Who agreed for a child; None for who is 16 or older and agreed themselves.

    Raises:
        ConsentMissing, ChildConsentMissing: `purpose` was not agreed to.
        ConsentMisplaced: a consent of the other age was given.
        ChoiceMissing: nobody agreed for a child, or none of ours.
    """
    given = {purpose for purpose, version in consents.items() if version}
    if not is_child(age_band):
        if STATISTICS not in given:
            raise ConsentMissing(purpose=STATISTICS)
        if consent_by is not None or given & set(OF_MINORS):
            raise ConsentMisplaced
        return None
    by = _consent_by(consent_by)
    for purpose in needed(by):
        if purpose not in given:
            raise ChildConsentMissing(purpose=purpose)
    if given != set(needed(by)):
        raise ConsentMisplaced
    return by


def require_company(
    *, mode: Mode, relation: str | None, pass_kind: PassKind | None
) -> tuple[ConsentBy, ...]:
    """
    Who can agree for a child in this company: the family without a pass, the school with one.

    Raises:
        ChildAnswersAlone: somebody would answer instead of the child.
        ChildHelperRefused: the helper is no family, and no teacher with a teacher's pass.
    """
    if mode is Mode.PROXY:
        raise ChildAnswersAlone
    if pass_kind is PassKind.VOLUNTEER:
        raise ChildHelperRefused
    helper = Relation.FAMILY if pass_kind is None else Relation.TEACHER
    if relation not in (None, helper):
        raise ChildHelperRefused
    return FAMILY if pass_kind is None else (ConsentBy.SCHOOL,)


def require_child(
    consent_by: ConsentBy,
    *,
    mode: Mode,
    audience: str,
    relation: str | None,
    pass_kind: PassKind | None,
) -> None:
    """
    Refuse a child whose company or audience does not fit whoever agreed for it.

    Raises:
        ChildAnswersAlone, ChildHelperRefused: as `require_company`; also when a school agreed
            without a teacher's pass, or a family with one.
        ChoiceMissing: a child is neither a worker nor a public employee.
    """
    if consent_by not in require_company(mode=mode, relation=relation, pass_kind=pass_kind):
        raise ChildHelperRefused
    require_audience(audience)


def require_audience(audience: str) -> None:
    """
    Refuse what only who is 16 or older can be.

    Raises:
        ChoiceMissing.
    """
    if audience not in AUDIENCES:
        raise ChoiceMissing(field="audience")


def _consent_by(value: str | None) -> ConsentBy:
    try:
        return ConsentBy(value or "")
    except ValueError:
        raise ChoiceMissing(field="consent_by") from None
