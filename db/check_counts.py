"""Who counts as claimed and as shown in each group: the conditions of `db.counted.CHECKS`."""

from collections.abc import Mapping

from db.models import CLAIMS, LEVEL_COLUMNS, SHOWN_COLUMNS
from domain.scoring import GroupLevel

_ABLE, _UNABLE = (GroupLevel.BASIC, GroupLevel.FIRM), (GroupLevel.NONE, GroupLevel.WITH_HELP)
_CLAIMED_AND_SHOWN = dict(
    zip(CLAIMS, ((_ABLE, 1), (_ABLE, 0), (_UNABLE, 1), (_UNABLE, 0)), strict=True)
)
CHECK_CONDITIONS: dict[str, Mapping[str, tuple[int | str, ...]]] = {
    **{
        f"g{group}_{claim}": {level: levels, shown: (is_shown,)}
        for group, (level, shown) in enumerate(zip(LEVEL_COLUMNS, SHOWN_COLUMNS, strict=True))
        for claim, (levels, is_shown) in _CLAIMED_AND_SHOWN.items()
    },
    "overclaim_asked": {"overclaim": (0, 1, 2, 3)},
    "overclaimed": {"overclaim": (2, 3)},
}
EXTRA_FACTS = (*SHOWN_COLUMNS, "overclaim")
