"""What is stored about a person, in words."""

from collections.abc import Callable
from datetime import timedelta

from db.rights import GivenConsent, MyData
from domain import checking
from domain.calendar_day import day_of
from domain.checking import Asked, Overclaim, Seen, Task
from domain.people import AgeBand, uses_simple_wording
from domain.questionnaire import Wording
from domain.retention import CODE_DAYS, DRAFT_DAYS
from text import formats
from ui.database import check, packs, questionnaire

Translate = Callable[..., str]
_CHOICES = ("age_band", "gender", "audience", "mode")
_IF_SAID = {
    "device": "device",
    "helper_relation": "help_relation",
    "help_language": "help_language",
}
_CODE_WORKS = timedelta(days=CODE_DAYS - 31)  # the day may be known as its month only


def facts(data: MyData, t: Translate, language: str) -> list[tuple[str, str]]:
    """Name and value of everything that is not an answer, as the person would say it."""
    draft = data.draft
    found = [(t("my_data.place"), f"{draft.commune_name}, {draft.province_name}")]
    found += [(t(f"my_data.{name}"), t(f"{name}.{getattr(draft, name)}")) for name in _CHOICES]
    found.append((t("my_data.status"), _status(data, t, language)))
    [row] = data.rows["assessment"]
    if row["seconds_taken"] is not None:
        seconds = t("my_data.seconds_value", seconds=row["seconds_taken"])
        found.append((t("my_data.seconds"), seconds))
    found += [
        (t(f"my_data.{name}"), t(f"{family}.{row[name]}"))
        for name, family in _IF_SAID.items()
        if row[name] is not None
    ]
    if row["consent_by"] is not None:
        found.append((t("my_data.consent_by"), t(f"consent_by.{row['consent_by']}")))
        found.append((t("my_data.counted"), t("my_data.counted_not")))
    if data.sensitive is not None:
        ethnicity, disability = data.sensitive
        found.append((t("my_data.ethnicity"), t(f"ethnicity.{ethnicity}")))
        found.append((t("my_data.disability"), t(f"disability.{disability}")))
    return found


def answers(data: MyData, t: Translate, language: str) -> list[tuple[str, str]]:
    """Every question of the version with its answer, or that there is none."""
    wording, given = _wording(data), data.draft.answers
    return [
        (
            question.sentence(language, wording),
            t(f"answer.{given[question.id]}") if question.id in given else t("my_data.unanswered"),
        )
        for question in questionnaire(data.draft.version).questions
    ]


def extra_answers(data: MyData, t: Translate, language: str) -> list[tuple[str, str]]:
    """What was answered of the pack of this audience and of the small check, each in words."""
    extras, draft = data.draft.extras, data.draft
    wording = _wording(data)
    known_packs = packs(extras.pack_version) if extras.pack_version else None
    known_check = check(extras.check_version) if extras.check_version else None
    found: list[tuple[str, str]] = []
    for item in known_packs.items.get(draft.audience, ()) if known_packs else ():
        if (value := extras.answer(item)) is not None:
            found.append((item.sentence(language, wording), t(f"answer.{value}")))
    asked: tuple[Asked, ...] = ()
    if known_check is not None:
        asked = (*known_check.items, *known_check.tasks, known_check.overclaim)
    for one in asked:
        if (value := extras.answer(one)) is not None:
            found.append((one.sentence(language, wording), _said(one, value, t, language)))
    return found


def _said(asked: Asked, value: int, t: Translate, language: str) -> str:
    if isinstance(asked, Task):
        return t(f"seen.{Seen(value).name.lower()}")
    if isinstance(asked, Overclaim) or value == checking.REFUSED:
        return t(f"answer.{value}")
    beside = {
        checking.DO_NOT_KNOW: "check.do_not_know",
        checking.DO_NOT_UNDERSTAND: "check.do_not_understand",
    }
    return t(beside[value]) if value in beside else asked.options[value].sentences[language]


def _wording(data: MyData) -> Wording:
    simple = uses_simple_wording(AgeBand(data.draft.age_band))
    return Wording.SIMPLE if simple else Wording.NORMAL


def consent_line(consent: GivenConsent, t: Translate, language: str) -> str:
    """One consent as a sentence."""
    details = {
        "purpose": t(f"purpose.{consent.purpose}"),
        "day": formats.day(day_of(consent.given_at), language),
        "version": consent.text_version,
    }
    if consent.withdrawn_at is None:
        return t("my_data.consent_given", **details)
    withdrawn = formats.day(day_of(consent.withdrawn_at), language)
    return t("my_data.consent_withdrawn", **details, withdrawn=withdrawn)


def code_until(data: MyData, t: Translate, language: str) -> str | None:
    """Until when at least the code of a sent assessment works; None while it is a draft."""
    sent = data.sent_on
    if sent is None:
        return None
    return t("my_data.code_until", day=formats.day(sent + _CODE_WORKS, language))


def _status(data: MyData, t: Translate, language: str) -> str:
    if data.sent_on is None:
        kept_until = day_of(data.started_at) + timedelta(days=DRAFT_DAYS)
        return t("my_data.status_draft", day=formats.day(kept_until, language))
    return t("my_data.status_submitted", day=formats.day(data.sent_on, language))
