"""The sheet that hangs at the door of a class: a QR code by which people say they are there."""

from exports.printed import printed


def class_sheet(
    *,
    link: str,
    title: str,
    when: str,
    place: str,
    commune: str,
    topics: str,
    steps: list[str],
    foot: str,
    qr_alt: str,
    language: str,
) -> bytes:
    """
    The sheet as PDF, A4.

    Args:
        link: what the code opens, with its scheme, e.g. https://binhdanso.vn/lop/ABC23.
        topics: what is learnt, as one line; empty when nothing was chosen.
    """
    words = {
        "lang": language,
        "title": title,
        "when": when,
        "place": place,
        "commune": commune,
        "address": link.split("://", 1)[-1],
        "steps": steps,
        "topics": topics,
        "foot": foot,
        "qr_alt": qr_alt,
    }
    return printed("class_sheet.typ", words, link=link)
