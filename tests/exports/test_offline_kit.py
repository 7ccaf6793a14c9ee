"""The file of an offline kit: everything inside, nothing fetched, no sentence breaks out."""

import base64
import hashlib
import json
import re
from html import unescape

import pytest

from domain.kit import Kit, steps_by_device
from exports import offline_kit
from exports.offline_kit import kit_file
from tests.db.reference import NOW, TRIEU_SON, VERSION, questionnaire
from text import LANGUAGES, translator

KIT = Kit(
    **{"token": "ABCDEFGHJK", "point_token": "AB234", "point_name": "Chợ </script> Đà"},
    **{"is_point_open": True, "commune_code": TRIEU_SON, "commune_name": "Xã Triệu Sơn"},
    **{"version": VERSION, "consent_version": "2026-11-22.2", "made_at": NOW},
)
HOSTILE = "Sở </script><script>alert(1)</script> **X**"


@pytest.fixture(params=LANGUAGES)
def page(request):
    made = kit_file(
        KIT, questionnaire(), controller=HOSTILE, language=request.param,
        t=translator(request.param), simulated=True,
    )  # fmt: skip
    return made.decode()


def facts(page):
    return json.loads(re.search(r'id="kit">(.*?)</script>', page, re.S)[1])


def test_nothing_is_fetched_evaluated_or_sent(page):
    script = re.search(r"<script>(.*?)</script>", page, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = unescape(re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1])

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert f"script-src 'sha256-{digest}'" in policy
    active = r"https?://|\beval\b|new Function|fetch\(|XMLHttp|innerHTML"
    assert not re.search(active, page.replace('"http://www.w3.org/2000/svg"', ""))
    assert not re.search(r'\s(src|href|style|on[a-z]+)="', page)


def test_a_sentence_with_a_tag_stays_a_sentence(page):
    assert page.count("</script>") == 2
    assert "alert(1)" in facts(page)["consent"][1]
    assert "Chợ &lt;/script&gt; Đà" in page


def test_questions_order_and_consent_come_from_where_the_form_has_them(page):
    said, asked = facts(page), questionnaire()

    assert {int(device): [tuple(step) for step in steps] for device, steps in
            said["steps"].items()} == steps_by_device(asked)  # fmt: skip
    assert set(said["questions"]) == {question.id for question in asked.questions}
    assert said["consent_version"] == "2026-11-22.2"
    assert [value for value, _ in said["answers"]] == [0, 1, 2, 3, 9]
    assert "7-15" not in json.dumps(said["who"])


def test_the_file_fits_into_a_message(page):
    assert len(page.encode()) < 60_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_consent_people_agree_to_is_kept_word_for_word(language):
    """Else give it a new version, and keep the text of the old one."""
    from domain.consent import KIT_TEXT_VERSION
    from ui.consent_text import text_of_today, text_of_version

    today = text_of_today(translator(language), offline_kit.CONSENT_KEYS)

    assert text_of_version(KIT_TEXT_VERSION, language) == today
