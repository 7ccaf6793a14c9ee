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


class BoundaryFileMissing(DomainError):
    key = "error.boundary_file_missing"


class BoundaryFileCorrupt(DomainError):
    key = "error.boundary_file_corrupt"


class MixedData(DomainError):
    """Simulated and real answers may never share one database."""

    key = "error.mixed_data"


class SeedError(Exception):
    """A seed file breaks a rule; the message, for operators, names the file and the line."""
