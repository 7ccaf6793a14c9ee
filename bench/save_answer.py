"""CPU of one answer saved, and of a draft read again, over 200 visits."""

from functools import partial

from bench import databases
from bench.measure import cpu_milliseconds, mean, report
from db.assessments import open_draft
from db.commands import assessments

_VISITS = 200
_SAVE_BUDGET = _OPEN_BUDGET = 1.5  # ms; a whole tap may cost 6


def run() -> bool:
    """Whether both keep their budget."""
    with databases.empty() as engine:
        asked = databases.questionnaire(engine)
        visits = databases.drafts(engine, _VISITS)
        saves = (
            partial(
                assessments.save_answer,
                engine,
                code=draft.code,
                question_id=question.id,
                value=2,
                questionnaire=asked,
                now=databases.NOW,
            )
            for draft in visits
            for question in asked.core
        )
        saved = mean(cpu_milliseconds(saves))
        opened = mean(
            cpu_milliseconds(
                partial(open_draft, engine, draft.code, databases.NOW) for draft in visits
            )
        )
    kept = report("one answer saved", saved, budget=_SAVE_BUDGET, unit="ms CPU")
    return report("one draft opened", opened, budget=_OPEN_BUDGET, unit="ms CPU") and kept
