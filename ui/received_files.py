"""What a workbook said, in memory until its sender has confirmed it; no file is ever kept."""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from domain.errors import DomainError
from exports.excel_template import MOST_BYTES, TypedRow, read_rows
from text import LANGUAGES, translator

RECEIVE_PATH = "/tep/nhan"
MOST_MEGABYTES = MOST_BYTES // 1_000_000
_MINUTES = 30
_MOST = 32  # files of a thousand rows: about 50 MB in the worst case


@dataclass(frozen=True)
class Received:
    """A file somebody sent: its rows, or why it was refused."""

    account_id: int
    until: datetime
    rows: tuple[TypedRow, ...]
    refusal: DomainError | None = None


class _Shelf:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.files: OrderedDict[str, Received] = OrderedDict()


@st.cache_resource(show_spinner=False)
def _shelf() -> _Shelf:
    return _Shelf()


def receive(content: bytes, *, account_id: int, now: datetime) -> str:
    """Read a file and keep what it says for its sender; the name it can be asked for by."""
    try:
        rows, refusal = tuple(read_rows(content, [translator(one) for one in LANGUAGES])), None
    except DomainError as error:
        rows, refusal = (), error
    received = Received(account_id, now + timedelta(minutes=_MINUTES), rows, refusal)
    handle = secrets.token_hex(16)
    shelf = _shelf()
    with shelf.lock:
        for name in [name for name, kept in shelf.files.items() if kept.until <= now]:
            del shelf.files[name]
        while len(shelf.files) >= _MOST:
            shelf.files.popitem(last=False)
        shelf.files[handle] = received
    return handle


def rows_of(handle: str, *, account_id: int, now: datetime) -> tuple[TypedRow, ...] | None:
    """
    The rows of a file this account sent; None when it is gone, or somebody else's.

    Raises:
        FileTooLarge, NotOurWorkbook, TooManyRows: what `receive` found.
    """
    shelf = _shelf()
    with shelf.lock:
        received = shelf.files.get(handle)
    if received is None or received.account_id != account_id or received.until <= now:
        return None
    if received.refusal is not None:
        raise received.refusal
    return received.rows


def forget(handle: str) -> None:
    """Nothing of this file is needed any more."""
    shelf = _shelf()
    with shelf.lock:
        shelf.files.pop(handle, None)
