"""The reference rows the tests of the database need: places, one questionnaire, two campaigns."""

from datetime import UTC, date, datetime

from sqlalchemy import Engine, insert

from db.engine import transaction
from db.models import metadata
from domain.places import search_key, sort_key
from domain.questionnaire import Question, Questionnaire, Wording
from domain.scoring import Thresholds

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
VERSION = "2026.1"
OLD_VERSION = "2025.1"
TRIEU_SON, THO_NGOC, SI_MA_CAI = "15796", "15823", "02752"  # today's communes
CLOSED = "15799"  # a commune that ended on 2025-06-30

_SINCE, _ENDED = date(2025, 7, 1), date(2025, 6, 30)
_BEFORE_RECORDS = date(1, 1, 1)


def questionnaire() -> Questionnaire:
    """Fourteen questions, two for each group 0-6, in the order of their slots."""
    return Questionnaire(VERSION, _questions("q"), Thresholds("2026.1", 2, 1, 1, 2))


def old_questionnaire() -> Questionnaire:
    """An earlier version with other question ids."""
    return Questionnaire(OLD_VERSION, _questions("old"), Thresholds("2025.1", 2, 1, 1, 2))


def insert_reference(engine: Engine) -> None:
    with transaction(engine) as connection:
        for table, rows in _rows().items():
            connection.execute(insert(metadata.tables[table]), rows)


def _questions(prefix: str) -> tuple[Question, ...]:
    return tuple(
        Question(
            id=f"{prefix}{slot:02}",
            slot=slot,
            position=slot,
            group=(slot - 1) // 2,
            competence_code=f"{(slot - 1) // 2}.1",
            wordings={
                (language, wording): f"{language} {wording} {slot}?"
                for language in ("vi", "en")
                for wording in Wording
            },
        )
        for slot in range(1, 15)
    )


def _rows() -> dict[str, list[dict[str, object]]]:
    return {
        "unit": _units(),
        "area": [
            _area("VN", "Việt Nam", "nation", None),
            _area("38", "Tỉnh Thanh Hóa", "province", "38"),
            _area("15", "Tỉnh Lào Cai", "province", "15"),
            _area("h-trieu-son", "Huyện Triệu Sơn (trước 01/7/2025)", "former_district", "38"),
        ],
        "areamember": [
            *({"area_code": "VN", "unit_id": unit_id} for unit_id in (11, 12, 13)),
            *({"area_code": "38", "unit_id": unit_id} for unit_id in (11, 12)),
            {"area_code": "15", "unit_id": 13},
            *({"area_code": "h-trieu-son", "unit_id": unit_id} for unit_id in (11, 12)),
        ],
        "framework": [{"code": "TT02-2025", "name": "Khung năng lực số", "source": "test"}],
        "questionnaireversion": [
            _version(old_questionnaire(), date(2025, 7, 1)),
            _version(questionnaire(), date(2026, 7, 1)),
        ],
        "question": [
            _question(asked.version, question)
            for asked in (questionnaire(), old_questionnaire())
            for question in asked.questions
        ],
        "campaign": [
            _campaign("2026-1", date(2026, 3, 1), date(2026, 6, 30)),
            _campaign("2026-2", date(2026, 7, 1), date(2026, 12, 31)),
        ],
    }


def _units() -> list[dict[str, object]]:
    return [
        _unit(1, "province", "38", "Thanh Hóa", "", _BEFORE_RECORDS),
        _unit(2, "province", "15", "Lào Cai", "", _SINCE),
        _unit(11, "commune", TRIEU_SON, "Triệu Sơn", "38", _SINCE),
        _unit(12, "commune", THO_NGOC, "Thọ Ngọc", "38", _SINCE),
        _unit(13, "commune", SI_MA_CAI, "Si Ma Cai", "15", _SINCE),
        {**_unit(14, "commune", CLOSED, "Minh Sơn", "385", _BEFORE_RECORDS), "valid_to": _ENDED},
    ]


def _unit(
    unit_id: int, level: str, code: str, name: str, parent_code: str, valid_from: date
) -> dict[str, object]:
    kind = "Tỉnh" if level == "province" else "Xã"
    return {
        "id": unit_id,
        "level": level,
        "code": code,
        "name": name,
        "full_name": f"{kind} {name}",
        "kind": kind,
        "parent_code": parent_code,
        "valid_from": valid_from,
        "valid_to": None,
        "search_key": search_key(name),
        "sort_key": sort_key(name),
    }


def _area(code: str, name: str, kind: str, province_code: str | None) -> dict[str, object]:
    return {
        "code": code,
        "name": name,
        "kind": kind,
        "province_code": province_code,
        "search_key": search_key(name),
    }


def _version(asked: Questionnaire, published_on: date) -> dict[str, object]:
    rules = asked.thresholds
    return {
        "version": asked.version,
        "framework_code": "TT02-2025",
        "published_on": published_on,
        "threshold_version": rules.version,
        "alone": rules.alone,
        "with_help": rules.with_help,
        "basic_needs": rules.basic_needs,
        "firm_needs": rules.firm_needs,
    }


def _question(version: str, question: Question) -> dict[str, object]:
    sentence = question.sentence
    return {
        "version": version,
        "id": question.id,
        "slot": question.slot,
        "position": question.position,
        "skill_group": question.group,
        "competence_code": question.competence_code,
        "normal_vi": sentence("vi", Wording.NORMAL),
        "simple_vi": sentence("vi", Wording.SIMPLE),
        "normal_en": sentence("en", Wording.NORMAL),
        "simple_en": sentence("en", Wording.SIMPLE),
    }


def _campaign(code: str, starts_on: date, ends_on: date) -> dict[str, object]:
    return {"code": code, "name": f"Đợt {code}", "starts_on": starts_on, "ends_on": ends_on}
