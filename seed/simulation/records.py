"""Simulated people as rows of the tables `assessment` and `consent`, column by column."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from db.deployment import SIMULATED
from db.models import ANSWER_COLUMNS, LEVEL_COLUMNS
from domain.consent import STATISTICS, TEXT_VERSIONS
from domain.questionnaire import Questionnaire
from domain.resume_code import DAYS_VALID
from seed.simulation.answers import EMPTY
from seed.simulation.days import Days
from seed.simulation.extras import device_columns
from seed.simulation.help import LANGUAGES, RELATIONS, Helped
from seed.simulation.people import AGE_BANDS, AUDIENCES, GENDERS, MODES, People
from seed.simulation.places import Places
from seed.simulation.scores import Scores

NOBODY = 0  # repeat_of of a person without an earlier assessment

_NULLABLE = np.array([*range(10), None], dtype=object)  # EMPTY, the last, is NULL


@dataclass(frozen=True)
class Round:
    """A campaign and the days on which people answer in it."""

    campaign_code: str
    days: Days


@dataclass(frozen=True)
class Plan:
    """What is simulated: how many people, where, by which questionnaire, in which campaigns."""

    people: int
    places: Places
    questionnaire: Questionnaire
    present: Round
    earlier: Round | None  # None: there was no earlier campaign, nobody came before
    utc_suffix: str  # how this database writes that a moment is in UTC


@dataclass(frozen=True)
class Batch:
    """Assessments of one campaign, by position; `left` marks those never sent."""

    campaign: Round
    first_id: int
    codes: NDArray[np.str_]
    people: People
    answers: NDArray[np.int8]
    scores: Scores
    day: NDArray[np.int64]
    minute: NDArray[np.int64]
    left: NDArray[np.bool_]
    seconds: NDArray[np.int64]  # from start to sending
    helped: Helped
    repeat_of: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.people)

    @property
    def ids(self) -> range:
        """The ids of these assessments."""
        return range(self.first_id, self.first_id + len(self))


def assessment_columns(batch: Batch, plan: Plan) -> dict[str, Sequence[object]]:
    """Every column of `assessment`."""
    return {
        "id": batch.ids,
        "resume_code": batch.codes.tolist(),
        "data_kind": [SIMULATED] * len(batch),
        "campaign_code": [batch.campaign.campaign_code] * len(batch),
        "version": [plan.questionnaire.version] * len(batch),
        "commune_id": plan.places.unit_ids[batch.people.place].tolist(),
        **_who(batch.people),
        "status": _texts(("submitted", "draft"), batch.left),
        "started_at": _moments(batch, plan),
        "expires_at": _moments(batch, plan, days_later=DAYS_VALID),
        "submitted_on": _submitted_on(batch),
        "repeat_of": [earlier or None for earlier in batch.repeat_of.tolist()],
        **_answers(batch),
        **_scores(batch),
        "seconds_taken": _seconds_taken(batch),
        **_help(batch.helped),
        **device_columns(batch, plan.questionnaire),
    }


def consent_columns(batch: Batch, plan: Plan) -> dict[str, Sequence[object]]:
    """A consent for every assessment: nobody answers before giving it."""
    return {
        "assessment_id": batch.ids,
        "purpose": [STATISTICS] * len(batch),
        "text_version": [TEXT_VERSIONS[STATISTICS]] * len(batch),
        "given_at": _moments(batch, plan),
    }


def _who(people: People) -> dict[str, list[object]]:
    return {
        "audience": _texts(AUDIENCES, people.audience),
        "age_band": _texts(AGE_BANDS, people.age_band),
        "gender": _texts(GENDERS, people.gender),
        "mode": _texts(MODES, people.mode),
    }


def _help(helped: Helped) -> dict[str, Sequence[object]]:
    return {
        "helper_pass_id": [one or None for one in helped.pass_id.tolist()],
        "helper_relation": np.array(RELATIONS, dtype=object)[helped.relation].tolist(),
        "help_language": np.array(LANGUAGES, dtype=object)[helped.language].tolist(),
    }


def _answers(batch: Batch) -> dict[str, list[object]]:
    columns = ANSWER_COLUMNS[: batch.answers.shape[1]]
    return {name: _numbers(batch.answers[:, slot]) for slot, name in enumerate(columns)}


def _scores(batch: Batch) -> dict[str, list[object]]:
    scored = {name: batch.scores.levels[:, group] for group, name in enumerate(LEVEL_COLUMNS)}
    scored["level_ai"] = batch.scores.ai_level
    scored["outcome"] = batch.scores.outcome
    scored["groups_reached"] = batch.scores.groups_reached
    return {name: _numbers(np.where(batch.left, EMPTY, values)) for name, values in scored.items()}


def _numbers(values: NDArray[np.int8]) -> list[object]:
    return _NULLABLE[values].tolist()


def _texts(texts: Sequence[str], positions: NDArray[np.int64] | NDArray[np.bool_]) -> list[object]:
    plain = np.array([str(text) for text in texts], dtype=object)
    return plain[positions.astype(np.int64)].tolist()


def _submitted_on(batch: Batch) -> list[object]:
    texts = np.array([*(day.isoformat() for day in batch.campaign.days.days), None], dtype=object)
    return texts[np.where(batch.left, EMPTY, batch.day)].tolist()


def _seconds_taken(batch: Batch) -> list[object]:
    taken = batch.seconds.astype(object)
    taken[batch.left] = None
    return taken.tolist()


def _moments(batch: Batch, plan: Plan, *, days_later: int = 0) -> list[object]:
    """Moments as the column types of the models write them, from day and minute."""
    days = [(day + timedelta(days=days_later)).isoformat() for day in batch.campaign.days.days]
    times = [
        f"{hour:02}:{minute:02}:00.000000{plan.utc_suffix}"
        for hour in range(24)
        for minute in range(60)
    ]
    return [
        f"{days[day]} {times[minute]}"
        for day, minute in zip(batch.day.tolist(), batch.minute.tolist(), strict=True)
    ]
