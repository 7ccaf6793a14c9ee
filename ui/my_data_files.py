"""What a person takes home of what is stored about them: JSON, CSV and the record of consent."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

from db.rights import MyData
from ui import consent_text
from ui.my_data_words import answers, consent_line, extra_answers, facts

Translate = Callable[..., str]


def as_json(data: MyData, *, about: dict[str, str]) -> bytes:
    """Every row as stored, the answers by question, and what the file is about."""
    whole = {
        "about": about,
        "code": data.draft.code,
        "answers": dict(data.draft.answers),
        "tables": {table: [_plain(row) for row in rows] for table, rows in data.rows.items()},
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def as_csv(data: MyData, *, about: dict[str, str], t: Translate, language: str) -> bytes:
    """The same in words, then as stored; for a spreadsheet, which a byte order mark needs."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([t("csv.my_part"), t("csv.my_name"), t("csv.my_value")])
    writer.writerows((t("my_data.about"), name, value) for name, value in about.items())
    writer.writerows((t("my_data.stored"), *fact) for fact in facts(data, t, language))
    given = (*answers(data, t, language), *extra_answers(data, t, language))
    writer.writerows((t("review.title"), *answer) for answer in given)
    writer.writerows(_cells(data))
    return ("\ufeff" + file.getvalue()).encode()


def receipt(data: MyData, *, today: date, t: Translate, language: str) -> bytes:
    """What was agreed to and when, with the whole text of each version: plain text to print."""
    parts = [
        t("my_data.receipt_title"),
        t("my_data.made_on", day=today.isoformat(), code=data.draft.code),
        consent_text.controller_sentence(t),
    ]
    parts += [consent_line(one, t, language) for one in data.consents]
    for version in sorted({one.text_version for one in data.consents}):
        whole = consent_text.text_of_version(version, language)
        parts.append(f"--- {version} ---")
        parts.append(whole or t("my_data.receipt_old", version=version))
    return "\n\n".join(parts).replace("**", "").encode()


def about(
    *, controller: tuple[str, str], simulated: bool, today: date, t: Translate
) -> dict[str, str]:
    """The head of a file: who keeps the data, when it was made, and whether they are real."""
    head = {
        t("my_data.controller"): controller[0] or t("consent.controller_missing"),
        t("my_data.contact"): controller[1] or t("consent.contact_missing"),
        t("my_data.made"): today.isoformat(),
    }
    if simulated:
        head[t("my_data.simulated")] = "✓"
    return head


def _cells(data: MyData) -> Iterator[tuple[str, str, object]]:
    for table, rows in data.rows.items():
        for row in rows:
            yield from ((table, name, value) for name, value in _plain(row).items())


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    return {
        name: value.isoformat() if isinstance(value, date | datetime) else value
        for name, value in row.items()
        if value is not None
    }


def as_stored(data: MyData) -> str:
    """Every row as stored, a line a value."""
    return "\n".join(f"{table}.{name} = {value}" for table, name, value in _cells(data))
