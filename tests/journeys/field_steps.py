"""What a leader, a volunteer and learners do on the evening of a class, step by step."""

import io
from datetime import datetime
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.steps import at_rest, choose
from tests.journeys.test_light import expect_question, press
from tests.journeys.test_offline_kit import answer, sent
from text import translator

t = translator("vi")
HALL, HAMLET = "Nhà văn hóa thôn Tân Thành", "Thôn Tân Thành"


def reached(desk: Page) -> str:
    """What "who is left" says of how many of the hamlet were reached."""
    desk.goto("/ai-con-chua-toi")
    row = desk.get_by_role("row").filter(has_text=HAMLET)
    expect(row).to_be_visible()
    return row.get_by_role("cell").nth(1).inner_text()


def plan_a_class(desk: Page, *, at: datetime) -> None:
    """Put a class of this very moment into the calendar, and open the point where it answers."""
    desk.goto("/lop-hoc")
    desk.get_by_text(t("classes.new")).click()
    choose(desk, t("classes.hamlet"), HAMLET)
    desk.get_by_label(t("classes.place"), exact=True).fill(HALL)
    type_in(desk, f"{t('streamlit.day')}, {t('classes.day')}", f"{at:%d%m%Y}")
    month = desk.get_by_role("spinbutton", name=f"{t('streamlit.month')}, {t('classes.day')}")
    expect(month).to_have_attribute("aria-valuetext", f"{at.month}")  # no "November"
    type_in(desk, f"{t('streamlit.hour')}, {t('classes.starts')}", f"{at:%H%M}")
    desk.get_by_role("button", name=t("classes.plan"), exact=True).click()
    expect(desk.get_by_text(t("classes.planned", place=HALL))).to_be_visible()
    desk.get_by_role("button", name=t("classes.open_point")).click()
    expect(
        desk.get_by_text(t("classes.point_is", address="").replace("**", "").strip())
    ).to_be_visible()


def answered_in_class(desk: Page, people: int) -> Locator:
    return desk.get_by_text(t("classes.answered", people=people).replace("**", ""))


def printed_sheet(desk: Page, folder: Path) -> Path:
    """The sheet of the one class there is, as PDF."""
    with desk.expect_download() as download:
        desk.get_by_role("button", name=t("classes.sheet")).click()
    path = folder / "sheet.pdf"
    download.value.save_as(path)
    return path


def codes_on(wall: Page, sheet: Path) -> list[str]:
    """The two links a phone's camera reads of a sheet: to say one is there, and to answer."""
    wall.goto(sheet.as_uri())  # the browser draws it, as paper would be
    for _ in range(100):
        picture = Image.open(io.BytesIO(wall.screenshot()))
        found = {code.text for code in zxingcpp.read_barcodes(picture)}
        if len(found) == 2:
            return sorted(found)
        wall.wait_for_timeout(100)
    raise AssertionError("no two codes are read from the sheet")


def type_in(desk: Page, label: str, digits: str) -> None:
    """A day or a time: digits walk on from its first part to the next."""
    desk.get_by_role("spinbutton", name=label, exact=True).click()
    desk.keyboard.type(digits)


def write_down(desk: Page, name: str) -> None:
    """A learner who heard the text and agreed."""
    if not desk.url.endswith("/mot-kem-nam"):
        desk.goto("/mot-kem-nam")
        part(desk, "add")
    at_rest(desk)
    desk.get_by_text(t("ledger.agreed")).click()
    desk.get_by_label(t("ledger.name")).fill(name)
    desk.get_by_role("button", name=t("ledger.write_down")).click()
    expect(desk.locator(f'input[value="{name}"]')).to_have_count(0)  # a new form, for the next one
    expect(desk.get_by_text(t("ledger.added"))).to_be_visible()


def pair(desk: Page, ambassador: str) -> None:
    """The first learner who waits comes into a circle and begins to learn."""
    part(desk, "waiting")
    desk.get_by_role("button", name=t("ledger.pair", name=ambassador)).first.click()
    counts = t("ledger.counts", ambassadors=1, circles=5, empty=4, waiting=4)
    expect(desk.get_by_text(counts)).to_be_visible()
    open_circle(desk, ambassador)
    desk.get_by_role("button", name=t("ledger.to_learning")).click()
    expect(desk.get_by_label(t("ledger.check_code"))).to_be_visible()


def close_circle(desk: Page, ambassador: str, *, unchecked: str, checked: str) -> None:
    """A code without a finished check closes nothing; the learner's own does."""
    open_circle(desk, ambassador)
    for code, said in ((unchecked, "error.check_unfinished"), (checked, "ledger.to_helps")):
        desk.get_by_label(t("ledger.check_code")).fill(code)
        desk.get_by_role("button", name=t("ledger.check")).click()
        expect(desk.get_by_text(t(said))).to_be_visible()


def open_circle(desk: Page, ambassador: str) -> None:
    desk.goto("/mot-kem-nam")
    desk.get_by_role("button", name=t("ledger.open", name=ambassador)).click()
    expect(desk.get_by_text(t("ledger.back"))).to_be_visible()
    at_rest(desk)


def part(desk: Page, name: str) -> None:
    at_rest(desk)
    group = desk.locator("[data-testid=stButtonGroup]")
    group.get_by_text(t(f"ledger_part.{name}"), exact=True).click()
    at_rest(desk)


def downloaded(desk: Page, folder: Path) -> Path:
    """The offline kit of the point of the class."""
    desk.goto("/bo-ngoai-tuyen")
    at_rest(desk)
    desk.get_by_role("button", name=t("kit.prepare")).click()
    with desk.expect_download() as download:
        desk.get_by_role("button", name=t("kit.save_file", point=HALL)).click()
    path = folder / "kit.html"
    download.value.save_as(path)
    return path


def come_and_answer(phone: Page, attendance: str, point: str) -> str:
    """Say "I am here" by the sheet's code, then answer at the point with help; the resume code."""
    phone.goto(attendance)
    press(phone, t("attend.here"))
    expect(phone.get_by_text(t("attend.done"))).to_be_visible()
    phone.goto(point)
    for key in ("mode.assisted", "help_relation.volunteer", "start.help_unsaid", "start.place_yes",
                "age_band.60-69", "gender.female", "audience.citizen"):  # fmt: skip
        press(phone, t(key))
    phone.get_by_text(t("consent.agree"), exact=True).click()
    press(phone, t("consent.begin"))
    press(phone, t("device.2"))
    for number in range(1, 13):
        expect_question(phone, number)
        press(phone, t("answer.2"))
    for number in (1, 2):
        expect(phone.get_by_text(t("form.extra_counter", number=number, total=2))).to_be_visible()
        press(phone, t("answer.1"))
    press(phone, t("review.send"))
    expect(phone.get_by_text(t("result.sent"))).to_be_visible()
    return phone.url.split("/nhe/")[1][:6]


def checked(phone: Page, code: str) -> str:
    """Show the six small tasks to the helper; the same code."""
    phone.get_by_role("link", name=t("check.offer_tasks", count=6)).click()
    for number in range(1, 7):
        expect(phone.get_by_text(t("check.counter", number=number, total=6))).to_be_visible()
        press(phone, t("seen.shown"))
    expect(phone.get_by_text(t("check.told_no_change"))).to_be_visible()
    return code


def two_offline(context: BrowserContext, kit: Path) -> bytes:
    """Two people answer on a phone without a network; the file it hands over."""
    context.set_offline(True)
    phone = context.new_page()
    phone.goto(kit.as_uri())
    press(phone, t("kit.begin"))
    answer(phone, device="device.2", questions=14)
    press(phone, t("kit.next_person"))
    answer(phone, device="device.2", questions=14)
    press(phone, t("kit.home"))
    press(phone, t("kit.hand_over"))
    with phone.expect_download() as download:
        press(phone, t("kit.download"))
    return download.value.path().read_bytes()


def hand_in(desk: Page, content: bytes) -> None:
    """The file adds two people, and handed in again nobody."""
    desk.goto("/bo-ngoai-tuyen")
    sent(desk, content)
    desk.get_by_role("button", name=t("import.save", number=2)).click()
    expect(desk.get_by_text(t("import.saved", people=2))).to_be_visible()
    desk.get_by_role("button", name=t("import.next")).click()
    sent(desk, content)
    expect(desk.get_by_text(t("import.nothing_new"))).to_be_visible()


def tally(volunteer: Page, people: int) -> None:
    """Who came without a phone."""
    volunteer.goto("/lop-hoc")
    volunteer.get_by_label(t("classes.tally")).fill(str(people))
    volunteer.get_by_role("button", name=t("classes.tally_save")).click()
    said = t("classes.came", phones=3, tallied=people).replace("**", "")
    expect(volunteer.get_by_text(said)).to_be_visible()


def log_work(volunteer: Page) -> None:
    """Five people, five visits and one session, a tap each."""
    volunteer.goto("/ghi-viec")
    for amount in ("5 người", "5 lượt", "1 buổi"):
        at_rest(volunteer)
        volunteer.get_by_role("button", name=t("team_log.tap", amount=amount), exact=True).click()
        expect(volunteer.get_by_text(t("team_log.logged", amount=amount))).to_be_visible()


def everybody_answered(desk: Page, people: int) -> None:
    """The class says so of its point."""
    desk.goto("/lop-hoc")
    expect(answered_in_class(desk, people)).to_be_visible()


def team_said(desk: Page, team: str) -> str:
    """What the page of teams says a team did, beside the pace it owes."""
    desk.goto("/doi-hinh")
    expect(desk.get_by_text(team).first).to_be_visible()
    expect(desk.get_by_role("listitem").filter(has_text="5 người trên 100").last).to_be_visible()
    before = f"{t('teams.done')}: "
    return desk.get_by_role("listitem").filter(has_text=before).inner_text().removeprefix(before)


def monday_says(desk: Page) -> dict[str, str]:
    """What Monday's page says of this week so far: what is counted → the number."""
    desk.goto("/thu-hai")
    expect(desk.get_by_role("rowheader").first).to_be_visible()
    rows = desk.get_by_role("row").filter(has=desk.get_by_role("rowheader"))
    return {
        row.get_by_role("rowheader").inner_text(): row.get_by_role("cell").last.inner_text()
        for row in rows.all()
    }
