"""CPU of one assessment sent: scored, stored and counted in both rollups."""

from functools import partial

from bench import databases
from bench.measure import cpu_milliseconds, mean, report
from db.commands import assessments

_PEOPLE = 200
_BUDGET = 4.0  # ms


def run() -> bool:
    """Whether it keeps its budget."""
    with databases.empty() as engine:
        asked = databases.questionnaire(engine)
        people = databases.drafts(engine, _PEOPLE)
        for draft in people:
            for question in asked.questions:
                assessments.save_answer(
                    engine,
                    code=draft.code,
                    question_id=question.id,
                    value=question.slot % 4,
                    questionnaire=asked,
                    now=databases.NOW,
                )
        sent = cpu_milliseconds(
            partial(
                assessments.submit,
                engine,
                code=draft.code,
                questionnaire=asked,
                now=databases.NOW,
                today=databases.TODAY,
            )
            for draft in people
        )
    return report("one assessment sent", mean(sent), budget=_BUDGET, unit="ms CPU")
