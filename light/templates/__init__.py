"""The templates, read once, and what they may call."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from db.settings import PROJECT, settings
from domain.questionnaire import Answer
from domain.recording import choice_id
from text import clips, translator

if TYPE_CHECKING:
    from light.tongue import Tongue

_FOLDER = Path(__file__).parent
_FILES = PROJECT / "static" / "light"
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def render(name: str, context: Mapping[str, object]) -> str:
    """A page as HTML; everything that is put in is escaped."""
    return _environment().get_template(f"{name}.html").render(context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        stylesheet=file_address("light.*.css"),
        script=file_address("light.*.js"),
        both=file_address("both.*.js"),
        clip_of=clip_of,
        spaced=spaced,
        spoken=spoken,
        choice_id=choice_id,
        scale=scale,
        idle_seconds=lambda: settings().kiosk_idle_seconds,
    )
    environment.filters.update(marked=marked, paragraphs=paragraphs)
    return environment


@cache
def file_address(pattern: str) -> str:
    """The address of our one file of this kind; its name holds a hash of its content."""
    (found,) = _FILES.glob(pattern)
    return f"/app/static/light/{found.name}"


def clip_of(language: str, sentence_id: str, words: str) -> Markup:
    """The attribute that names the recorded clip of a sentence, where there is one."""
    found = clips.address(language, sentence_id, words)
    return Markup("") if found is None else Markup(' data-clip="{}"').format(found)


def spoken(language: str, name: str, said: str) -> Markup:
    """A text of the catalogue, each of its sentences with the clip somebody recorded of it."""
    found = Markup("<span data-said{}>{}</span>")
    return Markup(" ").join(
        found.format(clip_of(language, one, clips.plain(words)), marked(words))
        for one, words in clips.pieces(name, said)
    )


def marked(sentence: str) -> Markup:
    """A sentence of the catalogue, its **bold** words as such and nothing else as markup."""
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(sentence))))


def paragraphs(text: str) -> Markup:
    """A text of the catalogue whose paragraphs stand apart."""
    return Markup("").join(Markup("<p>{}</p>").format(marked(one)) for one in text.split("\n\n"))


def scale(language: str, given: int | None, tongue: "Tongue | None" = None) -> Markup:
    """The five answers of every question as buttons, in a further language where it has them."""
    own = ("",) * len(Answer) if tongue is None else tuple(map(tongue.answer, Answer))
    return _scale(language, given, "" if tongue is None else tongue.code, own, clips.edition())


@lru_cache(maxsize=64)
def _scale(
    language: str, given: int | None, further: str, own: tuple[str, ...], _edition: int
) -> Markup:
    """Drawn once, because most pages show them, and anew when other recordings are offered."""
    t = translator(language)
    choices = [
        (answer.value, t(f"answer.{answer.value}"), words)
        for answer, words in zip(Answer, own, strict=True)
    ]
    shown = {"t": t, "language": language, "choices": choices, "given": given}
    return Markup(render("scale", {**shown, "further": further}))


def spaced(code: str) -> str:
    """A code as it is said: two times three."""
    return f"{code[:3]} {code[3:]}"
