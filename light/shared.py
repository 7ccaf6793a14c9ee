"""What the light path shares with Streamlit in one process, handed over by the server."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from db.former_places import FormerPlace
from db.places import Place
from db.rights import GivenConsent, MyData
from domain.checking import Check
from domain.questionnaire import Packs, Questionnaire
from text import Translate


@dataclass(frozen=True)
class MyDataWords:
    """What is stored about a person, worded as the full page words it."""

    facts: Callable[[MyData, Translate, str], list[tuple[str, str]]]
    answers: Callable[[MyData, Translate, str], list[tuple[str, str]]]
    consent_line: Callable[[GivenConsent, Translate, str], str]
    code_until: Callable[[MyData, Translate, str], str | None]
    as_json: Callable[[MyData, Translate], bytes]


@dataclass(frozen=True)
class Shared:
    """
    One engine (and so one line of writers), one set of places and one count of guesses for both.

    `refuse_…` and `count_…` take the name of a visit, and where it came from, and raise
    TooManyTries or TooManyStarts.
    """

    engine: Callable[[], Engine]
    clock: Callable[[], datetime]
    questionnaire: Callable[[str], Questionnaire]
    packs: Callable[[str | None], Packs | None]
    check: Callable[[str | None], Check | None]
    communes: Callable[[], tuple[Place, ...]]
    former: Callable[[], tuple[FormerPlace, ...]]
    is_simulated: Callable[[], bool]
    refuse_guessing: Callable[[str, str, str | None], None]  # and the code, and the point
    count_try: Callable[[str], None]  # of a code whose seal is wrong
    count_wrong_code: Callable[[str, str | None], None]  # and the point
    refuse_guessing_passes: Callable[[str], None]
    count_wrong_pass: Callable[[str], None]
    count_start: Callable[[str, str | None], None]  # and the point it is begun at
    controller_sentence: Callable[[Translate], str]
    became: Callable[[FormerPlace, Translate], str]
    my_data: MyDataWords
