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


class UnderSeven(DomainError):
    """Too young to agree: nothing is stored."""

    key = "error.under_seven"


class ChildConsentMissing(DomainError):
    """Of the two consents for a child, `purpose` was not given."""

    key = "error.child_consent_missing"


class ConsentMisplaced(DomainError):
    """A consent or an answer of another age than the person's."""

    key = "error.consent_misplaced"


class ChildHelperRefused(DomainError):
    """Whoever helps a child is neither its family nor a teacher with a teacher's pass."""

    key = "error.child_helper_refused"


class ChildAnswersAlone(DomainError):
    """Nobody answers instead of a child."""

    key = "error.child_answers"


class AgeFixed(DomainError):
    """A correction across 16 would leave the wrong consents: it takes a new start."""

    key = "error.age_fixed"


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


class UnknownRequest(DomainError):
    key = "error.unknown_request"


class RequestClosed(DomainError):
    key = "error.request_closed"


class AlreadyExtended(DomainError):
    """A request can be given one more period, and only one."""

    key = "error.already_extended"


class ConsentNeeded(DomainError):
    """The consent without which nothing is kept: withdrawing it is deleting everything."""

    key = "error.consent_needed"


class HelperPassRefused(DomainError):
    """A helper's pass is over, was taken back, or belongs to another day."""

    key = "error.helper_pass_refused"


class UnknownHelperPass(HelperPassRefused):
    """Nobody gave this pass: said in the same words, and counted as a guess."""


class HelperPassElsewhere(DomainError):
    """The commune lies outside the area of the pass; `area` names it."""

    key = "error.helper_pass_elsewhere"


class HelperPassTooLate(DomainError):
    """A pass of a day that is over, or of one too far away."""

    key = "error.helper_pass_too_late"


class CheckClosed(DomainError):
    """The small check was finished, or its day is over: what was answered stays."""

    key = "error.check_closed"


class UnknownPoint(DomainError):
    key = "error.unknown_point"


class RevokedPoint(UnknownPoint):
    """The point was closed: the form goes on without it."""

    key = "error.revoked_point"


class BadPointName(DomainError):
    key = "error.bad_point_name"


class UnknownBatch(DomainError):
    key = "error.unknown_batch"


class NoRows(DomainError):
    """Nothing was typed in, or nothing of it is new."""

    key = "error.no_rows"


class TooManyRows(DomainError):
    key = "error.too_many_rows"


class NotOurWorkbook(DomainError):
    """It is no workbook, or not one made from our template."""

    key = "error.not_our_workbook"


class FileTooLarge(DomainError):
    key = "error.file_too_large"


class NoPieces(DomainError):
    """A change of borders that moves nothing."""

    key = "error.no_pieces"


class BadPieceShare(DomainError):
    """A piece is a share above 0 and under 100 % of a unit."""

    key = "error.bad_piece_share"


class WholeUnitMoved(DomainError):
    """The pieces of a unit are all of it: that is a merge or a split."""

    key = "error.whole_unit_moved"


class PieceToItself(DomainError):
    key = "error.piece_to_itself"


class SamePieceTwice(DomainError):
    key = "error.same_piece_twice"


class AlreadyChanged(DomainError):
    """Another change of this unit happens on the same day."""

    key = "error.already_changed"


class PartAcrossProvinces(DomainError):
    """A unit of before would lie in two provinces: its older figures could be read in neither."""

    key = "error.part_across_provinces"


class NotComparable(DomainError):
    """The two assessments are not an earlier and a later one of somebody who agreed to that."""

    key = "error.not_comparable"


class ClipTooLarge(DomainError):
    key = "error.clip_too_large"


class NotASound(DomainError):
    key = "error.not_a_sound"


class WordsChanged(DomainError):
    """Nobody is asked a sentence of this name, or its words are others by now."""

    key = "error.words_changed"


class UnknownClip(DomainError):
    key = "error.unknown_clip"


class OwnClip(DomainError):
    """Nobody reviews what they recorded themselves."""

    key = "error.own_clip"
