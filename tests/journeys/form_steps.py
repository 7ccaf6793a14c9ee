"""The self-assessment as a citizen goes through it in a browser."""

from playwright.sync_api import Page, expect
from sqlmodel import Session, select

from db.models import ANSWER_COLUMNS, Assessment
from domain.resume_code import normalise
from tests.server_process import Server
from text import translator

t = translator("vi")
PHONE = {"viewport": {"width": 360, "height": 740}}
TRIEU_SON = "15664"  # Xã Triệu Sơn, Thanh Hóa


def begin(page: Page, mode: str = "self") -> str:
    """From the link on the wall to the first question."""
    page.goto(f"/?noi={TRIEU_SON}")
    page.get_by_role("button", name=t(f"mode.{mode}")).click()
    if mode != "self":
        page.get_by_role("button", name=t("start.help_unsaid")).click()
    page.get_by_role("button", name=t("start.place_yes")).click()
    for key in ("age_band.70+", "gender.female", "audience.citizen"):
        page.get_by_role("radio", name=t(key), exact=True).click()
    page.get_by_text(t("consent.agree")).click()
    page.get_by_role("button", name=t("consent.begin")).click()
    page.wait_for_timeout(500)
    page.get_by_role("radio", name=t("device.2"), exact=True).click()
    expect_question(page, 1)
    return normalise(page.url.rsplit("ma=", 1)[1][:6])


def expect_question(page: Page, number: int) -> None:
    expect(page.get_by_text(t("form.counter", number=number, total=12), exact=True)).to_be_visible()


def tap(page: Page, value: int) -> None:
    page.wait_for_timeout(500)  # taps within 0.45 s of a new question are ignored on purpose
    page.get_by_role("radio", name=t(f"answer.{value}"), exact=True).click()


def send(page: Page) -> None:
    page.get_by_role("button", name=t("form.skip_extra")).click()
    page.get_by_role("button", name=t("review.send")).first.click()
    expect(page.get_by_text(t("result.sent"))).to_be_visible()


def stored(server: Server, code: str) -> tuple[str, list[int | None], int | None]:
    """Status, answers and outcome of an assessment as the database holds them."""
    with Session(server.engine) as session:
        row = session.exec(select(Assessment).where(Assessment.resume_code == code)).one()
        return row.status, [getattr(row, name) for name in ANSWER_COLUMNS], row.outcome
