"""The published questionnaires: every version's questions, wordings and thresholds."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import Connection, select

from db.models import ANSWER_SLOTS, Question, QuestionnaireVersion
from domain.errors import SeedError
from domain.questionnaire import AI_GROUP, GROUPS, QUESTIONS_PER_GROUP
from domain.scoring import Thresholds
from seed.framework import competence_groups
from seed.marked_yaml import LINE, read_yaml
from seed.rows import DATA
from seed.store import Changes, Record, synchronise, table_of
from seed.wording import faults

LANGUAGES = ("vi", "en")
WORDINGS = ("normal", "simple")
CUT_OFFS = ("alone", "with_help", "basic_needs", "firm_needs")


@dataclass(frozen=True)
class _Entry:
    """One mapping of the file, which can say where it stands."""

    file: str
    values: Mapping[object, object]

    def refusal(self, reason: str) -> SeedError:
        return SeedError(f"{self.file}:{self.values[LINE]}: {reason}")

    def text(self, name: str) -> str:
        value = self.values.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.refusal(f"{name} must be a text (in quotes if it looks like a number)")
        return value.strip()

    def whole_number(self, name: str) -> int:
        value = self.values.get(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refusal(f"{name} must be a whole number, not {value!r}")
        return value

    def day(self, name: str) -> date:
        value = self.values.get(name)
        if not isinstance(value, date):
            raise self.refusal(f"{name} must be a day, not {value!r}")
        return value

    def entry(self, name: str) -> "_Entry":
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise self.refusal(f"{name} must be a mapping")
        return _Entry(self.file, value)

    def entries(self, name: str) -> list["_Entry"]:
        value = self.values.get(name)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.refusal(f"{name} must be a list of mappings")
        return [_Entry(self.file, item) for item in value]


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
        entry = _Entry(path.name, read_yaml(path))
        versions.append(_version(entry, path.stem))
        asked = _questions(entry, versions[-1], competences)
        _refuse_moved_slots(connection, entry, asked)
        questions += asked
    if not versions:
        raise SeedError("questionnaire:0: no version in the folder")
    changed = synchronise(connection, QuestionnaireVersion, versions, key=("version",))
    return changed, synchronise(connection, Question, questions, key=("version", "id"))


def _version(entry: _Entry, name: str) -> Record:
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
    entry: _Entry, version: Record, competences: Mapping[tuple[str, str], int]
) -> list[Record]:
    entries = entry.entries("questions")
    records = [
        _question(question, version, position, competences)
        for position, question in enumerate(entries, start=1)
    ]
    for name in ("id", "slot"):
        _refuse_repeats(entries, [record[name] for record in records], name)
    counts = Counter(record["skill_group"] for record in records)
    for group in (*GROUPS, AI_GROUP):
        if counts[group] != QUESTIONS_PER_GROUP:
            raise entry.refusal(
                f"group {group} has {counts[group]} questions, not {QUESTIONS_PER_GROUP}"
            )
    _refuse_early_ai(entries, records)
    return records


def _question(
    entry: _Entry,
    version: Record,
    position: int,
    competences: Mapping[tuple[str, str], int],
) -> Record:
    competence, group = entry.text("competence"), entry.whole_number("group")
    framework = str(version["framework_code"])
    if (framework, competence) not in competences:
        raise entry.refusal(f"unknown competence {competence} of {framework}")
    if competences[framework, competence] != group:
        raise entry.refusal(f"competence {competence} is not of group {group}")
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
        **_wordings(entry),
    }


def _wordings(entry: _Entry) -> Record:
    wordings = {}
    for language in LANGUAGES:
        sentences = entry.entry(language)
        for wording in WORDINGS:
            sentence = sentences.text(wording)
            for fault in faults(sentence, language=language):
                raise sentences.refusal(f"{language}.{wording} of {entry.text('id')}: {fault}")
            wordings[f"{wording}_{language}"] = sentence
    return wordings


def _refuse_repeats(entries: list[_Entry], values: list[object], name: str) -> None:
    for index, value in enumerate(values):
        if value in values[:index]:
            raise entries[index].refusal(f"{name} {value} is used twice")


def _refuse_early_ai(entries: list[_Entry], records: list[Record]) -> None:
    """The core comes first: who stops before the AI questions has still been asked everything."""
    ai_seen = False
    for entry, record in zip(entries, records, strict=True):
        if ai_seen and record["skill_group"] != AI_GROUP:
            raise entry.refusal("a core question stands after the AI questions")
        ai_seen = ai_seen or record["skill_group"] == AI_GROUP


def _refuse_moved_slots(connection: Connection, entry: _Entry, questions: list[Record]) -> None:
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
