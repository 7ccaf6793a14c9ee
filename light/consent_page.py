"""The page that asks for consent: who keeps what, and boxes of which none is ticked before."""

import secrets

from starlette.responses import Response

from light import address, offers
from light.visit import Visit


def page(
    visit: Visit,
    choices: dict[str, str],
    template: str,
    *,
    bar: str,
    error: str,
    status: int,
    title: str,
    **more: object,
) -> Response:
    """
    The page of one template; what was ticked stands there again after a refusal.

    Args:
        more: what this template alone takes.
    """
    return visit.page(
        template,
        status=status,
        title=title,
        bar=bar,
        error=error,
        controller=visit.shared.controller_sentence(visit.t),
        action=address.with_query(address.HOME, choices),
        once=secrets.token_hex(8),
        ticked=visit.form,
        back=offers.before(choices, offers.CONSENT),
        **more,
    )
