"""Resume codes for many people at once, all different."""

import numpy as np
from numpy.typing import NDArray

from domain.resume_code import ALPHABET, LENGTH

_BITS = 5  # 32 characters
_LETTERS = np.frombuffer(ALPHABET.encode("ascii"), dtype=np.uint8)


def distinct_codes(count: int, random: np.random.Generator) -> NDArray[np.str_]:
    """So many different codes of the alphabet; predictable, therefore for simulated people only."""
    numbers = random.choice(2 ** (_BITS * LENGTH), size=count, replace=False)
    shifts = np.arange(_BITS * (LENGTH - 1), -1, -_BITS)
    letters = _LETTERS[(numbers[:, np.newaxis] >> shifts) & (2**_BITS - 1)]
    return np.ascontiguousarray(letters).view(f"S{LENGTH}").ravel().astype(np.str_)
