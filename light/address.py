"""Addresses of the light path; that of a draft holds its code and a seal only we can make."""

from urllib.parse import urlencode

from db import code_seal
from domain.resume_code import is_code

HOME = "/nhe"
CLASS = "/lop"  # where somebody says that they are there
RESUME = f"{HOME}/tiep-tuc"
ALL, REVIEW, SEND, RESULT = "tat-ca", "xem-lai", "gui", "ket-qua"
DEVICE, TOLD = "dien-thoai", "dap-an"
MY_DATA, MY_FILE, WITHDRAW, WITHDRAWN = "du-lieu", "du-lieu.json", "xoa", "da-xoa"
SENSITIVE, NEXT_PERSON = "hoi-them", "nguoi-tiep"
PICTURE, BEFORE = "ket-qua.svg", "lan-truoc"
CORRECT, TONGUE, SQUARE = "sua", "tieng", "ma-vuong.svg"
_SEPARATOR = "."


def of_draft(code: str, step: str = "", **query: str) -> str:
    """The page of a draft at a step; without one, the page that finds the open step."""
    path = f"{HOME}/{code}{_SEPARATOR}{code_seal.seal_of(code)}" + (f"/{step}" if step else "")
    return with_query(path, query)


def of_class(token: str) -> str:
    """Where the sheet of a class leads."""
    return f"{CLASS}/{token}"


def with_query(path: str, query: dict[str, str]) -> str:
    """A path and what follows the question mark, if anything does."""
    return f"{path}?{urlencode(query)}" if query else path


def code_in(token: str) -> str | None:
    """The code of a sealed address; None when we did not write it."""
    code = claimed_in(token)
    seal = token.partition(_SEPARATOR)[2]
    return code if code is not None and code_seal.is_sealed(code, seal) else None


def claimed_in(token: str) -> str | None:
    """What an address gives as its code, whoever wrote it; None when it cannot be one."""
    code = token.partition(_SEPARATOR)[0]
    return code if is_code(code) else None
