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


class FileNotMade(DomainError):
    """A part of a file could not be made, so there is no file; `part` names it."""

    key = "error.file_not_made"


class UnknownMeeting(DomainError):
    """There is no such meeting, or it is of an area of others; the two are not told apart."""

    key = "error.unknown_meeting"


class EditedMeanwhile(DomainError):
    """Somebody else saved since it was opened; `theirs` is what they wrote, `by` who they are."""

    key = "error.edited_meanwhile"


class FiguresMoved(DomainError):
    """New figures were released while the old ones were being gathered."""

    key = "error.figures_moved"


class BadAgenda(DomainError):
    key = "error.bad_agenda"


class TextMissing(DomainError):
    key = "error.text_missing"


class TextTooLong(DomainError):
    key = "error.text_too_long"


class DueInThePast(DomainError):
    key = "error.due_in_the_past"


class UnknownConclusion(DomainError):
    key = "error.unknown_conclusion"


class SnapshotDamaged(DomainError):
    """Frozen figures are not what was frozen: their fingerprint differs."""

    key = "error.snapshot_damaged"


class TooManyFiles(DomainError):
    """Too many files wait to be made."""

    key = "error.too_many_files"


class ReportRefused(DomainError):
    """Figures that break a rule of `domain.indicators`; `faults` say which, row by row."""

    key = "error.report_refused"


class ReportedMeanwhile(DomainError):
    """Somebody else reported the same figure since the typist looked; nothing was stored."""

    key = "error.reported_meanwhile"


class UnknownReportFile(DomainError):
    """A file nobody in this scope sent, or one whose figures were all corrected since."""

    key = "error.unknown_report_file"


class FiguresReported(DomainError):
    """A change cannot be undone: a new unit reported figures, and these are never deleted."""

    key = "error.figures_reported"


class BadPersonName(DomainError):
    key = "error.bad_person_name"


class BadContact(DomainError):
    key = "error.bad_contact"


class NamedConsentMissing(DomainError):
    """Nobody is written down by name who did not hear today's text and agree."""

    key = "error.named_consent_missing"


class StepRefused(DomainError):
    """A learner's steps are taken one by one, and some only by a check."""

    key = "error.step_refused"


class StepBackNeedsReason(DomainError):
    key = "error.step_back_needs_reason"


class DayInTheFuture(DomainError):
    key = "error.day_in_the_future"


class DayTooEarly(DomainError):
    key = "error.day_too_early"


class CheckTooEarly(DomainError):
    """The check was begun before the ambassador and the learner were a pair."""

    key = "error.check_too_early"


class CheckNotFound(DomainError):
    """Nobody of this commune has this code; a code of elsewhere is not told apart."""

    key = "error.check_not_found"


class CheckUnfinished(DomainError):
    key = "error.check_unfinished"


class CheckUsed(DomainError):
    """This assessment has closed a circle before."""

    key = "error.check_used"


class UnknownLearner(DomainError):
    """There is no such learner, or one of another commune, or one who was deleted."""

    key = "error.unknown_learner"


class UnknownAmbassador(DomainError):
    """There is no such ambassador, or one of another commune."""

    key = "error.unknown_ambassador"


class AmbassadorHasLeft(DomainError):
    key = "error.ambassador_has_left"


class AlreadyInACircle(DomainError):
    key = "error.already_in_a_circle"


class CirclesFull(DomainError):
    key = "error.circles_full"


class OwnCircle(DomainError):
    """Nobody is a learner in their own circle."""

    key = "error.own_circle"


class SamePerson(DomainError):
    """Somebody of this name is in the ledger of this commune already."""

    key = "error.same_person"


class SealKeyMissing(DomainError):
    """No key to seal names with is set: nothing is stored in clear instead."""

    key = "error.seal_key_missing"


class SealKeyWrong(DomainError):
    """What was sealed cannot be opened by the keys that are set, or was changed."""

    key = "error.seal_key_wrong"


class NotOurKitFile(DomainError):
    """Not one line of it comes from an offline kit."""

    key = "error.not_our_kit_file"


class UnknownKit(DomainError):
    """No kit of this name, or one of a point of others; the two are not told apart."""

    key = "error.unknown_kit"


class SheetRefused(DomainError):
    """A sheet of accounts of which a row cannot be done; `refusals` say which and why."""

    key = "error.sheet_refused"


class BadTeamName(DomainError):
    key = "error.bad_team_name"


class BadMembers(DomainError):
    """A team of nobody, of fewer than nobody, or of more than a team can be."""

    key = "error.bad_members"


class BadQuota(DomainError):
    """A quota of zero, below zero, or beyond belief."""

    key = "error.bad_quota"


class BadWorkPeriod(DomainError):
    """Neither a month nor a quarter, or one that is over."""

    key = "error.bad_work_period"


class BadAmount(DomainError):
    """Work of nothing, of less than nothing, or too much at once."""

    key = "error.bad_amount"


class WorkInFuture(DomainError):
    key = "error.work_in_future"


class WorkTooOld(DomainError):
    key = "error.work_too_old"


class WorkElsewhere(DomainError):
    """The commune is not one the team works in."""

    key = "error.work_elsewhere"


class UndoTooLate(DomainError):
    key = "error.undo_too_late"


class UnknownTeam(DomainError):
    """There is no such team, or it is one of others; the two are not told apart."""

    key = "error.unknown_team"


class TeamDissolved(DomainError):
    key = "error.team_dissolved"


class ResponsibleElsewhere(DomainError):
    """Whoever shall answer for a team may not work in all its communes."""

    key = "error.responsible_elsewhere"


class UnknownWork(DomainError):
    """There is no such entry, it is one of others, or it was taken back already."""

    key = "error.unknown_work"


class UnknownClass(DomainError):
    """There is no such class, or it is of a commune of others; the two are not told apart."""

    key = "error.unknown_class"


class BadClassDay(DomainError):
    key = "error.bad_class_day"


class BadClassPlace(DomainError):
    key = "error.bad_class_place"


class BadClassTime(DomainError):
    key = "error.bad_class_time"


class ClassCancelled(DomainError):
    key = "error.class_cancelled"


class AttendanceClosed(DomainError):
    """Nobody can have been at a class that is still to come; and a day that is over is over."""

    key = "error.attendance_closed"


class AttendanceGiven(DomainError):
    """A class people came to cannot be cancelled."""

    key = "error.attendance_given"


class ClassFull(DomainError):
    key = "error.class_full"


class BadTally(DomainError):
    key = "error.bad_tally"


class UnknownHousehold(DomainError):
    key = "error.unknown_household"


class HouseholdElsewhere(DomainError):
    """A household lies in one commune."""

    key = "error.household_elsewhere"


class HouseholdFull(DomainError):
    key = "error.household_full"


class AlreadyInHousehold(DomainError):
    key = "error.already_in_household"


class BadHamletName(DomainError):
    key = "error.bad_hamlet_name"


class HamletNameTaken(DomainError):
    """Another open hamlet of the commune is called so."""

    key = "error.hamlet_name_taken"


class UnknownHamlet(DomainError):
    """There is no such open hamlet, or it is of a commune of others; the two are not told apart."""

    key = "error.unknown_hamlet"


class HamletSheetRefused(DomainError):
    """A sheet of people by hamlet that breaks a rule; `faults` say which, row by row."""

    key = "error.hamlet_sheet_refused"


class UnknownHamletSheet(DomainError):
    """A sheet nobody in this scope sent, or one that was taken back."""

    key = "error.unknown_hamlet_sheet"


class TeamNameTaken(DomainError):
    """A team of this kind and name works there already."""

    key = "error.team_name_taken"


class HamletSourceMissing(DomainError):
    """A sheet of people by hamlet says where its figures come from."""

    key = "error.hamlet_source_missing"


class ClassHeld(DomainError):
    """A class that is over keeps the plan by which it was held; `day` is when."""

    key = "error.class_held"


class DayOfAttendance(DomainError):
    """People came to a class on its day: the day stays."""

    key = "error.day_of_attendance"


class PointOfAnotherHamlet(DomainError):
    """The point of a class and the class name different hamlets: who answers belongs to one."""

    key = "error.point_of_another_hamlet"


class FieldBegun(DomainError):
    """A change of units is not undone once leaders work in the new unit; `name` is the unit."""

    key = "error.field_begun"


class NotItsSuccessor(DomainError):
    """What an ended commune left goes to a commune it became, and nowhere else."""

    key = "error.not_its_successor"


class WeekNotOver(DomainError):
    """A report is of a week that is over, and not long ago."""

    key = "error.week_not_over"


class UnknownReport(DomainError):
    """There is no such weekly report, or it is one of others; the two are not told apart."""

    key = "error.unknown_report"


class ReportLocked(DomainError):
    """What was signed is not changed any more: a correction is a new version."""

    key = "error.report_locked"


class ReportNotLocked(DomainError):
    """Only what was signed is corrected; a draft is simply rewritten."""

    key = "error.report_not_locked"


class RecordsMoved(DomainError):
    """The records say something else than the draft that was to be signed."""

    key = "error.records_moved"


class ReportDamaged(DomainError):
    """A signed report is not what was signed: its fingerprint differs."""

    key = "error.report_damaged"
