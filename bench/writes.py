"""What an answer, a submission and a withdrawal cost, with the rollups and without them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch

from sqlalchemy import Engine

from bench import databases
from db import rollups
from db.commands import assessments

Measure = Callable[[Callable[[], object]], float]

_PEOPLE = 60
_COUNTING = ("add_answer", "add_draft", "add_person", "move_draft")


def measured(engine: Engine, milliseconds: Measure) -> Mapping[str, float]:
    """Milliseconds of CPU by what is written; whoever was written is withdrawn again."""
    found = {f"{name}, rollups": ms for name, ms in _visits(engine, milliseconds).items()}
    with _without_rollups():
        bare = _visits(engine, milliseconds)
    return found | {f"{name}, none": ms for name, ms in bare.items()}


def _visits(engine: Engine, milliseconds: Measure) -> dict[str, float]:
    asked = databases.questionnaire(engine)
    codes = [draft.code for draft in databases.drafts(engine, _PEOPLE)]
    more = {"questionnaire": asked, "now": databases.NOW}

    def answer() -> None:
        for code in codes:
            for question in asked.core:
                assessments.save_answer(
                    engine, code=code, question_id=question.id, value=question.slot % 4, **more
                )

    def submit() -> None:
        for code in codes:
            assessments.submit(engine, code=code, today=databases.TODAY, **more)

    def withdraw() -> None:
        for code in codes:
            assessments.withdraw(engine, code=code, now=databases.NOW, today=databases.TODAY)

    answers = milliseconds(answer) / len(codes) / len(asked.core)
    submissions = milliseconds(submit) / len(codes)
    withdrawals = milliseconds(withdraw) / len(codes)
    return {"an answer": answers, "a submission": submissions, "a withdrawal": withdrawals}


@contextmanager
def _without_rollups() -> Iterator[None]:
    """Here only: the product has no such switch."""
    with patch.multiple(rollups, **dict.fromkeys(_COUNTING, lambda *_, **__: None)):
        yield
