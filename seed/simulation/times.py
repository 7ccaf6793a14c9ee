"""How long simulated people take, and where the times are too short to be believed."""

import numpy as np
from numpy.typing import NDArray

from domain.people import Mode
from seed.simulation.people import MODES, People
from seed.simulation.places import Places

_MEDIAN_SECONDS = {Mode.SELF: 190, Mode.ASSISTED: 330, Mode.PROXY: 210}
_SPREAD = 0.55  # of the logarithm
_SLOWER_PER_ABILITY = 0.18  # who is less able reads more slowly
_HURRIED = 0.004  # of all people: taps without reading
_HURRIED_SECONDS = (8, 22)
_ODD_COMMUNES = 0.01  # of all communes: somebody fills in forms for others
_ODD_SHARE = 0.45  # of the people there


def simulated_seconds(people: People, places: Places, block: tuple[int, ...]) -> NDArray[np.int64]:
    """
    Seconds from start to sending of each person.

    Args:
        block: seeds a source of its own, so that the answers do not depend on it; its first number
            alone decides which communes are odd.
    """
    random = np.random.default_rng([*block, 1])
    median = np.array([_MEDIAN_SECONDS[mode] for mode in MODES])[people.mode]
    slower = -_SLOWER_PER_ABILITY * people.ability
    seconds = median * np.exp(slower + random.normal(0, _SPREAD, len(people)))
    odd_place = np.random.default_rng(block[0]).random(len(places.share)) < _ODD_COMMUNES
    chance = np.where(odd_place[people.place], _ODD_SHARE, _HURRIED)
    hurried = random.random(len(people)) < chance
    return np.where(
        hurried, random.integers(*_HURRIED_SECONDS, len(people)), np.maximum(seconds, 40)
    ).astype(np.int64)
