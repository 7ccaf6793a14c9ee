"""Which phone simulated people have, and what some of them add: the pack, the small check."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from db.models import CHECK_COLUMNS, PACK_COLUMNS, SHOWN_COLUMNS, TASK_COLUMNS
from domain.checking import DO_NOT_KNOW, DO_NOT_UNDERSTAND, REFUSED, Check, Seen
from domain.device import Device
from domain.people import Mode
from domain.questionnaire import Answer, Packs, Questionnaire
from seed.simulation.answers import EMPTY
from seed.simulation.people import MODES, People

_TAKES_PACK, _TAKES_CHECK = 0.15, 0.10
_CUTS = (-0.90, 0.00, 1.45)  # of the pack's answers, as in seed.simulation.answers
_PACK_SPREAD = 0.7
_KNOWS, _KNOWS_PER_ABILITY = 0.9, 1.1  # log-odds of showing it: more than half of those in between
_GROUP_DIFFICULTY = (-0.5, 0.4, 0.1, 0.5, -0.4, 0.0)
_NOT_SHOWN = (DO_NOT_KNOW, DO_NOT_UNDERSTAND, REFUSED)
_NOT_SHOWN_SHARE = (0.35, 0.05, 0.03)  # the rest chooses a wrong option
_OVERCLAIMS = 0.07

_NULLABLE = np.array([*range(10), None], dtype=object)  # EMPTY, the last, is NULL
_BITS = 1 << np.arange(14)


class Answered(Protocol):
    """What of a batch decides: who answered what, and who never sent."""

    @property
    def ids(self) -> range: ...
    @property
    def people(self) -> People: ...
    @property
    def answers(self) -> NDArray[np.int8]: ...
    @property
    def left(self) -> NDArray[np.bool_]: ...


def device_columns(batch: Answered, questionnaire: Questionnaire) -> dict[str, list[object]]:
    """
    `device` and `skipped` of assessments.

    Who answered 0 to everything a device is needed for is one who has none: so nobody's answers
    and levels depend on it.
    """
    device = np.full(len(batch.ids), int(Device.SMARTPHONE))
    skipped = np.zeros(len(batch.ids), dtype=np.int64)
    for lesser in (Device.BUTTONS, Device.NONE):
        slots = [q.slot - 1 for q in questionnaire.questions if not q.needs.is_met(lesser)]
        if not slots:
            continue
        lacks = (batch.answers[:, slots] == Answer.CANNOT).all(axis=1) & ~batch.left
        device[lacks] = int(lesser)
        skipped[lacks] = int(_BITS[slots].sum())
    marked = skipped.astype(object)
    marked[skipped == 0] = None
    return {"device": device.tolist(), "skipped": marked.tolist()}


def extra_columns(
    batch: Answered,
    packs: Packs,
    check: Check,
    random: np.random.Generator,
    *,
    has_smartphone: NDArray[np.bool_],
) -> dict[str, Sequence[object]]:
    """Rows of `extraanswers`: some of those who sent, with a smartphone."""
    ability, mode = batch.people.ability, batch.people.mode
    may = ~batch.left & has_smartphone
    takes_pack = may & (random.random(len(may)) < _TAKES_PACK)
    takes_check = may & (random.random(len(may)) < _TAKES_CHECK)
    helped = mode == MODES.index(Mode.ASSISTED)
    alone = mode == MODES.index(Mode.SELF)
    answers = {
        **_pack(ability, takes_pack, random),
        **_check(ability, takes_check & alone, takes_check & helped, check, random),
    }
    chosen = np.flatnonzero(takes_pack | (takes_check & (alone | helped)))
    checked = takes_check & (alone | helped)
    versions = {
        "pack_version": _version(packs.version, takes_pack[chosen]),
        "check_version": _version(check.version, checked[chosen]),
    }
    numbers = {name: _NULLABLE[values[chosen]].tolist() for name, values in answers.items()}
    return {"assessment_id": np.array(batch.ids)[chosen].tolist(), **versions, **numbers}


def _version(version: str, those: NDArray[np.bool_]) -> list[object]:
    return [version if one else None for one in those.tolist()]


def _pack(
    ability: NDArray[np.float64], takes: NDArray[np.bool_], random: np.random.Generator
) -> Mapping[str, NDArray[np.int64]]:
    return {
        name: np.where(
            takes,
            np.searchsorted(_CUTS, ability + random.normal(0, _PACK_SPREAD, len(ability))),
            EMPTY,
        )
        for name in PACK_COLUMNS
    }


def _check(
    ability: NDArray[np.float64],
    alone: NDArray[np.bool_],
    helped: NDArray[np.bool_],
    check: Check,
    random: np.random.Generator,
) -> dict[str, NDArray[np.int64]]:
    found: dict[str, NDArray[np.int64]] = {}
    for group, item in enumerate(check.items):
        odds = _KNOWS + _KNOWS_PER_ABILITY * (ability - _GROUP_DIFFICULTY[group])
        knows = random.random(len(ability)) < 1 / (1 + np.exp(-odds))
        wrong = [place for place in range(len(item.options)) if place != item.right]
        share = (1 - sum(_NOT_SHOWN_SHARE)) / len(wrong)
        other = random.choice(
            [*wrong, *_NOT_SHOWN], size=len(ability), p=[share] * len(wrong) + [*_NOT_SHOWN_SHARE]
        )
        answer = np.where(knows, item.right, other)
        seen = np.where(knows, int(Seen.SHOWN), int(Seen.NOT_SHOWN))
        is_known = ~np.isin(answer, (DO_NOT_UNDERSTAND, REFUSED))
        found[CHECK_COLUMNS[group]] = np.where(alone, answer, EMPTY)
        found[TASK_COLUMNS[group]] = np.where(helped, seen, EMPTY)
        found[SHOWN_COLUMNS[group]] = np.where((alone & is_known) | helped, knows, EMPTY)
    claims = np.where(random.random(len(ability)) < _OVERCLAIMS, int(Answer.ALONE), 0)
    found["overclaim"] = np.where(alone, claims, EMPTY)
    return found
