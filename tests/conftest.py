"""What tests found out and a person should read, printed at the end of the run."""

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Every `record_property("told", sentence)`; it reaches this process from all others."""
    for report in terminalreporter.getreports("passed"):
        for name, sentence in report.user_properties:
            if name == "told" and report.when == "call":
                terminalreporter.write_line(sentence)
