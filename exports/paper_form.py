"""The questionnaire on paper, A5: the same questions, the digits that are typed in later."""

from collections.abc import Callable, Sequence

from domain.collection import KEYED_MODES, PAPER_ANSWERS
from domain.links import as_typed
from domain.people import ADULTS, Audience, Gender
from domain.questionnaire import Questionnaire, Wording
from exports.printed import printed


def paper_form(
    questionnaire: Questionnaire,
    *,
    link: str,
    point: str,
    commune: str,
    controller: str,
    language: str,
    t: Callable[..., str],
) -> bytes:
    """
    The form of one unit as PDF, in the simple wording; the version is printed on every page.

    Args:
        link: the short link of the point, for the QR code.
        controller: who answers for the data, as the consent on the screen says it.
    """
    words = {
        "lang": language,
        "title": t("paper.title"),
        "lead": t("paper.lead"),
        "point": point,
        "commune": commune,
        "address": as_typed(link),
        "about": [
            _ages(t),
            _choices("gender", "gender", list(Gender), t),
            _choices("audience", "audience", list(Audience), t),
            _choices("mode", "paper_mode", KEYED_MODES, t),
        ],
        "consent_title": t("paper.consent_title"),
        "consent": t("paper.consent"),
        "controller": controller.replace("*", ""),
        "consent_agree": t("paper.consent_agree"),
        "code_title": t("paper.code_title"),
        "code": t("paper.code"),
        "how": t("paper.how"),
        "answers": [t(f"answer.{answer.value}") for answer in PAPER_ANSWERS.values()],
        "short": [t(f"paper.short_{digit}") for digit in PAPER_ANSWERS],
        "questions": [
            question.sentence(language, Wording.SIMPLE) for question in questionnaire.core
        ],
        "version": t("paper.version", version=questionnaire.version),
        "sheet": t("paper.sheet"),
        "qr_alt": t("poster.qr_alt", address=link),
    }
    return printed("paper_form.typ", words, link=link)


def _ages(t: Callable[..., str]) -> dict[str, object]:
    """Spans as digits: they are found faster than sentences."""
    spans = [band.replace("-", "–") if "-" in band else t(f"age_band.{band}") for band in ADULTS]
    return {"title": t("paper.age_band"), "options": spans}


def _choices(
    name: str, family: str, values: Sequence[str], t: Callable[..., str]
) -> dict[str, object]:
    options = [t(f"{family}.{value}") for value in values]
    return {"title": t(f"paper.{name}"), "options": options}
