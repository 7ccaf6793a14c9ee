"""Which three things a person is advised to do next, from the gaps of their result."""

from domain.device import Device
from domain.scoring import GroupLevel, Score

STEPS = 3
_WITHOUT_PHONE = ("person", "borrow", "class")
_ORDER = (4, 0, 2, 5, 1, 3)  # between equal gaps: safety first, then the device, then services
_GAP = {
    GroupLevel.NONE: 0,
    GroupLevel.WITH_HELP: 1,
    GroupLevel.UNDETERMINED: 2,
    GroupLevel.BASIC: 3,
}


def next_steps(score: Score, device: Device | None = None) -> tuple[str, ...]:
    """
    Three step names: `group_0`…`group_5` for the widest gaps first, then `ai`, `teach`, `lessons`.

    A group that is firm needs no step; who has few gaps is asked to help others. Who lacks a
    smartphone is sent to a person first, and who has no phone is told of none that needs one.
    """
    if device is Device.NONE:
        return _WITHOUT_PHONE
    first = ["person"] if device is Device.BUTTONS else []
    open_groups = [group for group in _ORDER if score.levels[group] in _GAP]
    widest = sorted(open_groups, key=lambda group: _GAP[score.levels[group]])
    names = [f"group_{group}" for group in widest]
    return tuple([*first, *names, "ai", "teach", "lessons"][:STEPS])
