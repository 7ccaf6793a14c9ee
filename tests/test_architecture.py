"""Imports point inwards, pages stay in sub-folders, and the citizen's path stays light."""

import ast
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent

# Who may import whom (docs/architecture.md); a package may always import itself.
ALLOWED = {
    "text": set(),
    "domain": set(),
    "stats": {"domain"},
    "db": {"domain"},
    "charts": {"stats", "domain"},
    "meeting": {"stats", "domain", "charts"},
    "exports": {"stats", "domain", "charts", "meeting"},
    "ui": {"db", "stats", "charts", "exports", "meeting", "domain", "text"},
    "publishing": {"db", "stats", "domain"},
    "seed": {"db", "domain", "publishing"},
    "pages": {"ui", "charts", "domain", "db.commands"},
    "light": {"db", "domain", "text", "charts.staircase", "charts.result_picture"},
    "web": {"ui", "db", "domain", "publishing", "text", "light"},
    "app": {"ui"},
    "serve": {"app", "db", "domain", "publishing", "ui", "text", "web"},
}
OURS = set(ALLOWED)


def imported_modules(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def files_of(package: str) -> list[Path]:
    folder = PROJECT / package
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [PROJECT / f"{package}.py"]


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_imports_point_inwards(package):
    allowed = ALLOWED[package] | {package}

    wrong = [
        f"{path.relative_to(PROJECT)} imports {module}"
        for path in files_of(package)
        for module in imported_modules(path)
        if module.split(".")[0] in OURS
        and not any(module == name or module.startswith(f"{name}.") for name in allowed)
    ]

    assert wrong == []


def test_domain_uses_the_standard_library_only():
    import sys

    outside = {
        module
        for path in files_of("domain")
        for module in imported_modules(path)
        if module.split(".")[0] not in sys.stdlib_module_names | {"domain"}
    }

    assert outside == set()


def test_no_page_lies_directly_in_pages():
    """A page beside app.py would run without it, and so without sign-in."""
    assert list((PROJECT / "pages").glob("*.py")) == []


def test_only_the_clock_reads_the_clock():
    readers = [
        str(path.relative_to(PROJECT))
        for package in (
            *("domain", "stats", "charts", "db", "publishing", "ui", "pages", "seed"),
            "light",
        )
        for path in files_of(package)
        if any(call in path.read_text(encoding="utf-8") for call in (".now(", "date.today("))
        and "clock.now(" not in path.read_text(encoding="utf-8")
    ]

    assert readers == ["ui/clock.py"]
