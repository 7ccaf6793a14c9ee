"""
What an offline kit hands over: one line a person, each with a checksum of its own.

A line is `["<CRC-32 of the object>",{…}]`. The checksum finds damage and nothing else: what a whole
line says is checked like anything a browser sends. A line without "key" says how many should come.
"""

import json
import re
import secrets
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.collection import MOST_IN_A_FILE
from domain.device import Device
from domain.errors import FileTooLarge, NotOurKitFile, TooManyRows
from domain.flow import Part, Situation, before_sending
from domain.people import Audience, Mode
from domain.questionnaire import Questionnaire
from domain.resume_code import ALPHABET

TOKEN_LENGTH = 10
MOST_BYTES = 2_000_000
_JOINED = re.compile(r'\}\]\s*\["(?=[0-9a-f]{8}",\{)')  # codes scanned one behind the other
_LONGEST_LINE = 4_000  # characters; a person takes five hundred
_LINE = re.compile(r'\["([0-9a-f]{8})",(\{.*\})\]')


@dataclass(frozen=True)
class Kit:
    """A kit as it was made; what its file says of itself is not believed."""

    token: str
    point_token: str
    point_name: str
    is_point_open: bool
    commune_code: str
    commune_name: str
    version: str
    consent_version: str
    made_at: datetime


@dataclass(frozen=True)
class Opened:
    """The whole lines of a file by number, those that are damaged, and how many are missing."""

    records: Mapping[int, Mapping[str, object]]
    damaged: tuple[int, ...]
    missing: int
    kit_token: str


def new_token() -> str:
    """What tells a kit from all others."""
    return "".join(secrets.choice(ALPHABET) for _ in range(TOKEN_LENGTH))


def steps_by_device(asked: Questionnaire) -> dict[int, list[tuple[str, str]]]:
    """
    Device → part and id of every step, by `domain.flow`: all a kit knows of the order of a form.

    Without the packs the order depends on nothing else of a person.
    """
    return {
        int(device): [
            (step.part.value, step.id)
            for step in before_sending(
                asked, None, Situation(device, Audience.CITIZEN, Mode.ASSISTED)
            )
            if step.part in (Part.CORE, Part.AI)
        ]
        for device in Device
    }


def lines_of(content: bytes) -> list[tuple[int, str]]:
    """
    Number and text of the lines that say something.

    Raises:
        FileTooLarge, TooManyRows.
        NotOurKitFile: not one line of it is from a kit.
    """
    if len(content) > MOST_BYTES:
        raise FileTooLarge(megabytes=MOST_BYTES // 1_000_000)
    whole = _JOINED.sub('}]\n["', content.decode("utf-8-sig", errors="replace"))
    lines = [
        (number, text.strip()) for number, text in enumerate(whole.split("\n"), 1) if text.strip()
    ]
    if not any(_whole(text) is not None for _, text in lines):
        raise NotOurKitFile
    if len(lines) > 2 * MOST_IN_A_FILE:
        raise TooManyRows(most=MOST_IN_A_FILE)
    return lines


def open_lines(lines: Sequence[tuple[int, str]]) -> Opened:
    """
    What is whole of a file; several pasted one after the other are one.

    Raises:
        NotOurKitFile: no line names a kit.
        TooManyRows: more than MOST_IN_A_FILE people.
    """
    whole = {number: _whole(text) for number, text in lines}
    damaged = tuple(number for number, found in whole.items() if found is None)
    read = {number: found for number, found in whole.items() if found is not None}
    records = {number: found for number, found in read.items() if "key" in found}
    heads = [found for found in read.values() if "key" not in found]
    tokens = [found.get("kit") for found in (*heads, *records.values())]
    token = next((one for one in tokens if isinstance(one, str)), None)
    if token is None:
        raise NotOurKitFile
    if len(records) > MOST_IN_A_FILE:
        raise TooManyRows(most=MOST_IN_A_FILE)
    missing = max(0, _promised(heads) - len(records) - len(damaged))
    return Opened(records, damaged, missing, token[:TOKEN_LENGTH])


def _whole(text: str) -> Mapping[str, object] | None:
    found = _LINE.fullmatch(text) if len(text) <= _LONGEST_LINE else None
    if found is None or int(found[1], 16) != zlib.crc32(found[2].encode()):
        return None
    try:
        said = json.loads(found[2])
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _promised(heads: Sequence[Mapping[str, object]]) -> int:
    """How many people the heads announce; a text pasted twice announces them once."""
    parts = {json.dumps(head, sort_keys=True): head.get("records") for head in heads}
    return sum(min(n, MOST_IN_A_FILE) for n in parts.values() if type(n) is int and n > 0)
