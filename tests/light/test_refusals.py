"""What the light path refuses, each time with a page in words, and what no answer of it leaks."""

import gzip

import pytest

from light import received
from tests.light.person import t
from text import translator
from ui import limits

WRONG = "ABCDEF"


def test_a_page_without_a_seal_looks_nobody_up(person):
    person.begin()
    code = person.code

    for forged in (code, f"{code}.", f"{code}.0000000000000000", f"{code}.{'0' * 15}ệ", "x" * 300):
        answer = person.open(f"/nhe/{forged}/xem-lai").answer
        assert answer.status_code == 404
        assert t("light.error_missing") in person.html


def test_a_seal_of_one_code_opens_no_other_one(person):
    person.begin()
    seal = person.at.split(".")[1].split("/")[0]

    assert person.open(f"/nhe/{WRONG}.{seal}/ket-qua").answer.status_code == 404


def test_a_wrong_code_is_said_and_guessing_is_stopped_for_a_while(person, monkeypatch):
    monkeypatch.setattr(limits, "_WRONG_PER_SERVER", limits.RateLimitItemPerMinute(3))
    person.open("/nhe/tiep-tuc")
    statuses = []
    for _ in range(5):
        person.press(t("start.resume"), ma=WRONG)
        statuses.append(person.answer.status_code)

    assert statuses == [400, 400, 400, 429, 429]
    assert t("error.too_many_tries") in person.html


def test_who_holds_a_sealed_address_goes_on_while_somebody_else_guesses(person, monkeypatch):
    monkeypatch.setattr(limits, "_WRONG_PER_SERVER", limits.RateLimitItemPerMinute(1))
    question = person.begin().at
    person.open("/nhe/tiep-tuc")
    for _ in range(3):
        person.press(t("start.resume"), ma=WRONG)

    assert person.open(question).answer.status_code == 200


def test_seals_of_a_code_are_guessed_a_few_times_and_its_person_goes_on(person, monkeypatch):
    monkeypatch.setattr(limits, "_TRIES_PER_CODE", limits.RateLimitItemPerMinute(3))
    question, code = person.begin().at, person.code
    statuses = [
        person.open(f"/nhe/{code}.{number:016}/xem-lai").answer.status_code for number in range(5)
    ]

    assert statuses == [404, 404, 404, 429, 429]
    assert person.open("/nhe/tiep-tuc").press(t("start.resume"), ma=code).answer.status_code == 429
    assert person.open(question).answer.status_code == 200


def test_wrong_codes_that_came_through_a_point_count_for_the_point(person, monkeypatch):
    monkeypatch.setattr(limits, "_WRONG_PER_POINT", limits.RateLimitItemPerMinute(2))
    statuses = []
    for point in ("ABC23", "ABC23", "abc23", "XYZ45"):
        person.open(f"/nhe?diem={point}")
        person.open(f"/nhe/tiep-tuc?diem={point}").press(t("start.resume"), ma=WRONG)
        statuses.append(person.answer.status_code)

    assert statuses == [400, 400, 429, 400]


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://ke-xau.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_form_of_another_site_changes_nothing(person, headers):
    question = person.begin().at
    before = person.html

    person.post(question, {"tra-loi": "2"}, **headers)

    assert person.answer.status_code == 403
    assert t("light.error_foreign") in person.html
    assert person.open(question).html == before


def test_what_is_too_long_or_no_form_is_refused(person):
    question = person.begin().at
    origin = {"Origin": str(person.client.base_url)}

    long = person.post(question, {"tra-loi": "2" * received.MAXIMUM_BYTES})
    assert long.answer.status_code == 413
    json = person.client.post(question, json={"tra-loi": 2}, headers=origin)
    assert json.status_code == 415
    fields = "&".join(f"f{number}=1" for number in range(100))
    many = person.client.post(question, content=fields, headers=origin)
    assert many.status_code == 400
    assert t("light.error_method") in many.text


def test_other_methods_and_unknown_pages_are_refused_in_words(person):
    put = person.client.put("/nhe")

    assert put.status_code == 405
    assert "<h1>" in put.text
    assert "POST" in put.headers["allow"]
    assert person.open("/nhe/khong/co/trang/nay").answer.status_code == 404


def test_a_fault_of_ours_is_a_sentence_and_no_traceback(person, monkeypatch):
    question = person.begin().at
    monkeypatch.setattr("light.draft.open_draft", lambda *_: 1 / 0)
    person.open(question)

    assert person.answer.status_code == 500
    assert t("error.unknown") in person.html
    assert "Traceback" not in person.html


@pytest.mark.parametrize("value", ["", "4", "-1", "22", "²", "1.0", "true", "<b>"])
def test_an_answer_off_the_scale_comes_back_with_its_question(person, value):
    question = person.begin().at
    heading = person.heading

    person.post(question, {"tra-loi": value})

    assert person.answer.status_code == 400
    assert person.heading == heading
    assert t("error.answer_off_scale") in person.html


def test_what_somebody_typed_is_never_markup(person):
    person.open("/nhe?ai=self&ten=%3Cscript%3Ealert(1)%3C/script%3E")

    assert "<script>alert" not in person.html
    assert "alert1" in person.html  # letters and digits only, as search repeats them


@pytest.mark.parametrize(
    "query",
    ["ai=robot", "ai=self&noi=99999", "ai=self&noi=15664&dung=1&tuoi=200", "nn=xx&chu=9&tp=x"],
)
def test_a_forged_choice_is_asked_again(person, query):
    person.open(f"/nhe?{query}")

    assert person.answer.status_code in (200, 400)
    assert person.page.forms


def test_a_phone_that_is_passed_on_does_not_page_back_to_the_person_before(person):
    person.begin()
    question, code = person.at, person.code
    person.post(question.rsplit("/", 1)[0] + "/nguoi-tiep", {})
    assert person.at == "/nhe"

    assert person.open(question).answer.status_code == 404
    person.open("/nhe/tiep-tuc").press(t("start.resume"), ma=code)
    assert t("form.counter", number=1, total=12) in person.html


def test_a_helpers_pass_that_nobody_gave_is_put_aside_and_the_form_goes_on(person):
    person.open("/nhe?the=ABCDEFGH&noi=15664")

    assert t("error.helper_pass_refused") in person.html
    assert 'value="ABCDEFGH"' not in person.html
    assert person.press(t("mode.self")).answer.status_code == 200


def test_no_personal_page_is_kept_and_all_carry_the_headers(person):
    for address in ("/nhe", "/nhe/tiep-tuc", person.begin().at):
        headers = person.open(address).answer.headers
        assert headers["cache-control"] == "no-store"
        assert "script-src 'self' blob:" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"
        assert "style=" not in person.html
        assert "<script>" not in person.html


def test_every_page_with_its_style_and_script_is_under_thirty_kilobytes(person):
    from db.settings import PROJECT

    files = [path.read_bytes() for path in (PROJECT / "static" / "light").iterdir()]
    assets = sum(len(gzip.compress(content, 9)) for content in files)
    person.begin()
    base = person.at.rsplit("/", 1)[0]
    for page in ("/nhe", person.at, f"{base}/tat-ca", f"{base}/xem-lai", f"{base}/du-lieu"):
        html = person.open(page).answer
        assert html.headers["content-encoding"] == "gzip"
        assert assets + len(gzip.compress(html.content, 5)) < 15_000  # PERFORMANCE allows 30 kB


def test_the_names_of_style_and_script_say_their_content():
    import hashlib

    from db.settings import PROJECT

    for path in (PROJECT / "static" / "light").iterdir():
        wanted = hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        named = path.name.split(".")[1:]
        assert named == [wanted, path.suffix[1:]], "rename it, so that browsers fetch it"


def test_every_sentence_the_templates_name_exists():
    import re

    from db.settings import PROJECT

    for path in [*(PROJECT / "light").rglob("*.html"), *(PROJECT / "light").glob("*.py")]:
        for key in re.findall(r"""\bt\(\s*["']([a-z_]+\.[a-z0-9_]+)["'][,)]""", path.read_text()):
            assert translator("en")(key), (path.name, key)
