"""What is asked: a versioned questionnaire whose questions carry competence codes and wordings."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from domain.errors import AnswerOffScale, UnknownQuestion
from domain.scoring import Thresholds

GROUPS = (
    0,
    1,
    2,
    3,
    4,
    5,
)  # group 0 of QĐ 757/QĐ-BKHCN, then miền 1-5 of Thông tư 02/2025/TT-BGDĐT
AI_GROUP = 6  # miền 6 of Thông tư 02/2025/TT-BGDĐT, reported apart
QUESTIONS_PER_GROUP = 2


class Answer(IntEnum):
    """The same four answers for every question, and the quiet fifth."""

    CANNOT = 0
    WITH_HELP = 1
    ALONE = 2
    CAN_TEACH = 3
    REFUSED = 9


class Wording(StrEnum):
    NORMAL = "normal"
    SIMPLE = "simple"


@dataclass(frozen=True)
class Question:
    """
    One question.

    `slot` is the column (1-14) its answer is stored in; `position` its place in the form (from 1);
    `wordings` maps (language, wording) to the sentence.
    """

    id: str
    slot: int
    position: int
    group: int
    competence_code: str
    wordings: Mapping[tuple[str, Wording], str]

    def sentence(self, language: str, wording: Wording) -> str:
        """The question as this person reads it."""
        return self.wordings[language, wording]


@dataclass(frozen=True)
class Questionnaire:
    """A published version: its questions in order, and the thresholds they are scored by."""

    version: str
    questions: tuple[Question, ...]
    thresholds: Thresholds

    @property
    def core(self) -> tuple[Question, ...]:
        """The twelve questions everybody is asked."""
        return tuple(question for question in self.questions if question.group in GROUPS)

    @property
    def ai(self) -> tuple[Question, ...]:
        """The two questions about artificial intelligence, optional and reported apart."""
        return tuple(question for question in self.questions if question.group == AI_GROUP)

    def question(self, question_id: str) -> Question:
        """
        The question with this id.

        Raises:
            UnknownQuestion: this version has no such question.
        """
        for question in self.questions:
            if question.id == question_id:
                return question
        raise UnknownQuestion(question_id=question_id, version=self.version)


def as_answer(value: object) -> Answer:
    """
    A stored or received value as an answer.

    Raises:
        AnswerOffScale: it is not one of 0-3 or the refusal.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise AnswerOffScale(value=value)
    try:
        return Answer(value)
    except ValueError:
        raise AnswerOffScale(value=value) from None
