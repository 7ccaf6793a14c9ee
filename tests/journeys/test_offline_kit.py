"""A kit on a phone without a network: two people answer, and what it hands over counts once."""

import io
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlmodel import Session, select

from db.commands.collection_points import open_point
from db.models import Assessment
from domain.access import Role
from domain.collection import PointKind
from tests.journeys.accessibility import axe_violations
from tests.journeys.form_steps import TRIEU_SON
from tests.journeys.steps import at_rest
from tests.journeys.test_readers import account_with
from text import translator
from ui import clock

t = translator("vi")
DESK = {"viewport": {"width": 1366, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
EXPORTS = Path(__file__).resolve().parents[2] / "exports"
_PICTURES = os.environ.get("KIT_PICTURES")


@pytest.fixture
def page(server, new_context):
    """A page of a leader of Xã Triệu Sơn, where one point is open."""
    leader = account_with(server, Role.LEADER, TRIEU_SON)
    open_point(server.engine, kind=PointKind.HAMLET, name="Thôn Tân Thành",
               commune_code=TRIEU_SON, by=leader, now=clock.now(), today=clock.today())  # fmt: skip
    return new_context(cookie=server.open_session(leader), **DESK).new_page()


def test_two_people_answer_without_a_network_and_are_counted_once(
    page, server, new_context, tmp_path
):
    kit = downloaded(page, tmp_path)
    phone, asked = opened_offline(new_context, kit)
    faults = axe_violations(phone)
    tap(phone, "kit.begin")
    faults += axe_violations(phone)
    answer(phone, device="device.2", questions=14)
    picture(phone, "done")
    tap(phone, "kit.next_person")
    answer(phone, device="device.0", questions=None, age="age_band.70+", half_way=phone.reload)
    expect(phone.locator("#queue")).to_have_text(t("kit.waiting", number=2))
    tap(phone, "kit.home")
    tap(phone, "kit.hand_over")
    faults += axe_violations(phone)
    picture(phone, "hand-over")
    codes = scanned(phone)
    with phone.expect_download() as download:
        tap(phone, "kit.download")
    content = download.value.path().read_bytes()
    assert asked == []
    assert faults == []
    assert "\n".join(codes).splitlines()[1:] == content.decode().splitlines()[1:]

    sent(page, content)
    expect(page.get_by_text("2 người mới sẽ được thêm")).to_be_visible()
    picture(page, "dry-run")
    assert axe_violations(page) == []
    page.get_by_role("button", name=t("import.save", number=2)).click()
    expect(page.get_by_text(t("import.saved", people=2))).to_be_visible()
    page.get_by_role("button", name=t("import.next")).click()
    sent(page, content)
    expect(page.get_by_text(t("import.nothing_new"))).to_be_visible()
    with Session(server.engine) as session:
        first, second = session.exec(select(Assessment).order_by(Assessment.id)).all()
    assert (first.device, first.skipped, first.answer_01) == (2, 0, 2)
    assert (second.device, second.age_band) == (0, "70+")
    assert second.skipped > 0


def downloaded(page, folder: Path) -> Path:
    page.goto("/bo-ngoai-tuyen")
    at_rest(page)
    page.get_by_role("button", name=t("kit.prepare")).click()
    button = page.get_by_role("button", name=t("kit.save_file", point="Thôn Tân Thành"))
    expect(button).to_be_visible()
    picture(page, "page")
    with page.expect_download() as download:
        button.click()
    path = folder / "kit.html"
    download.value.save_as(path)
    return path


def opened_offline(new_context, path: Path):
    """The file in a browser without a network, and every address it asked for all the same."""
    context = new_context(**PHONE)
    context.set_offline(True)
    phone = context.new_page()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url)
             if not request.url.startswith(("file:", "blob:")) else None)  # fmt: skip
    phone.on("pageerror", lambda error: asked.append(str(error)))
    phone.on("console", lambda said: asked.append(said.text) if said.type == "error" else None)
    phone.goto(path.as_uri())
    picture(phone, "home")
    return phone, asked


def answer(phone, *, device, questions, age="age_band.25-34", half_way=None):
    """One person through the whole kit, "I can do it alone" to everything."""
    phone.get_by_role("button", name=t("consent.agree")).click()
    for key in ("mode.assisted", age, "gender.female", "audience.citizen"):
        tap(phone, key)
    picture(phone, f"device-{device[-1]}")
    tap(phone, device)
    if half_way:
        half_way()
        tap(phone, "kit.go_on")
    picture(phone, f"question-{device[-1]}")
    taps = 0
    while phone.get_by_role("button", name=t("kit.keep"), exact=True).count() == 0:
        tap(phone, "answer.2")
        taps += 1
    assert questions in (None, taps)
    tap(phone, "kit.keep")


def scanned(phone):
    """What a QR reader makes of the chain, code by code."""
    tap(phone, "kit.codes")
    picture(phone, "code")
    found = []
    while True:
        found.append(read_code(phone.locator("svg").screenshot()))
        if phone.get_by_role("button", name=t("kit.next_code")).count() == 0:
            break
        tap(phone, "kit.next_code")
    tap(phone, "kit.codes_done")
    return found


def read_code(png: bytes) -> str:
    import zxingcpp
    from PIL import Image

    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(png)))
    return code.text


@pytest.mark.parametrize("length", [1, 17, 18, 107, 200, 272, 480, 858])
def test_our_own_codes_are_read_by_a_reader_of_others(browser, length):
    page = browser.new_page()
    for name in ("offline_qr.js", "offline_lines.js"):
        page.add_script_tag(path=EXPORTS / name)
    text = ('a1{"ế' * 400).encode()[:length].decode(errors="ignore")

    page.evaluate("text => document.body.append(qrPicture(text, 'x'))", text)

    assert read_code(page.locator("svg").screenshot()) == text
    page.close()


def tap(phone, key):
    phone.get_by_role("button", name=t(key), exact=True).click()


def sent(page, content):
    at_rest(page)
    page.get_by_label(t("kit.choose")).set_input_files(
        {"name": "phieu.txt", "mimeType": "text/plain", "buffer": content}
    )


def picture(page, name):
    """For whoever wants to look: `KIT_PICTURES=folder`."""
    if _PICTURES:
        page.screenshot(path=f"{_PICTURES}/{name}.png", full_page=True)
