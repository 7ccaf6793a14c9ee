"""The consent: one text a version, kept for ever, naming whoever answers for the data."""

import pytest
from sqlalchemy import Engine

from db.deployment import REAL, SIMULATED, declare
from db.engine import open_engine, transaction
from db.models import metadata
from domain.consent import (
    MINOR_TEXT_VERSION,
    OPTIONAL,
    PURPOSES,
    STATISTICS,
    TEXT_VERSION,
    TEXT_VERSIONS,
)
from text import LANGUAGES, catalogue, translator
from ui import consent_text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_changed_sentence_needs_a_new_version_of_the_text(language):
    """Else `python -m tests.ui.test_consent_text` writes the file of the new version."""
    kept = consent_text.text_of_version(TEXT_VERSION, language)

    assert kept == consent_text.text_of_today(translator(language))


def test_every_purpose_has_its_own_box_and_version():
    asked = {key.removeprefix("consent.agree_") for key in catalogue("vi") if "agree_" in key}

    assert asked == set(OPTIONAL)
    assert set(TEXT_VERSIONS) == set(PURPOSES) == {STATISTICS, *OPTIONAL}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_for_who_is_under_16_is_kept_and_names_its_article(language):
    today = consent_text.text_of_today(translator(language), consent_text.MINOR_KEYS)

    assert consent_text.text_of_version(MINOR_TEXT_VERSION, language) == today
    assert "{controller}" in today
    assert " 24;" in today


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_names_what_the_law_asks_for(language):
    whole = consent_text.text_of_today(translator(language))

    assert "{controller}" in whole
    assert "91/2025/QH15" in whole
    assert "356/2025" in whole


def test_an_old_or_forged_version_has_no_text():
    assert consent_text.text_of_version("2026-11-22", "vi") is None
    assert consent_text.text_of_version("../vi", "vi") is None


@pytest.fixture
def database(tmp_path, monkeypatch) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path / 'consent.db'}")
    metadata.create_all(engine)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'consent.db'}")
    _forget()
    yield engine
    engine.dispose()
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    import streamlit as st

    from db.settings import settings

    settings.cache_clear()
    st.cache_resource.clear()


@pytest.mark.parametrize(
    ("kind", "name", "missing"),
    [(REAL, "", True), (REAL, "Sở Khoa học và Công nghệ", False), (SIMULATED, "", False)],
)
def test_real_answers_without_a_named_controller_are_reported(
    database, monkeypatch, kind, name, missing
):
    with transaction(database) as connection:
        declare(connection, kind)
    monkeypatch.setenv("CONTROLLER_NAME", name)
    monkeypatch.setenv("CONTROLLER_CONTACT", name)

    assert consent_text.is_controller_missing() is missing
    assert ("chưa khai báo" in consent_text.controller_sentence(translator("vi"))) is not bool(name)


def _write() -> None:
    kept = {TEXT_VERSION: consent_text.KEYS, MINOR_TEXT_VERSION: consent_text.MINOR_KEYS}
    for version, keys in kept.items():
        for language in LANGUAGES:
            path = consent_text.VERSIONS / f"{version}.{language}.txt"
            words = consent_text.text_of_today(translator(language), keys)
            path.write_text(words, encoding="utf-8")


if __name__ == "__main__":
    _write()
