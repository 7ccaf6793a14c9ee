"""The published packs and checks: documents of their own, each with its own version."""

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from db.models import CheckVersion, PackVersion
from domain.device import Need
from domain.people import Audience
from domain.questionnaire import AI_GROUP, GROUPS
from seed.entries import LANGUAGES, Entry, refuse_repeats, wordings
from seed.framework import competence_groups
from seed.marked_yaml import read_yaml
from seed.rows import DATA
from seed.store import Changes, Record, synchronise, table_of
from seed.wording import faults

PACK_ITEMS = 4
OPTIONS = (3, 4)

Content = dict[str, object]
Competences = Mapping[tuple[str, str], int]


def seed_packs(connection: Connection, folder: Path = DATA) -> Changes:
    """
    Every version in questionnaire/packs/*.yaml: four questions for each audience.

    Raises:
        SeedError: a file breaks a rule; names file, line, item and field.
    """
    return _seed(connection, PackVersion, folder, "packs")


def seed_checks(connection: Connection, folder: Path = DATA) -> Changes:
    """
    Every version in questionnaire/check/*.yaml: six items, six tasks and the over-claim.

    Raises:
        SeedError: a file breaks a rule; names file, line, item and field.
    """
    return _seed(connection, CheckVersion, folder, "check")


def _seed(connection: Connection, model: type[SQLModel], folder: Path, kind: str) -> Changes:
    competences = competence_groups(folder)
    read = _packs if kind == "packs" else _check
    records: list[Record] = []
    for path in sorted((folder / "questionnaire" / kind).glob("*.yaml")):
        name = f"{kind}/{path.name}"
        entry = Entry(name, read_yaml(path, name=name))
        version = entry.text("version")
        if version != path.stem:
            raise entry.refusal(f"version {version} in a file named {path.stem}")
        content = read(entry, competences)
        _refuse_changed_meaning(connection, model, entry, content)
        day = entry.day("published_on")
        records.append({"version": version, "published_on": day, "content": content})
    return synchronise(connection, model, records, key=("version",)) if records else Changes()


def _packs(entry: Entry, competences: Competences) -> Content:
    audiences = entry.entry("audiences")
    framework = entry.text("framework")
    content: Content = {}
    found: list[tuple[Entry, Content]] = []
    for audience in Audience:
        entries = audiences.entries(audience)
        if len(entries) != PACK_ITEMS:
            raise audiences.refusal(f"{audience} has {len(entries)} questions, not {PACK_ITEMS}")
        items = [_pack_item(item, framework, competences) for item in entries]
        refuse_repeats(entries, [item["slot"] for item in items], "slot")
        found += zip(entries, items, strict=True)
        content[audience.value] = items
    refuse_repeats([item for item, _ in found], [item["id"] for _, item in found], "id")
    return content


def _pack_item(entry: Entry, framework: str, competences: Competences) -> Content:
    slot = entry.whole_number("slot")
    if not 1 <= slot <= PACK_ITEMS:
        raise entry.refusal(f"slot {slot} is outside 1 to {PACK_ITEMS}")
    competence, group = entry.competence(framework, competences)
    return {
        **{"id": entry.text("id"), "slot": slot, "group": group, "competence": competence},
        **{"needs": entry.one_of("needs", list(Need)), **wordings(entry)},
    }


def _check(entry: Entry, competences: Competences) -> Content:
    framework = entry.text("framework")
    entries, tasks = entry.entries("items"), entry.entries("tasks")
    overclaim = entry.entry("overclaim")
    content: Content = {
        "items": [_check_item(item, framework, competences) for item in entries],
        "tasks": [{**_asked(task, ends_with="."), "group": _group(task)} for task in tasks],
        "overclaim": _asked(overclaim, ends_with="?"),
    }
    for name, one_each in (("items", entries), ("tasks", tasks)):
        groups = tuple(one.whole_number("group") for one in one_each)
        if groups != GROUPS:
            raise entry.refusal(f"{name} are of groups {groups}, not one of each of {GROUPS}")
    everything = [*entries, *tasks, overclaim]
    refuse_repeats(everything, [one.text("id") for one in everything], "id")
    return content


def _asked(entry: Entry, *, ends_with: str) -> Content:
    need = entry.one_of("needs", list(Need))
    return {"id": entry.text("id"), "needs": need, **wordings(entry, ends_with=ends_with)}


def _group(entry: Entry) -> int:
    group = entry.whole_number("group")
    if not 0 <= group < AI_GROUP:
        raise entry.refusal(f"group {group} is not one of {GROUPS}")
    return group


def _check_item(entry: Entry, framework: str, competences: Competences) -> Content:
    competence, group = entry.competence(framework, competences)
    options = [_option(entry, option) for option in entry.entries("options")]
    if len(options) not in OPTIONS:
        raise entry.refusal(f"{entry.text('id')} has {len(options)} options, not 3 or 4")
    right = entry.whole_number("right")
    if not 0 <= right < len(options):
        raise entry.refusal(f"right of {entry.text('id')} is {right}: no such option")
    asked = _asked(entry, ends_with="?")
    return {
        **asked,
        **{"group": group, "competence": competence, "options": options, "right": right},
    }


def _option(item: Entry, option: Entry) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        found[language] = option.text(language)
        for fault in faults(found[language], language=language, one_action=True, ends_with=""):
            raise option.refusal(f"options.{language} of {item.text('id')}: {fault}")
    return found


def _refuse_changed_meaning(
    connection: Connection, model: type[SQLModel], entry: Entry, content: Content
) -> None:
    """Words may be mended; what an answer already given means may not change."""
    table = table_of(model).c
    stored = connection.execute(
        select(table.content).where(table.version == entry.text("version"))
    ).scalar()
    if stored is not None and _meaning(stored) != _meaning(content):
        raise entry.refusal(
            "an id, slot, group, need or right answer of a published version moved: make a new one"
        )


_KEPT = ("id", "slot", "group", "needs", "right")


def _meaning(content: object) -> object:
    """What of a document an answer refers to: everything but its words."""
    if isinstance(content, dict):
        kept = {name: content[name] for name in _KEPT if name in content}
        inside = {
            name: _meaning(value)
            for name, value in content.items()
            if isinstance(value, (dict, list))
        }
        return {**kept, **inside}
    if isinstance(content, list):
        return [_meaning(one) for one in content]
    return None
