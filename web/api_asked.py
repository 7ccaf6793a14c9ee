"""What somebody asks the read API for: checked parameter by parameter, refused in a sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from domain.access import NATION, Permission, Scope, scope_for
from domain.errors import DomainError, NotAllowed, OutsideScope, UnitEnded
from domain.lineage import TODAY_CODE, BoundaryView, boundary_view
from domain.people import Audience, Mode
from domain.quoted import quoted
from domain.targets import EVERYONE
from text import LANGUAGES
from ui import boundary, clock, reading_day, reference, session_cookie
from ui.database import engine
from ui.measure_files import MEASURES, choice_of, details
from ui.measures import Choice
from ui.read_api import Asked, Kind
from ui.reference import Round
from web.reader import person_of

LANGUAGE = "lang"
_TODAY = "today"
_PARAMETERS = {
    Kind.PROVINCES: ("round", "mode", "audience", "boundaries", LANGUAGE),
    Kind.COMMUNES: ("round", "mode", "audience", "boundaries", LANGUAGE),
    Kind.GROUPS: ("round", LANGUAGE),
}
_OF_A_MEASURE = ("measure", "detail", "round", "mode", "audience", LANGUAGE)


@dataclass(frozen=True)
class AskedMeasure:
    """One measure of the map, as somebody asks for it; nothing in it is unchecked."""

    area_code: str
    campaign: Round
    choice: Choice
    language: str


class Refused(Exception):
    """No answer: a status, and the last part of the key of the sentence with its details."""

    def __init__(self, status: int, why: str, **details: object) -> None:
        super().__init__(why)
        self.status, self.why, self.details = status, why, details


def of_public(request: Request, kind: Kind) -> Asked:
    """
    What everybody may ask for.

    Raises:
        Refused: an unknown province, parameter or value.
    """
    code = str(request.path_params.get("code", NATION))
    if code != NATION or kind is not Kind.PROVINCES:
        _refuse_unknown_province(code)
    return _asked(request, kind, code)


def of_own_area(request: Request, kind: Kind) -> tuple[Scope, Asked]:
    """
    What somebody signed in asks for, and the scope they read it in.

    Raises:
        Refused: as `of_public`; also nobody is signed in, they may read no area, or not this one,
            which is not told apart from one that does not exist.
    """
    scope = own_scope(request)
    code = str(request.path_params["code"])
    asked = _asked(request, kind, code)
    if code not in reference.own_areas(scope, asked.language):
        raise Refused(404, "unknown_area", area=quoted(code, 12))
    try:
        reference.area(scope, code, asked.language)
    except UnitEnded as ended:
        raise Refused(404, "ended", **ended.details) from ended
    except OutsideScope as outside:
        raise Refused(404, "unknown_area", area=quoted(code, 12)) from outside
    return scope, asked


def measure_of(request: Request) -> AskedMeasure:
    """
    The measure somebody asks for, of the provinces or of the communes of one.

    Raises:
        Refused: an unknown province, parameter or value.
    """
    code = str(request.path_params.get("code", NATION))
    if code != NATION or "code" in request.path_params:
        _refuse_unknown_province(code)
    given = check_parameters(request, _OF_A_MEASURE)
    measure = _choice("measure", given.get("measure", MEASURES[0]), MEASURES)
    known = details(measure)
    detail = _choice("detail", given.get("detail", known[0]), known)
    choice = choice_of(measure, detail, _audience(given), _mode(given))
    return AskedMeasure(code, _round(given.get("round")), choice, language_of(request))


def own_scope(request: Request) -> Scope:
    """
    Where whoever sent this may read an area today.

    Raises:
        Refused: nobody is signed in, or they may read no area.
    """
    token = request.cookies.get(session_cookie.NAME)
    person = person_of(engine(), token, now=clock.now())
    if person is None:
        raise Refused(401, "sign_in")
    try:
        return scope_for(person.grants, Permission.VIEW_AREA, on=clock.today())
    except NotAllowed as refusal:
        raise Refused(403, "no_area") from refusal


def language_of(request: Request) -> str:
    """The language of the sentences of an answer, also of one that refuses."""
    asked = request.query_params.get(LANGUAGE, "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def check_parameters(request: Request, known: Iterable[str]) -> Mapping[str, str]:
    """
    The parameters of a request, each at most once.

    Raises:
        Refused: one is not known here, or stands twice.
    """
    pairs = request.query_params.multi_items()
    names = [name for name, _ in pairs]
    wrong = [name for name in names if name not in known or names.count(name) > 1]
    if wrong:
        raise Refused(400, "parameter", name=quoted(wrong[0]), known=", ".join(known))
    _choice("language", request.query_params.get(LANGUAGE, LANGUAGES[0]), LANGUAGES)
    return dict(pairs)


def _asked(request: Request, kind: Kind, area_code: str) -> Asked:
    given = check_parameters(request, _PARAMETERS[kind])
    asked = Asked(
        kind=kind,
        area_code=area_code,
        campaign=_round(given.get("round")),
        view=_view(given.get("boundaries", _TODAY)),
        language=language_of(request),
        mode=_mode(given),
        audience=_audience(given),
    )
    if not asked.view.is_today and not asked.is_plain:
        raise Refused(400, "today_only")
    return asked


def _mode(given: Mapping[str, str]) -> Mode:
    return Mode(_choice("mode", given.get("mode", Mode.SELF), list(Mode)))


def _audience(given: Mapping[str, str]) -> str:
    return _choice("audience", given.get("audience", EVERYONE), [EVERYONE, *Audience])


def _round(code: str | None) -> Round:
    rounds = {one.code: one for one in reference.rounds()}
    if not rounds:
        raise Refused(404, "no_round")
    return rounds[_choice("round", code or next(iter(rounds)), rounds)]


def _view(asked: str) -> BoundaryView:
    code = TODAY_CODE if asked == _TODAY else asked
    try:
        return boundary_view(code, today=reading_day.current(), changes=boundary.change_days())
    except DomainError as refusal:
        raise Refused(400, "boundaries", asked=quoted(asked, 20)) from refusal


def _choice(name: str, asked: str, known: Iterable[str]) -> str:
    if asked not in known:
        values = ", ".join(str(one) for one in known)
        raise Refused(400, f"bad_{name}", asked=quoted(asked, 20), known=values)
    return str(asked)


def _refuse_unknown_province(code: str) -> None:
    if code in reference.province_codes():
        return
    try:
        reference.refuse_ended_province(code)
    except UnitEnded as ended:
        raise Refused(404, "ended", **ended.details) from ended
    raise Refused(404, "unknown_province", area=quoted(code, 12))
