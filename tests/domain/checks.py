"""A check of six small items and tasks for the tests."""

from domain.checking import Check, CheckItem, Option, Overclaim, Task
from domain.device import Need
from domain.questionnaire import Wording

WORDINGS = {
    (language, wording): f"{language} {wording}?"
    for language in ("vi", "en")
    for wording in Wording
}
OPTIONS = tuple(Option({"vi": str(number), "en": str(number)}) for number in range(3))


def a_check(needs: Need = Need.NONE, *, right: int = 1, version: str = "2026.1") -> Check:
    """One item and one task for each group; option 1 of three is right."""
    return Check(
        version,
        tuple(
            CheckItem(f"check-{group}", group, "0.1", needs, WORDINGS, OPTIONS, right)
            for group in range(6)
        ),
        tuple(Task(f"task-{group}", group, needs, WORDINGS) for group in range(6)),
        Overclaim("overclaim", needs, WORDINGS),
    )


def published_check():
    """The same, as a published file says it."""
    wordings = {f"{w.value}_{language}": text for (language, w), text in WORDINGS.items()}
    asked = {"needs": "none", **wordings}
    return {
        "items": [
            {"id": f"check-{g}", "group": g, "competence": "0.1", **asked,
             "options": [{"vi": "a", "en": "a"}] * 3, "right": 1}
            for g in range(6)
        ],
        "tasks": [{"id": f"task-{g}", "group": g, **asked} for g in range(6)],
        "overclaim": {"id": "overclaim", **asked},
    }  # fmt: skip
