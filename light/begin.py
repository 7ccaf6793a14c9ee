"""The moment something is stored: consent was given, and the first question comes."""

import secrets
import threading
from collections import OrderedDict

from db.commands import assessments
from db.commands.choices import choice
from domain import minors
from domain.consent import MINOR_TEXT_VERSIONS, REPEAT, STATISTICS, TEXT_VERSIONS
from domain.errors import ConsentMissing
from domain.minors import ConsentBy
from domain.people import AgeBand, Audience, Gender, Mode, is_child
from light import offers
from light.visit import Visit

ONCE = "luot"
_REMEMBERED = 5000  # starts; a second tap comes within seconds


class _Starts:
    """Which start became which draft, so that a second tap opens the first one's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._codes: OrderedDict[str, str] = OrderedDict()

    def code(self, once: str, visit: Visit) -> str:
        """The draft of this start, stored the first time."""
        with self._lock:
            if once not in self._codes:
                self._codes[once] = _stored(visit)
                if len(self._codes) > _REMEMBERED:
                    self._codes.popitem(last=False)
            return self._codes[once]


_starts = _Starts()


def code_of(visit: Visit) -> str:
    """
    The resume code of the assessment this form begins; the same form again begins none.

    Raises:
        ConsentMissing, TooManyStarts, and what `db.commands.assessments.start` refuses.
    """
    once = visit.form.get(ONCE, "")
    return _starts.code(once if len(once) == 16 else secrets.token_hex(8), visit)


def _stored(visit: Visit) -> str:
    chosen = offers.chosen(visit.query)
    by = chosen.get(offers.CONSENT_BY)
    consents = _consents(visit, chosen)
    if by is None and STATISTICS not in consents:
        raise ConsentMissing(purpose=STATISTICS)
    minors.require_consents(consents, age_band=chosen.get(offers.AGE, ""), consent_by=by)
    visit.shared.count_start(secrets.token_hex(8), chosen.get(offers.POINT))
    return assessments.start(
        visit.shared.engine(),
        commune_code=chosen.get(offers.PLACE, ""),
        audience=choice(Audience, "audience", chosen.get(offers.AUDIENCE, "")),
        age_band=choice(AgeBand, "age_band", chosen.get(offers.AGE, "")),
        gender=choice(Gender, "gender", chosen.get(offers.GENDER, "")),
        mode=choice(Mode, "mode", chosen.get(offers.MODE, "")),
        consents=consents,
        now=visit.now,
        point=chosen.get(offers.POINT),
        helper_relation=_said(chosen, offers.RELATION),
        help_language=_said(chosen, offers.SPOKEN),
        helper_pass=chosen.get(offers.PASS),
        consent_by=by,
    ).code


def _consents(visit: Visit, chosen: dict[str, str]) -> dict[str, str]:
    """Purpose → version of the text, of the boxes ticked; a child and who agrees have their own."""
    by = chosen.get(offers.CONSENT_BY)
    if is_child(chosen.get(offers.AGE)) and by is not None:
        versions, purposes = MINOR_TEXT_VERSIONS, minors.needed(ConsentBy(by))
    else:
        versions, purposes = TEXT_VERSIONS, (STATISTICS, REPEAT)
    return {purpose: versions[purpose] for purpose in purposes if visit.form.get(purpose) == "1"}


def _said(chosen: dict[str, str], field: str) -> str | None:
    """What was said of the help; who answers alone had none."""
    value = chosen.get(field)
    alone = chosen.get(offers.MODE) == Mode.SELF
    return None if alone or value == offers.UNSAID else value
