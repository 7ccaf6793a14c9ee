"""`python -m text sentences`: every sentence a citizen can meet, in both languages, side by side.

`--without-questions` leaves out the questionnaire, whose sentences lie in seed/data.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

from text import LANGUAGES, catalogue

_PROJECT = Path(__file__).resolve().parent.parent
_QUESTIONS = _PROJECT / "seed" / "data" / "questionnaire"
# What a citizen opens; what these import of `ui` is followed. Families of keys made while the
# product runs (t(f"mode.{…}")) count whole.
_OPENED = ("pages/citizen", "pages/public/home.py", "pages/public/method.py", "light", "app.py")
_CHOICES = ("age_band.", "audience.", "gender.", "help_language.", "help_relation.", "mode.")
_KEY = re.compile(r"[a-z][a-z0-9_]*\.[a-z0-9_.+-]+")
_FAMILY = re.compile(r"([a-z][a-z0-9_]*\.[a-z0-9_]*)\{")


def main(arguments: list[str]) -> int:
    """Print the list; 2 for a wrong word."""
    if not arguments or arguments[0] != "sentences":
        print(__doc__)
        return 2
    for key, sentences in citizen_sentences().items():
        _print(key, sentences)
    if "--without-questions" not in arguments:
        for key, sentences in question_sentences():
            _print(key, sentences)
    return 0


def citizen_sentences() -> dict[str, tuple[str, ...]]:
    """Key → the sentence in each language, of every key the pages of a citizen name."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in sorted(_files()))
    named, families = set(_KEY.findall(source)), tuple(_FAMILY.findall(source))
    every = catalogue(LANGUAGES[0])
    wanted = [key for key in every if key in named or key.startswith((*families, *_CHOICES))]
    return {key: tuple(catalogue(language)[key] for language in LANGUAGES) for key in wanted}


def question_sentences() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every sentence of questionnaire, packs and check: where it stands, and its languages."""
    for path in sorted(_QUESTIONS.rglob("*.yaml")):
        yield from _pairs(_place(path), yaml.safe_load(path.read_text(encoding="utf-8")))


def _place(path: Path) -> str:
    """Packs and check have the name of their folder before the version."""
    return ".".join(path.relative_to(_QUESTIONS).with_suffix("").parts)


def _pairs(place: str, value: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    if isinstance(value, list):
        for number, one in enumerate(value, start=1):
            name = one.get("id", number) if isinstance(one, dict) else number
            yield from _pairs(f"{place}.{name}", one)
    elif isinstance(value, dict) and set(LANGUAGES) <= set(value):
        yield from _side_by_side(place, *(value[language] for language in LANGUAGES))
        rest = {name: one for name, one in value.items() if name not in LANGUAGES}
        yield from _pairs(place, rest)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _pairs(f"{place}.{name}", one)


def _side_by_side(place: str, *said: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    """One sentence, or several by name, in every language."""
    first = said[0]
    if isinstance(first, dict):
        for name in first:
            same = (one[name] for one in said if isinstance(one, dict))
            yield from _side_by_side(f"{place}.{name}", *same)
    else:
        yield place, tuple(str(one) for one in said)


def _files() -> set[Path]:
    """The files a citizen's pages are made of, with those of `ui` and `domain` they import."""
    found: set[Path] = set()
    waiting = [path for name in _OPENED for path in _below(_PROJECT / name)]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting += _imported(path) if path.suffix == ".py" else []
    return found


def _below(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [one for one in path.rglob("*") if one.suffix in (".py", ".html")]


def _imported(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            modules = [node.module, *(f"{node.module}.{one.name}" for one in node.names)]
            for module in modules:
                file = _PROJECT / f"{module.replace('.', '/')}.py"
                if module.split(".")[0] in ("ui", "domain", "charts") and file.is_file():
                    yield file


def _print(key: str, sentences: tuple[str, ...]) -> None:
    print(key)
    for language, sentence in zip(LANGUAGES, sentences, strict=True):
        print(f"  {language}  {' '.join(sentence.split())}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
