"""What a commune that was split leaves to be put in order by the communes it became."""

from dataclasses import dataclass
from enum import StrEnum


class Left(StrEnum):
    """A kind of thing leaders keep."""

    HAMLET = "hamlet"
    TEAM = "team"
    POINT = "point"
    CLASS = "class"
    AMBASSADOR = "ambassador"
    LEARNER = "learner"


@dataclass(frozen=True)
class LeftOver:
    """One thing nobody has taken yet: `key` is its code, id or token."""

    kind: Left
    key: str
    name: str
    old_commune: str
