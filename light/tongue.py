"""In which language a person reads the questions: a reviewed pack's, as chosen or as said."""

from dataclasses import dataclass, replace

from markupsafe import Markup, escape
from starlette.responses import Response

from db.commands.help_given import set_help_language
from db.language_packs import LanguagePack, offered_pack, offered_packs
from domain.errors import DomainError
from domain.flow import Step
from domain.helping import HelpLanguage
from light.draft import Opened, opened
from light.visit import Visit
from text import look

LANGUAGE, STEP = look.PACK, "buoc"


@dataclass(frozen=True)
class Tongue:
    """A further language of the questions, in which some sentences may be missing."""

    pack: LanguagePack
    name: str

    @property
    def code(self) -> str:
        """The code of the language, as `lang` takes it."""
        return self.pack.language.value

    def sentence(self, sentence_id: str) -> str:
        """The sentence of the pack; empty where it has none, and then the page's own is read."""
        return (self.pack.sentence(sentence_id) or "").strip()

    def answer(self, value: int) -> str:
        """The same for one of the five answers."""
        return self.sentence(f"answer-{value}")


def tongue_of(it: Opened) -> Tongue | None:
    """The further language this person reads in; None where it is the page's own."""
    pack = offered_pack(it.visit.look.pack or it.draft.help_language)
    return None if pack is None else Tongue(pack, it.visit.t(f"help_language.{pack.language}"))


def offers(it: Opened) -> list[tuple[str, str, bool]]:
    """(code, name, is chosen) of every language of the questions; nothing while there is one."""
    packs = offered_packs()
    if not packs:
        return []
    now = tongue_of(it)
    codes = [HelpLanguage.VIETNAMESE.value, *(pack.language.value for pack in packs)]
    return [
        (code, _name(it, code), code == (HelpLanguage.VIETNAMESE if now is None else now.code))
        for code in codes
    ]


def heading(it: Opened, step: Step) -> tuple[str, Markup]:
    """The question as this person reads it, and the page's own sentence below it, if another."""
    own, tongue = it.sentence(step), tongue_of(it)
    said = "" if tongue is None else tongue.sentence(step.id)
    if tongue is None or not said:
        return own, Markup("")
    below = Markup('<p class="hint" lang="{}">{}</p>')
    return said, below.format(it.visit.look.language, escape(own))


def missing(it: Opened, step: Step) -> str:
    """What the helper is told where the pack does not have this question."""
    tongue = tongue_of(it)
    if tongue is None or tongue.sentence(step.id):
        return ""
    return it.visit.t("tongue.missing", language=tongue.name)


def choose(visit: Visit) -> Response:
    """A POST takes another language; with a helper it is stored with the answers."""
    it = opened(visit)
    code = visit.form.get(LANGUAGE, "")
    back = it.step(visit.form.get(STEP, "")) or it.open_step
    response = visit.go(it.at(back))
    known = {one for one, _, _ in offers(it)}
    if visit.request.method == "POST" and code in known:
        _store(it, code)
        visit.keep(response, replace(visit.look, pack=code))
    return response


def _store(it: Opened, code: str) -> None:
    engine = it.visit.shared.engine()
    try:
        set_help_language(engine, code=it.draft.code, language=code, now=it.visit.now)
    except DomainError:  # it was sent meanwhile: what is stored stays
        return


def _name(it: Opened, code: str) -> str:
    if code == HelpLanguage.VIETNAMESE:
        return it.visit.t(f"languages.name_{it.visit.look.language}")
    return it.visit.t(f"help_language.{code}")
