"""Who simulated people are: where, how old, which audience, who held the phone, how able."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.people import ADULTS, Audience, Gender, Mode
from seed.simulation.places import Places

AGE_BANDS = ADULTS
AUDIENCES = tuple(Audience)
GENDERS = tuple(Gender)
MODES = tuple(Mode)

# One row per age band, in the order of ADULTS; made up, in the shape of an adult population.
_AGE_SHARE = (0.17, 0.21, 0.21, 0.22, 0.11, 0.06, 0.02)
_GENDER_SHARE = (0.51, 0.46, 0.004, 0.026)
_AUDIENCE_SHARE = (  # citizen, student, worker, public employee
    (0.10, 0.60, 0.28, 0.02),
    (0.34, 0.06, 0.45, 0.15),
    (0.42, 0.01, 0.42, 0.15),
    (0.58, 0.00, 0.32, 0.10),
    (0.90, 0.00, 0.09, 0.01),
    (0.99, 0.00, 0.01, 0.00),
    (0.70, 0.05, 0.20, 0.05),
)
_MODE_SHARE = (  # self, assisted, proxy: a quarter is helped, one in twenty does not answer herself
    (0.87, 0.11, 0.02),
    (0.86, 0.12, 0.02),
    (0.80, 0.17, 0.03),
    (0.66, 0.30, 0.04),
    (0.34, 0.53, 0.13),
    (0.16, 0.62, 0.22),
    (0.70, 0.25, 0.05),
)
_AGE_ABILITY = (0.70, 0.60, 0.25, -0.25, -0.95, -1.60, -0.10)
_AUDIENCE_ABILITY = (-0.15, 0.35, 0.05, 0.60)
_BASE_ABILITY = 0.05
_PERSONAL_SPREAD = 0.75


@dataclass(frozen=True)
class People:
    """Simulated people, one per position; every description is a position in its tuple above."""

    place: NDArray[np.int64]
    age_band: NDArray[np.int64]
    audience: NDArray[np.int64]
    gender: NDArray[np.int64]
    mode: NDArray[np.int64]
    ability: NDArray[np.float64]  # 0 = able to do the middling thing half of the time

    def __len__(self) -> int:
        return len(self.place)


def simulated_people(places: Places, count: int, random: np.random.Generator) -> People:
    """This many people, spread over the places by their share."""
    place = random.choice(len(places.share), size=count, p=places.share)
    age_band = random.choice(len(AGE_BANDS), size=count, p=_AGE_SHARE)
    audience = _one_each(_AUDIENCE_SHARE, age_band, random)
    ability = (
        _BASE_ABILITY
        + places.ability[place]
        + np.array(_AGE_ABILITY)[age_band]
        + np.array(_AUDIENCE_ABILITY)[audience]
        + random.normal(0, _PERSONAL_SPREAD, count)
    )
    return People(
        place=place,
        age_band=age_band,
        audience=audience,
        gender=random.choice(len(GENDERS), size=count, p=_GENDER_SHARE),
        mode=_one_each(_MODE_SHARE, age_band, random),
        ability=ability,
    )


def _one_each(
    shares: tuple[tuple[float, ...], ...], row: NDArray[np.int64], random: np.random.Generator
) -> NDArray[np.int64]:
    """One column per person, drawn with the shares of that person's row."""
    ends = np.cumsum(shares, axis=1)[:, :-1]
    chance = random.random(len(row))
    return (chance[:, np.newaxis] >= ends[row]).sum(axis=1)
