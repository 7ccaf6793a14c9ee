"""Repeating what a stranger typed or put into a link, without obeying it."""

_LONGEST = 40


def quoted(typed: str, longest: int = _LONGEST) -> str:
    """
    Its letters, digits, spaces and dashes: no markup, no link, no address a browser would open.

    Letters keep their marks, also where a mark is a character of its own.
    """
    kept = "".join(char for char in typed if char.isalnum() or char in " -" or _is_mark(char))
    return " ".join(kept.split())[:longest]


def _is_mark(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"
