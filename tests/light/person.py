"""Somebody with a browser without script: reads the page, presses its buttons, follows links."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

import httpx

from text import translator

t = translator("vi")
TRIEU_SON = "15664"  # Xã Triệu Sơn, Thanh Hóa
SMARTPHONE = 2


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    """Headings, words, links and forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[tuple[str, str]] = []
        self.headings: list[str] = []
        self._text: list[str] | None = None
        self._tag, self._link = "", ""

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        elif tag == "input" and given.get("type") in ("checkbox", "radio"):
            pass
        elif tag == "input" and "value" in given:
            self.forms[-1].fields[given["name"]] = given["value"]
        elif tag == "input":
            self.forms[-1].fields.setdefault(given["name"], "")
        elif tag == "button" and self.forms:
            self.forms[-1].buttons.append(given)
        if tag in ("a", "button", "h1"):
            self._text, self._tag, self._link = [], tag, given.get("href", "")

    def handle_data(self, data):
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag):
        if self._text is None or tag != self._tag:
            return
        words = " ".join("".join(self._text).split())
        if tag == "a":
            self.links.append((words, self._link))
        elif tag == "button" and self.forms and self.forms[-1].buttons:
            self.forms[-1].buttons[-1]["words"] = words
        elif tag == "h1":
            self.headings.append(words)
        self._text = None


class Person:
    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.answer: httpx.Response | None = None

    @property
    def html(self) -> str:
        return self.answer.text

    @property
    def at(self) -> str:
        return urlsplit(str(self.answer.url)).path

    @property
    def page(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.html)
        return reader

    @property
    def heading(self) -> str:
        (heading,) = self.page.headings
        return heading

    def open(self, address: str) -> "Person":
        self.answer = self.client.get(address)
        return self

    def press(self, words: str, **typed: str) -> "Person":
        """Press the first button that begins with these words."""
        for form in self.page.forms:
            for button in form.buttons:
                if button.get("words", "").startswith(words):
                    return self._submit(form, button, typed)
        raise AssertionError(f"no button {words!r} in {self.html}")

    def _submit(self, form: Form, button: dict[str, str], typed: dict[str, str]) -> "Person":
        fields = {name: value for name, value in {**form.fields, **typed}.items() if value}
        if "name" in button:
            fields[button["name"]] = button["value"]
        if form.method == "post":
            return self.post(form.action or self.at, fields)
        return self.open(f"{form.action}?{urlencode(fields)}")

    def post(self, address: str, fields: dict[str, str], **headers: str) -> "Person":
        origin = {"Origin": str(self.client.base_url)}
        self.answer = self.client.post(address, data=fields, headers={**origin, **headers})
        return self

    def follow(self, words: str) -> "Person":
        for label, address in self.page.links:
            if label.startswith(words):
                return self.open(address)
        raise AssertionError(f"no link {words!r} in {self.page.links}")

    def choose(self, age_band: str = "70+") -> "Person":
        """Who answers: age, gender, audience."""
        for key in (f"age_band.{age_band}", "gender.female", "audience.citizen"):
            self.press(t(key))
        return self

    def to_consent(self, age_band: str = "70+") -> "Person":
        """From the poster's link to the consent."""
        self.open(f"/nhe?noi={TRIEU_SON}").press(t("mode.self")).press(t("start.place_yes"))
        return self.choose(age_band)

    def begin(self, age_band: str = "70+", device: int = SMARTPHONE) -> "Person":
        """From the poster's link to the first question."""
        self.to_consent(age_band).press(t("consent.begin"), statistics="1")
        return self.press(t(f"device.{device}"))

    @property
    def code(self) -> str:
        return re.search(r"/nhe/([A-Z2-9]{6})\.", self.at)[1]
