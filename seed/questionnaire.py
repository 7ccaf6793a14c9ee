"""The published questionnaires: every version's questions, wordings and thresholds."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, select

from db.models import ANSWER_SLOTS, Question, QuestionnaireVersion
from domain.device import Need
from domain.errors import SeedError
from domain.questionnaire import AI_GROUP, GROUPS, QUESTIONS_PER_GROUP
from domain.scoring import Thresholds
from seed.entries import Entry, refuse_repeats, wordings
from seed.framework import competence_groups
from seed.marked_yaml import read_yaml
from seed.rows import DATA
from seed.store import Changes, Record, synchronise, table_of

CUT_OFFS = ("alone", "with_help", "basic_needs", "firm_needs")


def seed_questionnaires(connection: Connection, folder: Path = DATA) -> tuple[Changes, Changes]:
    """
    Every version in questionnaire/*.yaml; returns what changed in versions and in questions.

    A published version keeps its slots: answers already given lie in them.

    Raises:
        SeedError: a version breaks a rule of `seed.questionnaire`; names the file and line.
    """
    competences = competence_groups(folder)
    versions: list[Record] = []
    questions: list[Record] = []
    for path in sorted((folder / "questionnaire").glob("*.yaml")):
        entry = Entry(path.name, read_yaml(path))
        versions.append(_version(entry, path.stem))
        asked = _questions(entry, versions[-1], competences)
        _refuse_moved_slots(connection, entry, asked)
        questions += asked
    if not versions:
        raise SeedError("questionnaire:0: no version in the folder")
    changed = synchronise(connection, QuestionnaireVersion, versions, key=("version",))
    return changed, synchronise(connection, Question, questions, key=("version", "id"))


def _version(entry: Entry, name: str) -> Record:
    version = entry.text("version")
    if version != name:
        raise entry.refusal(f"version {version} in a file named {name}")
    thresholds = entry.entry("thresholds")
    cut_offs = {cut_off: thresholds.whole_number(cut_off) for cut_off in CUT_OFFS}
    try:
        Thresholds(version=thresholds.text("version"), **cut_offs)
    except ValueError as error:
        raise thresholds.refusal(str(error)) from error
    return {
        "version": version,
        "framework_code": entry.text("framework"),
        "published_on": entry.day("published_on"),
        "threshold_version": thresholds.text("version"),
        **cut_offs,
    }


def _questions(
    entry: Entry, version: Record, competences: Mapping[tuple[str, str], int]
) -> list[Record]:
    entries = entry.entries("questions")
    records = [
        _question(question, version, position, competences)
        for position, question in enumerate(entries, start=1)
    ]
    for name in ("id", "slot"):
        refuse_repeats(entries, [record[name] for record in records], name)
    counts = Counter(record["skill_group"] for record in records)
    for group in (*GROUPS, AI_GROUP):
        if counts[group] != QUESTIONS_PER_GROUP:
            raise entry.refusal(
                f"group {group} has {counts[group]} questions, not {QUESTIONS_PER_GROUP}"
            )
    _refuse_early_ai(entries, records)
    return records


def _question(
    entry: Entry,
    version: Record,
    position: int,
    competences: Mapping[tuple[str, str], int],
) -> Record:
    competence, group = entry.competence(str(version["framework_code"]), competences)
    slot = entry.whole_number("slot")
    if not 1 <= slot <= ANSWER_SLOTS:
        raise entry.refusal(f"slot {slot} is outside 1 to {ANSWER_SLOTS}")
    return {
        "version": version["version"],
        "id": entry.text("id"),
        "slot": slot,
        "position": position,
        "skill_group": group,
        "competence_code": competence,
        "needs": entry.one_of("needs", list(Need)),
        **wordings(entry, one_action=False),
    }


def _refuse_early_ai(entries: list[Entry], records: list[Record]) -> None:
    """The core comes first: who stops before the AI questions has still been asked everything."""
    ai_seen = False
    for entry, record in zip(entries, records, strict=True):
        if ai_seen and record["skill_group"] != AI_GROUP:
            raise entry.refusal("a core question stands after the AI questions")
        ai_seen = ai_seen or record["skill_group"] == AI_GROUP


def _refuse_moved_slots(connection: Connection, entry: Entry, questions: list[Record]) -> None:
    table = table_of(Question).c
    stored = connection.execute(
        select(table.id, table.slot).where(table.version == entry.text("version"))
    )
    slots = {str(record["id"]): record["slot"] for record in questions}
    for question_id, slot in stored:
        if slots.get(question_id) != slot:
            raise entry.refusal(
                f"question {question_id} left slot {slot} of a published version: make a new one"
            )
