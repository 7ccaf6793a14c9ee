"""Published tables as files that readers take away."""

from collections.abc import Mapping
from dataclasses import dataclass

from exports.table_csv import UNITS, table_csv
from stats.published import Published
from text import translator


@dataclass(frozen=True)
class TableFile:
    """A published table as a reader takes it away."""

    name: str
    content: bytes


def file_of(
    published: Published, name: str, language: str, *, rows: Mapping[str, str] = UNITS
) -> TableFile:
    """A published table as a file; its name says when the figures are simulated."""
    mark = "-mo-phong" if published.notes.simulated else ""
    content = table_csv(published, t=translator(language), rows=rows)
    return TableFile(f"{name}{mark}.csv", content)
