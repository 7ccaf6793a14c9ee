"""Mappings of a YAML file that can say where they stand and refuse what they should not hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from domain.errors import SeedError
from seed.marked_yaml import LINE
from seed.wording import faults

LANGUAGES = ("vi", "en")
WORDINGS = ("normal", "simple")


@dataclass(frozen=True)
class Entry:
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

    def one_of(self, name: str, choices: Sequence[str]) -> str:
        value = self.text(name)
        if value not in choices:
            raise self.refusal(f"{name} must be one of {', '.join(choices)}, not {value!r}")
        return value

    def day(self, name: str) -> date:
        value = self.values.get(name)
        if not isinstance(value, date):
            raise self.refusal(f"{name} must be a day, not {value!r}")
        return value

    def entry(self, name: str) -> "Entry":
        value = self.values.get(name)
        if not isinstance(value, dict):
            raise self.refusal(f"{name} must be a mapping")
        return Entry(self.file, value)

    def entries(self, name: str) -> list["Entry"]:
        value = self.values.get(name)
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.refusal(f"{name} must be a list of mappings")
        return [Entry(self.file, item) for item in value]

    def competence(
        self, framework: str, competences: Mapping[tuple[str, str], int]
    ) -> tuple[str, int]:
        """The code of a competence of the framework, and its group, which must be this entry's."""
        competence, group = self.text("competence"), self.whole_number("group")
        if (framework, competence) not in competences:
            raise self.refusal(f"unknown competence {competence} of {framework}")
        if competences[framework, competence] != group:
            raise self.refusal(f"competence {competence} is not of group {group}")
        return competence, group


def wordings(entry: Entry, *, one_action: bool = True, ends_with: str = "?") -> dict[str, str]:
    """
    The sentences of an item as `normal_vi` … `simple_en`.

    Raises:
        SeedError: a sentence has a fault; names file, line, item and field.
    """
    found = {}
    for language in LANGUAGES:
        sentences = entry.entry(language)
        for wording in WORDINGS:
            sentence = sentences.text(wording)
            for fault in faults(
                sentence,
                language=language,
                wording=wording,
                one_action=one_action,
                ends_with=ends_with,
            ):
                raise sentences.refusal(f"{language}.{wording} of {entry.text('id')}: {fault}")
            found[f"{wording}_{language}"] = sentence
    return found


def refuse_repeats(entries: Sequence[Entry], values: Sequence[object], name: str) -> None:
    """Refuse a value that stands in two entries, at the line of the second."""
    for index, value in enumerate(values):
        if value in values[:index]:
            raise entries[index].refusal(f"{name} {value} is used twice")
