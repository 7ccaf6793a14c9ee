"""Random people for the tests of the rollups, and a slow count of them to compare with."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from hypothesis import strategies as st
from sqlalchemy import Engine, select

from db.commands import assessments
from db.counted import ROLLUPS
from domain.calendar_day import VIETNAM
from domain.people import ADULTS, AgeBand, Audience, Gender, Mode
from domain.scoring import GroupLevel, Outcome, Score, score
from tests.db.reference import SI_MA_CAI, THO_NGOC, TODAY, TRIEU_SON, questionnaire

COMMUNE_IDS = {TRIEU_SON: 11, THO_NGOC: 12, SI_MA_CAI: 13}

Cell = tuple[object, ...]


@dataclass(frozen=True)
class Somebody:
    """A person with 12 or 14 answers, who sends them on a day."""

    commune: str
    day: date
    audience: Audience
    age_band: AgeBand
    gender: Gender
    mode: Mode
    answers: tuple[int, ...]


LAN = Somebody(
    TRIEU_SON, TODAY, Audience.CITIZEN, AgeBand.FROM_60, Gender.FEMALE, Mode.SELF, (2,) * 12
)

_ANSWERS = st.sampled_from((0, 1, 2, 2, 3, 3, 9))

everybody = st.builds(
    Somebody,
    commune=st.sampled_from(list(COMMUNE_IDS)),
    day=st.sampled_from((date(2026, 6, 30), date(2026, 7, 1), date(2026, 11, 20))),
    audience=st.sampled_from(list(Audience)),
    age_band=st.sampled_from(ADULTS),
    gender=st.sampled_from(list(Gender)),
    mode=st.sampled_from(list(Mode)),
    answers=st.tuples(*[_ANSWERS] * 12) | st.tuples(*[_ANSWERS] * 14),
)


def send(engine: Engine, person: Somebody) -> str:
    """Start, answer and submit as this person; the resume code."""
    now = datetime.combine(person.day, time(9), VIETNAM)
    draft = begin(engine, person, now)
    answer(engine, draft.code, person.answers, now)
    assessments.submit(
        engine, code=draft.code, questionnaire=questionnaire(), now=now, today=person.day
    )
    return draft.code


def begin(engine: Engine, person: Somebody, now: datetime):
    return assessments.start(
        engine,
        commune_code=person.commune,
        audience=person.audience,
        age_band=person.age_band,
        gender=person.gender,
        mode=person.mode,
        consents={"statistics": "2026-11-22"},
        now=now,
    )


def answer(engine: Engine, code: str, answers: Sequence[int], now: datetime) -> None:
    for question, value in zip(questionnaire().questions, answers, strict=False):
        assessments.save_answer(
            engine,
            code=code,
            question_id=question.id,
            value=value,
            questionnaire=questionnaire(),
            now=now,
        )


def stored(engine: Engine, table: str) -> dict[Cell, dict[str, int]]:
    """A rollup as key → counts, without zeros and without rows of zeros."""
    [rollup] = (one for one in ROLLUPS if one.table.name == table)
    with engine.connect() as connection:
        rows = connection.execute(select(rollup.table)).mappings().all()
    found = {
        tuple(row[name] for name in rollup.key): {
            name: row[name] for name in rollup.columns if row[name]
        }
        for row in rows
    }
    return {key: counts for key, counts in found.items() if counts}


def all_rollups(engine: Engine) -> dict[str, dict[Cell, dict[str, int]]]:
    """Every rollup by the name of its table."""
    return {rollup.table.name: stored(engine, rollup.table.name) for rollup in ROLLUPS}


def counted_slowly(people: Iterable[Somebody], *, fine: bool) -> dict[Cell, dict[str, int]]:
    """What the rollup must hold, straight from the definition in the model's docstring."""
    counts: dict[Cell, Counter[str]] = {}
    for person in people:
        campaign = "2026-1" if person.day < date(2026, 7, 1) else "2026-2"
        key: Cell = (COMMUNE_IDS[person.commune], campaign)
        if fine:
            month = f"{person.day.year}-{person.day.month:02}"
            key += (month, person.audience, person.age_band, person.gender, person.mode)
        else:
            key += (person.audience, person.mode)
        counts.setdefault(key, Counter()).update(_columns(_scored(person.answers)))
    return {key: dict(counter) for key, counter in counts.items()}


def _scored(answers: Sequence[int]) -> Score:
    padded = [*answers, None, None][:14]
    pairs = {group: padded[2 * group : 2 * group + 2] for group in range(7)}
    return score(pairs, questionnaire().thresholds)


def _columns(scored: Score) -> list[str]:
    columns = ["people"]
    if scored.outcome in (Outcome.BASIC, Outcome.FIRM):
        columns.append("reached")
    if scored.outcome is Outcome.FIRM:
        columns.append("firm")
    if scored.outcome is Outcome.UNDETERMINED:
        columns.append("undetermined")
    if scored.outcome is Outcome.BELOW and scored.groups_reached in (3, 4, 5):
        columns.append(f"groups_{scored.groups_reached}")
    names = {
        GroupLevel.NONE: "none",
        GroupLevel.WITH_HELP: "help",
        GroupLevel.BASIC: "basic",
        GroupLevel.FIRM: "firm",
    }
    levels = {**{f"g{group}": level for group, level in enumerate(scored.levels)}}
    if scored.ai_level is not None:
        levels["ai"] = scored.ai_level
    columns += [f"{group}_{names[level]}" for group, level in levels.items() if level in names]
    return columns
