"""What all tests share: cheap passwords, one reference database, the order, and what is told."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.templates import template

# Several processes share the machine: how long an example takes says nothing.
hypothesis.settings.register_profile("shared machine", deadline=None)
hypothesis.settings.load_profile("shared machine")

_FIRST = ("journeys", "publishing", "seed", "pages", "db")  # folders, the slowest files first


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no process is left alone with it at the end."""
    order = {name: place for place, name in enumerate(_FIRST)}
    items.sort(key=lambda item: order.get(item.path.parent.name, len(order)))


@pytest.fixture(scope="session", autouse=True)
def _passwords_cost_little() -> Iterator[None]:
    """A hash costs a quarter of a second on purpose; tests make hundreds of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("db.password_hash.ROUNDS", 4)
        yield


@pytest.fixture(scope="session")
def reference_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all reference data and no answer, to be copied."""
    from seed.reference import seed_reference

    return template(tmp_path_factory, "reference", seed_reference)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Every `record_property("told", sentence)`; it reaches this process from all others."""
    for report in terminalreporter.getreports("passed"):
        for name, sentence in report.user_properties:
            if name == "told" and report.when == "call":
                terminalreporter.write_line(sentence)
