"""What an operator sets, from the environment: database, secret, boundaries, port."""

import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent
DATA_FOLDER = PROJECT / "data"  # everything the running product writes; never committed


class Settings(BaseSettings):
    """Each field is the environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(extra="ignore")

    database_url: str = f"sqlite:///{DATA_FOLDER / 'binhdanso.db'}"
    host: str = "127.0.0.1"  # a proxy with TLS stands in front of every other address
    port: int = 8501
    public_address: str | None = None  # https://… on posters; else as the leader's browser says
    boundaries_dir: Path | None = None
    clips_dir: Path = DATA_FOLDER / "clips"  # recorded sentences
    app_secret: SecretStr | None = Field(default=None, min_length=32)
    contact_key: SecretStr | None = Field(default=None, min_length=32)  # seals names; never stored
    contact_key_before: SecretStr | None = Field(default=None, min_length=32)  # while it changes
    minimum_group: int = Field(default=10, ge=5)  # people; PRODUCT rule 3, never below 5
    ranking_minimum: int = Field(default=30, ge=10)  # people; fewer stand on no board
    ranking_coverage: float = Field(default=0.01, ge=0, le=100)  # percent of a known population
    kiosk_idle_seconds: int = Field(default=180, ge=10)  # untouched so long, a helper's form warns
    release_minutes: float = Field(default=10, ge=0)  # between two releases; 0 = none by itself
    controller_name: str = ""  # who answers for the data by law; the consent names them
    controller_contact: str = ""
    files_at_once: int = Field(default=1, ge=1, le=8)  # made by one process of the server
    freshness_seconds: int = Field(default=10, ge=0)  # how old a published figure may be


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()


@lru_cache(maxsize=1)
def app_secret() -> bytes:
    """
    The key of every keyed hash: APP_SECRET, else a random one made at the first start.

    The made one lies in `data/app_secret`, readable by the owner only; there is no default.
    """
    given = settings().app_secret
    if given is not None:
        return given.get_secret_value().encode()
    path = DATA_FOLDER / "app_secret"
    if not path.exists():
        _make_secret(path)
    return path.read_bytes()


def _make_secret(path: Path) -> None:
    """Written beside and then linked: of processes that start together, one wins, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
