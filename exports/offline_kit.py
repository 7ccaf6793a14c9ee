"""The form of a collection point in one file that works without a network."""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from domain.device import Device
from domain.flow import OPTIONAL
from domain.kit import Kit, steps_by_device
from domain.people import ADULTS, Audience, Gender, Mode, uses_simple_wording
from domain.questionnaire import Answer, Questionnaire, Wording

Translate = Callable[..., str]

_HERE = Path(__file__).parent
_SCRIPTS = ("offline_qr.js", "offline_lines.js", "offline_kit.js")
# Who answers, in the order it is asked: who presses the buttons decides how one speaks to whom.
_WHO: Mapping[str, Sequence[str]] = {
    "mode": tuple(Mode),
    "age_band": ADULTS,
    "gender": tuple(Gender),
    "audience": tuple(Audience),
}
WORDS = (
    *("title", "lead", "begin", "go_on", "drop_draft", "version", "waiting", "none_waiting"),
    *("not_kept", "not_kept_long", "consent_title", "consent_more", "adults_only", "disagree"),
    *("step", "step_optional", "skip", "back", "review", "review_text", "review_none", "keep"),
    *("done", "slip", "codes", "code", "codes_how", "next_code", "codes_done"),
    *("next_person", "home", "hand_over", "hand_over_text", "download", "share", "as_text"),
    *("as_text_how", "part", "copy", "copied", "copy_by_hand", "sent", "forget", "forget_sure"),
    *("forget_text", "forget_yes", "forget_no", "slips", "is_sent", "is_waiting"),
)
FIELDS = tuple(_WHO)
# Everything the person reads at the consent; `text/consents` keeps it under KIT_TEXT_VERSION.
CONSENT_KEYS = (
    *("kit.consent_title", "consent.text", "consent.controller", "consent.long"),
    *("kit.adults_only", "consent.agree"),
)


def kit_file(
    kit: Kit,
    asked: Questionnaire,
    *,
    controller: str,
    language: str,
    t: Translate,
    simulated: bool,
) -> bytes:
    """
    The file: every question, the whole consent, and a queue that stays on the device.

    Args:
        controller: the sentence that says who answers for the data.
        t: asked without details, it gives a sentence whose placeholders the file fills.
    """
    style, script = _text("offline_kit.css"), "".join(_text(name) for name in _SCRIPTS)
    page = (
        _environment()
        .get_template("offline_kit.html")
        .render(
            lang=language,
            title=t("kit.title"),
            place=f"{kit.point_name} · {kit.commune_name}",
            simulated=t("pdf.simulated") if simulated else "",
            no_script=t("kit.no_script"),
            facts=Markup(_facts(kit, asked, controller, language, t)),
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
        )
    )
    return page.encode()


def _facts(kit: Kit, asked: Questionnaire, controller: str, language: str, t: Translate) -> str:
    """Everything the script knows; `<` is written so that no sentence can end the element."""
    facts = {
        "kit": kit.token,
        "point": kit.point_token,
        "version": kit.version,
        "consent_version": kit.consent_version,
        "words": {name: t(f"kit.{name}") for name in WORDS},
        "consent": [_plain(t("consent.text")), _plain(controller)],
        "consent_more": [_plain(part) for part in t("consent.long").split("\n") if part.strip()],
        "agree": t("consent.agree"),
        "who": [_asked_of(field, values, t) for field, values in _WHO.items()],
        "device": {
            "title": t("device.question_normal"),
            "simple": t("device.question_simple"),
            "hint": t("device.hint"),
            "options": [(int(one), t(f"device.{one.value}")) for one in reversed(Device)],
        },
        "steps": steps_by_device(asked),
        "optional": [part.value for part in OPTIONAL],
        "questions": {
            question.id: {
                wording.value: question.sentence(language, wording) for wording in Wording
            }
            for question in asked.questions
        },
        "answers": [(int(one), t(f"answer.{one.value}")) for one in Answer],
        "simple_ages": [band.value for band in ADULTS if uses_simple_wording(band)],
    }
    return json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")


def _asked_of(field: str, values: Sequence[str], t: Translate) -> dict[str, object]:
    labels = [(str(value), t(f"{field}.{value}")) for value in values]
    return {"field": field, "title": t(f"kit.ask_{field}"), "options": labels}


def _plain(sentence: str) -> str:
    """Without the marks of bold print: the file shows text and nothing else."""
    return sentence.replace("**", "")


def _policy(style: str, script: str) -> str:
    """Nothing is fetched or sent, and only our own script and look are used."""
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src {_hash(style)}; script-src {_hash(script)}"
    )


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined)


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
