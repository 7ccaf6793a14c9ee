"""Which phone somebody can use, and what a question needs before it makes sense to ask it."""

from enum import IntEnum, StrEnum


class Device(IntEnum):
    """The best device at hand, one's own or the family's."""

    NONE = 0
    BUTTONS = 1  # calls and messages only
    SMARTPHONE = 2  # or a tablet or a computer


class Need(StrEnum):
    """What has to be at hand to do what a question asks about."""

    NONE = "none"
    PHONE = "phone"
    SMARTPHONE = "smartphone"

    def is_met(self, device: Device | None) -> bool:
        """Whether this device is enough; of somebody who was never asked it is taken to be."""
        return device is None or device >= _LEAST[self]


_LEAST = {
    Need.NONE: Device.NONE,
    Need.PHONE: Device.BUTTONS,
    Need.SMARTPHONE: Device.SMARTPHONE,
}
