"""How a meeting speaks: refusals in words, and what people typed without any markup."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from domain.errors import DomainError
from ui.language import t

_MARKS = frozenset("\\`*_{}[]()<>#+-.!|~$:")


@contextmanager
def changing() -> Iterator[None]:
    """What is refused inside is said on the page."""
    try:
        yield
    except DomainError as refusal:
        st.error(refusal_words(refusal))


def refusal_words(refusal: DomainError) -> str:
    """A refusal as a sentence; the name of a field in the words of the page."""
    details = {name: plain(str(value)) for name, value in refusal.details.items()}
    if "field" in details:
        details["field"] = t(f"written.{refusal.details['field']}")
    return t(refusal.key, **details)


def plain(text: str) -> str:
    """What somebody typed, so that it means nothing to Markdown."""
    return "".join(f"\\{char}" if char in _MARKS else char for char in text)
