"""Everything the product refuses, each with the text key of the sentence that says what to do."""

from typing import ClassVar


class DomainError(Exception):
    """A refusal a person can understand; `details` fill the placeholders of its sentence."""

    key: ClassVar[str] = "error.unknown"

    def __init__(self, **details: object) -> None:
        super().__init__(self.key, details)
        self.details = details


class UnknownPlace(DomainError):
    key = "error.unknown_place"


class UnknownResumeCode(DomainError):
    key = "error.unknown_resume_code"


class ExpiredResumeCode(DomainError):
    key = "error.expired_resume_code"


class AlreadySubmitted(DomainError):
    key = "error.already_submitted"


class TooManyTries(DomainError):
    key = "error.too_many_tries"


class TooManyStarts(DomainError):
    key = "error.too_many_starts"


class AnswerOffScale(DomainError):
    key = "error.answer_off_scale"


class UnknownQuestion(DomainError):
    key = "error.unknown_question"


class MissingAnswers(DomainError):
    key = "error.missing_answers"


class ConsentMissing(DomainError):
    key = "error.consent_missing"


class ChoiceMissing(DomainError):
    key = "error.choice_missing"


class TooYoung(DomainError):
    key = "error.too_young"


class SignInRequired(DomainError):
    key = "error.sign_in_required"


class NotAllowed(DomainError):
    key = "error.not_allowed"


class OutsideScope(DomainError):
    key = "error.outside_scope"


class WeakPassword(DomainError):
    key = "error.weak_password"


class WrongPassword(DomainError):
    key = "error.wrong_password"


class UsernameTaken(DomainError):
    key = "error.username_taken"


class InvalidUsername(DomainError):
    key = "error.invalid_username"


class InvalidGrant(DomainError):
    key = "error.invalid_grant"


class GrantInThePast(DomainError):
    """A grant would say that somebody held it on days that are over."""

    key = "error.grant_in_the_past"


class GrantTooLong(DomainError):
    """A grant would last longer than the one it is given by."""

    key = "error.grant_too_long"


class ViewOnly(DomainError):
    """Whoever reads as somebody else changes nothing."""

    key = "error.view_only"


class BoundaryFileMissing(DomainError):
    key = "error.boundary_file_missing"


class BoundaryFileCorrupt(DomainError):
    key = "error.boundary_file_corrupt"


class MixedData(DomainError):
    """Simulated and real answers may never share one database."""

    key = "error.mixed_data"


class SeedError(Exception):
    """A seed file breaks a rule; the message, for operators, names the file and the line."""


class NotADate(DomainError):
    key = "error.not_a_date"


class DateBeforeData(DomainError):
    key = "error.date_before_data"


class DateNotReached(DomainError):
    key = "error.date_not_reached"


class BadShares(DomainError):
    key = "error.bad_shares"


class DocumentMissing(DomainError):
    key = "error.document_missing"


class UnknownUnit(DomainError):
    key = "error.unknown_unit"


class UnitEnded(DomainError):
    """The unit was there once; `became` names its successors."""

    key = "error.unit_ended"


class BadChange(DomainError):
    """A merge of a unit with itself or of fewer than two, a split into one, or a blank name."""

    key = "error.bad_change"


class SameUnitTwice(DomainError):
    key = "error.same_unit_twice"


class CodeTaken(DomainError):
    key = "error.code_taken"


class ChangeTooEarly(DomainError):
    """Answers were already collected on the old units on or after the day of the change."""

    key = "error.change_too_early"


class AnswersCollected(DomainError):
    """A change cannot be undone: people already answered on a new unit."""

    key = "error.answers_collected"


class LaterChange(DomainError):
    """A change cannot be undone while a later one builds on it."""

    key = "error.later_change"


class UnknownChange(DomainError):
    key = "error.unknown_change"
