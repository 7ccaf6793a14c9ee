"""
Names and contacts as they lie in the database: sealed by a key that lies elsewhere.

AES-256-GCM under a key derived from CONTACT_KEY. What is sealed is filled up to a multiple of 64
bytes, so that its length says nothing, and bound to its row, so that no row opens as another.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from db.settings import settings
from domain.errors import SealKeyMissing, SealKeyWrong
from domain.ledger import Naming

if TYPE_CHECKING:
    from pydantic import SecretStr

_NONCE, _BLOCK = 12, 64  # bytes
_ID_LENGTH = 16


@dataclass(frozen=True)
class Sealed:
    """A sealed person: by which key, and the bytes of it."""

    key_id: str
    content: bytes


@dataclass(frozen=True, repr=False)
class Keyring:
    """The key everything new is sealed by, and every key that opens: id → 32 bytes."""

    current: str
    keys: Mapping[str, bytes]


def keyring() -> Keyring:
    """
    The keys of this installation: CONTACT_KEY, and CONTACT_KEY_BEFORE while keys are changed.

    Raises:
        SealKeyMissing: CONTACT_KEY is not set.
    """
    given = settings()
    if given.contact_key is None:
        raise SealKeyMissing
    return ring_of(_text(given.contact_key), *(
        [] if given.contact_key_before is None else [_text(given.contact_key_before)]
    ))  # fmt: skip


def ring_of(current: str, *before: str) -> Keyring:
    """The keys made of these secrets."""
    keys = [_derived(secret) for secret in (current, *before)]
    return Keyring(_id_of(keys[0]), {_id_of(key): key for key in keys})


def seal(ring: Keyring, naming: Naming, handle: str) -> Sealed:
    """A person, sealed for the row of this handle."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # not on a citizen's path

    plain = json.dumps([naming.name, naming.contact], ensure_ascii=False).encode()
    padded = plain + b" " * (-len(plain) % _BLOCK)
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(ring.keys[ring.current]).encrypt(nonce, padded, handle.encode())
    return Sealed(ring.current, nonce + sealed)


def unseal(ring: Keyring, sealed: Sealed, handle: str) -> Naming:
    """
    The person sealed in the row of this handle.

    Raises:
        SealKeyWrong: it was sealed by another key, for another row, or changed since.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = ring.keys.get(sealed.key_id)
    if key is None:
        raise SealKeyWrong
    nonce, content = sealed.content[:_NONCE], sealed.content[_NONCE:]
    try:
        plain = AESGCM(key).decrypt(nonce, content, handle.encode())
    except InvalidTag:
        raise SealKeyWrong from None
    name, contact = json.loads(plain)
    return Naming(name, contact)


def new_handle() -> str:
    """What a sealed person is bound to."""
    return secrets.token_hex(16)


def _text(secret: "SecretStr") -> str:
    return secret.get_secret_value()


def _derived(secret: str) -> bytes:
    return hashlib.sha256(f"contact key:{secret}".encode()).digest()


def _id_of(key: bytes) -> str:
    return hashlib.sha256(b"key id:" + key).hexdigest()[:_ID_LENGTH]
