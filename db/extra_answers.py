"""What somebody answered beyond the form: their pack, the small check, the over-claim."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from db.models import CHECK_COLUMNS, PACK_COLUMNS, SHOWN_COLUMNS, TASK_COLUMNS
from domain.checking import Asked, Check, CheckItem, Task
from domain.questionnaire import PackItem

EXTRA_COLUMNS = (
    *("pack_version", "check_version", "overclaim"),
    *(*PACK_COLUMNS, *CHECK_COLUMNS, *TASK_COLUMNS, *SHOWN_COLUMNS),
)


@dataclass(frozen=True)
class Extras:
    """The columns of ExtraAnswers of one assessment; None throughout when there are none."""

    stored: Mapping[str, Any]

    @property
    def pack_version(self) -> str | None:
        """The version of the packs that was answered."""
        version: str | None = self.stored["pack_version"]
        return version

    @property
    def check_version(self) -> str | None:
        """The version of the check that was answered."""
        version: str | None = self.stored["check_version"]
        return version

    def answer(self, asked: Asked | PackItem) -> int | None:
        """What was answered to this; None when nothing was."""
        value: int | None = self.stored[column_of(asked)]
        return value

    def is_finished(self, asked: Iterable[Asked]) -> bool:
        """Whether all of these have an answer."""
        return all(self.answer(one) is not None for one in asked)

    def shown(self) -> tuple[int | None, ...]:
        """By group: 1 shown, 0 not shown, None not known."""
        return tuple(self.stored[name] for name in SHOWN_COLUMNS)


NOTHING = Extras(dict.fromkeys(EXTRA_COLUMNS))


def column_of(asked: Asked | PackItem) -> str:
    """The column an answer to this is stored in."""
    if isinstance(asked, PackItem):
        return PACK_COLUMNS[asked.slot - 1]
    if isinstance(asked, Task):
        return TASK_COLUMNS[asked.group]
    return CHECK_COLUMNS[asked.group] if isinstance(asked, CheckItem) else "overclaim"


def answers_and_seen(
    check: Check, row: Mapping[str, Any]
) -> tuple[list[int | None], list[int | None]]:
    """What `domain.checking.shown` takes."""
    answers = [row[column_of(item)] for item in check.items]
    return answers, [row[column_of(task)] for task in check.tasks]
