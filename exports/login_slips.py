"""Login slips: for each new account its one-time password and the way to the sign-in page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from domain.links import as_typed
from exports.printed import printed, qr_svg


@dataclass(frozen=True)
class Slip:
    """What one person takes home; the password works once."""

    username: str
    display_name: str
    place: str
    until: str
    password: str = field(repr=False)


def login_slips(slips: Sequence[Slip], *, link: str, language: str, t: Callable[..., str]) -> bytes:
    """
    The slips as PDF, six on a sheet of A4 with lines to cut along.

    Args:
        link: the sign-in page, with its scheme.
    """
    address = as_typed(link)
    words = {
        **{name: t(f"login_slip.{name}") for name in ("title", "app", "username", "password")},
        "lang": language,
        "how": t("login_slip.how"),
        "address": address,
        "qr_alt": t("login_slip.qr_alt", address=address),
        "slips": [
            {
                **{"name": one.display_name, "place": one.place, "username": one.username},
                **{"password": one.password, "until": t("login_slip.until", day=one.until)},
            }
            for one in slips
        ],
    }
    return printed("login_slips.typ", words, link=link, qr=qr_svg(link, as_written=True))
