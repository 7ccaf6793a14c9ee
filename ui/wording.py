"""How a person is spoken to: plainer sentences and another word for the elderly."""

from db.assessments import Draft
from domain.people import AgeBand, uses_simple_wording
from domain.questionnaire import Wording
from ui.language import t


def address(draft: Draft) -> Wording:
    """The wording of the questions for this person."""
    simple = uses_simple_wording(AgeBand(draft.age_band))
    return Wording.SIMPLE if simple else Wording.NORMAL


def person(draft: Draft) -> str:
    """The word this person is addressed by: bác or bạn."""
    return t(f"person.{address(draft).value}")
