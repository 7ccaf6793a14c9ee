"""Random and hostile messages to every command a citizen, a helper or a leader can reach."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Engine

from db.assessments import open_draft
from db.commands import assessments, batch_undo, batches, extra_answers, requests, rights
from db.commands import collection_points as points
from db.commands import helper_passes as passes
from db.helper_passes import open_pass
from domain.calendar_day import day_of
from domain.checking import Check
from domain.collection import ANSWER_FIELDS, BatchKind, PointKind, check_rows
from domain.consent import Disability, Ethnicity
from domain.errors import DomainError
from domain.helping import HelpLanguage, Relation
from domain.people import AgeBand, Audience, Gender, Mode
from domain.questionnaire import Packs, Questionnaire
from domain.rights import ExtensionReason, Outcome, RequestKind
from tests.db.reference import CLOSED, SI_MA_CAI, THO_NGOC, TRIEU_SON

TEXTS = ("", " ", "%", "______", "\x00", "a\x00b", "-1", "0", "NaN", "null", "None", "[]", "{}",
         "' OR 1=1 --", "'; DROP TABLE assessment; --", "<script>", "{0}", "%s", "../../etc/passwd",
         "ệ" * 40, "🧓🏽", "\u202eABC", "ＡＢＣＤＥＦ", "İ", "ß", "٣", "x" * 20_000)  # fmt: skip
THINGS = (None, True, False, -1, 4, 7, 9, 10, 2**31, 2**63, -(2**70), 10**400, 1.5, 2.0,
          float("nan"), float("inf"), b"2", (), [], {}, [2], {"a": 1}, object(), date(1, 1, 1),
          *TEXTS)  # fmt: skip
NUMBERS = (0, -1, 1, 2, 3, 5, 2**31 - 1)


@dataclass
class Attacker:
    """
    Somebody who sends whatever they like, and remembers the codes and links that were theirs.

    `accounts` are those the messages of leaders come from; `foreign` what is of somebody else and
    can only be guessed at.
    """

    engine: Engine
    chance: random.Random
    now: datetime
    questionnaires: tuple[Questionnaire, ...]
    packs: Packs
    check: Check
    accounts: tuple[int, ...]
    foreign: tuple[str, ...]
    codes: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    sent: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    broke: list[str] = field(default_factory=list)

    def send(self, messages: int) -> None:
        """Send these many; a fault of ours is noted with what brought it about."""
        for _ in range(messages):
            self.now += timedelta(seconds=self.chance.randrange(60))
            name, message = self.chance.choice(MESSAGES)
            self.sent += 1
            try:
                message(self)
            except DomainError as refusal:
                self.refused[type(refusal).__name__] += 1
            except Exception as error:  # a traceback is what is looked for
                self.broke.append(f"{name}: {type(error).__name__}: {error}"[:300])

    @property
    def today(self) -> date:
        """The day of this message."""
        return day_of(self.now)

    def one_of(self, *good: object, hostile: tuple[object, ...] = TEXTS) -> object:
        """Mostly one of the good values, else a hostile one."""
        return self.chance.choice(good if good and self.chance.random() < 0.94 else hostile)

    def code(self) -> str:
        """A code of one's own, in one of its spellings, or a guess."""
        own = self.chance.choice(self.codes[-12:]) if self.codes else "AAAAAA"
        guess = self.chance.choice(("AAAAAA", own[:5] + "%", own.lower(), own[::-1], *TEXTS))
        return own if self.chance.random() < 0.9 else guess

    def place(self) -> str:
        """A commune of today, of yesterday, or of nowhere."""
        today = (TRIEU_SON, TRIEU_SON, THO_NGOC, SI_MA_CAI)
        return self.one_of(*today * 4, CLOSED, "38")

    def by(self) -> dict[str, object]:
        """An account, and when."""
        return {"by": self.chance.choice(self.accounts), "now": self.now, "today": self.today}

    def question(self) -> tuple[Questionnaire, str]:
        """A question, not always of the version that was begun."""
        asked = self.chance.choice(self.questionnaires)
        return asked, self.one_of(*(one.id for one in asked.questions), *self.foreign)


def _person(one: Attacker) -> dict[str, object]:
    return {
        "audience": one.one_of(*Audience, "citizen"),
        "age_band": one.one_of(*AgeBand),
        "gender": one.one_of(*Gender),
    }


def _start(one: Attacker) -> None:
    consents = {"statistics": "2026-11-22.2"} if one.chance.random() < 0.9 else {}
    if one.chance.random() < 0.1:
        consents |= {one.one_of("repeat", "sensitive"): "2026-11-22.2"}
    mode = one.one_of(*Mode)
    helped = mode != Mode.SELF or one.chance.random() < 0.1
    draft = assessments.start(
        one.engine,
        commune_code=one.place(),
        **_person(one),
        mode=mode,
        consents=consents,
        now=one.now,
        point=one.one_of(None, *one.tokens[-5:], *one.foreign),
        helper_relation=one.one_of(None, *Relation) if helped else None,
        help_language=one.one_of(None, *HelpLanguage) if helped else None,
        helper_pass=one.one_of(None, None, *one.held[-5:]) if helped else None,
    )
    one.codes.append(draft.code)


def _answer(one: Attacker) -> None:
    asked, question_id = one.question()
    assessments.save_answer(
        one.engine, code=one.code(), question_id=question_id,
        value=one.one_of(0, 1, 2, 3, 9, hostile=THINGS), questionnaire=asked, now=one.now,
    )  # fmt: skip


def _answer_everything(one: Attacker) -> None:
    code, asked = one.code(), one.questionnaires[0]
    for question in asked.core:
        assessments.save_answer(
            one.engine, code=code, question_id=question.id, value=2, questionnaire=asked,
            now=one.now,
        )  # fmt: skip
    _submit(one, code)


def _submit(one: Attacker, code: str | None = None) -> None:
    asked = one.chance.choice(one.questionnaires) if code is None else one.questionnaires[0]
    assessments.submit(
        one.engine, code=code or one.code(), questionnaire=asked, now=one.now, today=one.today
    )


def _device(one: Attacker) -> None:
    device = one.one_of(0, 1, 2, hostile=THINGS)
    extra_answers.set_device(one.engine, code=one.code(), device=device, now=one.now)


def _pack_answer(one: Attacker) -> None:
    ids = [item.id for items in one.packs.items.values() for item in items]
    extra_answers.save_pack_answer(
        one.engine, code=one.code(), item_id=one.one_of(*ids),
        value=one.one_of(0, 1, 2, 3, 9, hostile=THINGS), packs=one.packs, now=one.now,
    )  # fmt: skip


def _check_answer(one: Attacker) -> None:
    ids = [asked.id for asked in (*one.check.items, *one.check.tasks, one.check.overclaim)]
    extra_answers.save_check_answer(
        one.engine, code=one.code(), item_id=one.one_of(*ids),
        value=one.one_of(0, 1, 2, 7, 8, 9, hostile=THINGS), check=one.check, now=one.now,
        today=one.today,
    )  # fmt: skip


def _open(one: Attacker) -> None:
    open_draft(one.engine, one.code(), one.now)


def _withdraw(one: Attacker) -> None:
    assessments.withdraw(one.engine, code=one.code(), now=one.now, today=one.today)


def _correct(one: Attacker) -> None:
    rights.correct_person(
        one.engine, code=one.code(), commune_code=one.place(), **_person(one), now=one.now
    )


def _sensitive(one: Attacker) -> None:
    rights.give_sensitive(
        one.engine, code=one.code(), ethnicity=one.one_of(*Ethnicity),
        disability=one.one_of(*Disability), now=one.now,
    )  # fmt: skip


def _take_back_consent(one: Attacker) -> None:
    purpose = one.one_of("repeat", "sensitive", "statistics")
    rights.withdraw_consent(one.engine, code=one.code(), purpose=purpose, now=one.now)


def _request(one: Attacker) -> None:
    rights.make_request(
        one.engine, kind=one.one_of(*RequestKind), province_code=one.one_of(None, "38", "15"),
        now=one.now,
    )  # fmt: skip


def _handle_request(one: Attacker) -> None:
    number = one.chance.choice(NUMBERS)
    if one.chance.random() < 0.4:
        requests.reply_to_request(one.engine, number=number, **one.by())
    elif one.chance.random() < 0.5:
        reason = one.one_of(*ExtensionReason)
        requests.extend_request(one.engine, number=number, reason=reason, **one.by())
    else:
        outcome = one.one_of(*Outcome)
        requests.close_request(one.engine, number=number, outcome=outcome, **one.by())


def _give_passes(one: Attacker) -> None:
    day = one.today + timedelta(days=one.chance.randrange(-1, 3))
    area = one.one_of("h-trieu-son", "38", "15", "VN")
    given = passes.give_passes(one.engine, area_code=area, count=2, valid_on=day, **one.by())
    one.held.extend(new.token for new in given)


def _revoke_pass(one: Attacker) -> None:
    passes.revoke_pass(one.engine, pass_id=one.chance.choice(NUMBERS), **one.by())


def _open_pass(one: Attacker) -> None:
    open_pass(one.engine, one.one_of(*one.held), now=one.now)


def _open_point(one: Attacker) -> None:
    made = points.open_point(
        one.engine, kind=one.one_of(*PointKind), name=one.one_of("Chợ Giắt", "Thôn 3"),
        commune_code=one.place(), **one.by(),
    )  # fmt: skip
    one.tokens.append(made.token)


def _revoke_point(one: Attacker) -> None:
    points.revoke_point(one.engine, token=one.one_of(*one.tokens, *one.foreign), **one.by())


def _type_in(one: Attacker) -> None:
    rows = [(number, *_sheet(one, number)) for number in range(one.chance.randrange(4))]
    people, _faults = check_rows(rows, frozenset({TRIEU_SON, THO_NGOC, SI_MA_CAI}))
    batches.save_rows(
        one.engine, people, kind=one.chance.choice(list(BatchKind)),
        key=one.one_of(*(f"batch {number}" for number in range(200))),
        questionnaire=one.chance.choice(one.questionnaires), **one.by(),
        point=one.one_of(None, None, *one.tokens[-3:], *one.foreign),
    )  # fmt: skip


def _sheet(one: Attacker, number: int) -> tuple[str, str, dict[str, str]]:
    key = f"K7Q2M-{one.chance.randrange(1000):03}" if one.chance.random() < 0.97 else "\x00"
    typed = {name: str(value) for name, value in _person(one).items()}
    digits = {name: one.chance.choice("01234") for name in ANSWER_FIELDS}
    if one.chance.random() < 0.1:
        digits["q07"] = str(one.one_of())
    mode = one.chance.choice((Mode.ASSISTED, Mode.PROXY, Mode.SELF))
    return key, one.place(), {**typed, **digits, "mode": mode, "consent": "yes"}


def _undo(one: Attacker) -> None:
    batch_undo.undo_batch(one.engine, batch_id=one.chance.choice(NUMBERS), **one.by())


_WEIGHTS: dict[Callable[[Attacker], None], int] = {
    _start: 12, _answer: 30, _answer_everything: 2, _submit: 4, _device: 8, _pack_answer: 10,
    _check_answer: 12, _open: 4, _withdraw: 2, _correct: 4, _sensitive: 3,
    _take_back_consent: 2, _request: 1, _handle_request: 2, _give_passes: 1, _revoke_pass: 1,
    _open_pass: 2, _open_point: 1, _revoke_point: 1, _type_in: 4, _undo: 1,
}  # fmt: skip
MESSAGES = [
    (message.__name__.strip("_"), message)
    for message, weight in _WEIGHTS.items()
    for _ in range(weight)
]
