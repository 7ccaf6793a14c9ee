"""No sentence nobody reviewed is ever shown, and "reviewed" says by whom and when."""

import pytest

from db.language_packs import BadPack, coverage, language_packs
from tests.db.reference import questionnaire

PACK = """
language: {language}
name: x
status: {status}
reviewed_by: "{by}"
reviewed_on: "{on}"
sentences: {{answer-0: "Câu một", answer-1: " "}}
"""


def written(folder, *, name="tyz", language="tyz", status="draft", by="", on=""):
    words = PACK.format(language=language, status=status, by=by, on=on)
    (folder / f"{name}.yaml").write_text(words, encoding="utf-8")
    return language_packs(folder)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": "reviewed", "by": "", "on": "2026-11-22"},
        {"status": "reviewed", "by": "cán bộ xã", "on": ""},
        {"status": "finished"},
        {"language": "xx"},
        {"name": "jra"},
    ],
)
def test_a_pack_that_claims_too_much_is_refused(tmp_path, wrong):
    with pytest.raises(BadPack):
        written(tmp_path, **wrong)


def test_a_draft_is_counted_and_shown_to_nobody(tmp_path):
    (pack,) = written(tmp_path)

    assert pack.sentence("answer-0") is None
    assert coverage(pack, questionnaire()).written == 1


def test_a_reviewed_sentence_is_shown(tmp_path):
    (pack,) = written(tmp_path, status="reviewed", by="cán bộ dân tộc của xã", on="2026-11-22")

    assert pack.sentence("answer-0") == "Câu một"
    assert pack.sentence("answer-3") is None


def test_the_packs_of_the_product_claim_no_review():
    assert {pack.language for pack in language_packs()} == {"hmn", "ium", "tyz", "blt", "jra"}
    assert not [pack for pack in language_packs() if pack.sentences or pack.status != "draft"]
