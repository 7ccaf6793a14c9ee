"""What a workbook said, in memory until its sender has confirmed it; no file is ever kept."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import streamlit as st

from domain.access import Permission
from domain.errors import DomainError
from domain.kit import lines_of
from exports import account_template, excel_template, hamlet_template, indicator_template
from exports.typed_sheet import MOST_BYTES, Translate, TypedRow
from text import LANGUAGES, translator

MOST_MEGABYTES = MOST_BYTES // 1_000_000
_MINUTES = 30
_MOST = 32  # files of a thousand rows: about 50 MB in the worst case


class FileKind(StrEnum):
    """What a file is for, as the end of the address it is sent to."""

    PEOPLE = "nhan"
    INDICATORS = "nhan-chi-so"
    KIT = "nhan-bo-ngoai-tuyen"
    ACCOUNTS = "nhan-tai-khoan"
    HAMLETS = "nhan-so-dan-thon"

    @property
    def path(self) -> str:
        return f"/tep/{self.value}"


SENT_BY: Mapping[FileKind, Permission] = {
    FileKind.PEOPLE: Permission.COLLECT,
    FileKind.INDICATORS: Permission.REPORT_INDICATORS,
    FileKind.KIT: Permission.COLLECT,
    FileKind.ACCOUNTS: Permission.MANAGE_ACCOUNTS,
    FileKind.HAMLETS: Permission.MANAGE_HAMLETS,
}


def _kit_lines(content: bytes, _translators: Sequence[Translate]) -> list[TypedRow]:
    """The lines of an offline kit as rows of one field."""
    return [(number, "", "", {"line": line}) for number, line in lines_of(content)]


_READERS: Mapping[FileKind, Callable[[bytes, Sequence[Translate]], list[TypedRow]]] = {
    FileKind.PEOPLE: excel_template.read_rows,
    FileKind.INDICATORS: indicator_template.read_rows,
    FileKind.KIT: _kit_lines,
    FileKind.ACCOUNTS: account_template.read_rows,
    FileKind.HAMLETS: hamlet_template.read_rows,
}
RECEIVE_PATH = FileKind.PEOPLE.path


@dataclass(frozen=True)
class Received:
    """A file somebody sent: its rows, or why it was refused."""

    account_id: int
    kind: FileKind
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


def receive(
    content: bytes, *, account_id: int, now: datetime, kind: FileKind = FileKind.PEOPLE
) -> str:
    """Read a file and keep what it says for its sender; the name it can be asked for by."""
    try:
        read = _READERS[kind]
        rows, refusal = tuple(read(content, [translator(one) for one in LANGUAGES])), None
    except DomainError as error:
        rows, refusal = (), error
    received = Received(account_id, kind, now + timedelta(minutes=_MINUTES), rows, refusal)
    handle = secrets.token_hex(16)
    shelf = _shelf()
    with shelf.lock:
        for name in [name for name, kept in shelf.files.items() if kept.until <= now]:
            del shelf.files[name]
        while len(shelf.files) >= _MOST:
            shelf.files.popitem(last=False)
        shelf.files[handle] = received
    return handle


def rows_of(
    handle: str, *, account_id: int, now: datetime, kind: FileKind = FileKind.PEOPLE
) -> tuple[TypedRow, ...] | None:
    """
    The rows of a file this account sent for this; None when it is gone, or somebody else's.

    Raises:
        FileTooLarge, NotOurWorkbook, TooManyRows: what `receive` found.
    """
    shelf = _shelf()
    with shelf.lock:
        received = shelf.files.get(handle)
    if received is None or received.account_id != account_id or received.until <= now:
        return None
    if received.kind is not kind:
        return None
    if received.refusal is not None:
        raise received.refusal
    return received.rows


def forget(handle: str) -> None:
    """Nothing of this file is needed any more."""
    shelf = _shelf()
    with shelf.lock:
        shelf.files.pop(handle, None)
