"""The two sensitive answers, for who agreed to give them: kept together with that consent."""

from starlette.responses import Response

from db.commands.rights import give_sensitive
from domain.consent import Disability, Ethnicity
from domain.errors import ChoiceMissing, DomainError
from light import address
from light.draft import Opened, opened
from light.visit import Visit

ETHNICITY, DISABILITY = "ethnicity", "disability"


def sensitive(visit: Visit) -> Response:
    """Both on one page; none is chosen beforehand, and either may stay unsaid."""
    it = opened(visit)
    if it.is_sent:
        return visit.go(it.at(address.RESULT))
    if visit.request.method != "POST":
        return _page(it)
    try:
        _give(it)
    except DomainError as error:
        return _page(it, visit.t(error.key, **error.details), 400)
    return visit.go(it.at())


def _give(it: Opened) -> None:
    form = it.visit.form
    try:
        ethnicity = Ethnicity(form.get(ETHNICITY, Ethnicity.UNSAID))
        disability = Disability(form.get(DISABILITY, Disability.UNSAID))
    except ValueError:
        raise ChoiceMissing(field=ETHNICITY) from None
    give_sensitive(
        it.visit.shared.engine(),
        code=it.draft.code,
        ethnicity=ethnicity,
        disability=disability,
        now=it.visit.now,
    )


def _page(it: Opened, error: str = "", status: int = 200) -> Response:
    return it.visit.page(
        "sensitive",
        status=status,
        title=it.visit.t("light.sensitive_title"),
        it=it,
        error=error,
        fields=[(ETHNICITY, list(Ethnicity)), (DISABILITY, list(Disability))],
    )
