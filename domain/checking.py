"""The small check: six things to know or to show, one a group, beside what a person said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from domain.device import Device, Need
from domain.errors import AnswerOffScale, CheckClosed, UnknownQuestion
from domain.people import Mode
from domain.questionnaire import GROUPS, Worded, Wordings, as_answer

DO_NOT_KNOW, DO_NOT_UNDERSTAND, REFUSED = 7, 8, 9
OPEN_FOR = timedelta(days=1)  # after sending; later the answers are no longer of that day


class Seen(IntEnum):
    """What the helper saw when somebody was asked to do a small task."""

    NOT_SHOWN = 0
    SHOWN = 1
    NOT_TRIED = 2


@dataclass(frozen=True)
class Option:
    """One of the three or four answers of a check item."""

    sentences: Mapping[str, str]  # language → the answer


@dataclass(frozen=True)
class CheckItem(Worded):
    """A question about something one knows; `right` counts the options from 0."""

    id: str
    group: int
    competence_code: str
    needs: Need
    wordings: Wordings
    options: tuple[Option, ...]
    right: int


@dataclass(frozen=True)
class Task(Worded):
    """Something small to do while a helper looks on."""

    id: str
    group: int
    needs: Need
    wordings: Wordings


@dataclass(frozen=True)
class Overclaim(Worded):
    """A question about an application that does not exist; told to the person afterwards."""

    id: str
    needs: Need
    wordings: Wordings


Asked = CheckItem | Task | Overclaim


@dataclass(frozen=True)
class Check:
    """A published version: an item and a task for each of the six groups, and the over-claim."""

    version: str
    items: tuple[CheckItem, ...]
    tasks: tuple[Task, ...]
    overclaim: Overclaim

    def __post_init__(self) -> None:
        for asked in (self.items, self.tasks):
            if tuple(one.group for one in asked) != GROUPS:
                raise ValueError(f"check {self.version} has not one of each group: {asked}")

    def asked(self, mode: Mode, device: Device | None) -> tuple[Asked, ...]:
        """
        What this person is asked, in order.

        Alone: questions, then the over-claim. With a helper: tasks the helper sees. Nobody, when
        somebody else answers: the person is not there.
        """
        wanted: dict[Mode, tuple[Asked, ...]] = {
            Mode.SELF: (*self.items, self.overclaim),
            Mode.ASSISTED: self.tasks,
            Mode.PROXY: (),
        }
        here = tuple(one for one in wanted[mode] if one.needs.is_met(device))
        return () if here == (self.overclaim,) else here  # never the trap alone

    def one(self, mode: Mode, device: Device | None, asked_id: str) -> Asked:
        """
        What this person is asked under this id.

        Raises:
            UnknownQuestion: nothing.
        """
        for asked in self.asked(mode, device):
            if asked.id == asked_id:
                return asked
        raise UnknownQuestion(question_id=asked_id, version=self.version)


def as_stored(asked: Asked, value: object) -> int:
    """
    A received answer as it is stored.

    Raises:
        AnswerOffScale: this question has no such answer.
    """
    if isinstance(asked, Overclaim):
        return int(as_answer(value))
    if isinstance(value, bool) or not isinstance(value, int) or value not in choices(asked):
        raise AnswerOffScale(value=value)
    return int(value)


def choices(asked: Asked) -> tuple[int, ...]:
    """The answers a person, or a helper, chooses from."""
    if isinstance(asked, Task):
        return (Seen.SHOWN, Seen.NOT_SHOWN, Seen.NOT_TRIED)
    if isinstance(asked, Overclaim):
        return (0, 1, 2, 3, REFUSED)
    return (*range(len(asked.options)), DO_NOT_KNOW, DO_NOT_UNDERSTAND, REFUSED)


def shown(
    check: Check, answers: Sequence[int | None], seen: Sequence[int | None]
) -> tuple[int | None, ...]:
    """
    For each group 1 = shown, 0 = not shown, None = not known.

    Args:
        answers: of the six items, in the order of the groups. Not to understand the question is a
            fault of the question, and a refusal says nothing: both are None.
        seen: of the six tasks. What somebody saw weighs more than what was answered.
    """
    return tuple(
        _of_group(item, answer, task)
        for item, answer, task in zip(check.items, answers, seen, strict=True)
    )


def refuse_when_closed(submitted_on: date | None, today: date) -> None:
    """
    Nothing, while the check may still be answered.

    Raises:
        CheckClosed: the form was sent before yesterday.
    """
    if submitted_on is not None and today > submitted_on + OPEN_FOR:
        raise CheckClosed


def _of_group(item: CheckItem, answer: int | None, seen: int | None) -> int | None:
    if seen in (Seen.SHOWN, Seen.NOT_SHOWN):
        return seen
    if answer is None or answer in (DO_NOT_UNDERSTAND, REFUSED):
        return None
    return int(answer == item.right)
