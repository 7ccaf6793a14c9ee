"""A seed file, row by row, each able to say in which file and on which line it breaks a rule."""

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from domain.errors import SeedError

if TYPE_CHECKING:
    import _csv

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Row:
    """One row of a seed file: its values by column, and where it stands."""

    file: str
    line: int
    values: dict[str, str]

    def refusal(self, reason: str) -> SeedError:
        """The error that names this row."""
        return SeedError(f"{self.file}:{self.line}: {reason}")

    def optional(self, column: str) -> str:
        """The value without surrounding spaces; "" when it is empty."""
        return self.values[column].strip()

    def text(self, column: str) -> str:
        """
        The value, which must not be blank.

        Raises:
            SeedError: it is blank.
        """
        value = self.optional(column)
        if not value:
            raise self.refusal(f"{column} is blank")
        return value

    def choice(self, column: str, allowed: Collection[str]) -> str:
        """
        The value, which must be one of a known few.

        Raises:
            SeedError: it is not one of them.
        """
        value = self.optional(column)
        if value not in allowed:
            raise self.refusal(f"{column} is {value!r}, not one of {', '.join(sorted(allowed))}")
        return value

    def number(self, column: str, *, least: float, most: float) -> float:
        """
        The value as a number between two ends, both allowed.

        Raises:
            SeedError: it is not a number, or lies outside.
        """
        try:
            value = float(self.text(column))
        except ValueError:
            raise self.refusal(f"{column} is not a number: {self.values[column]!r}") from None
        if not least <= value <= most:
            raise self.refusal(f"{column} is {value:g}, outside {least:g} to {most:g}")
        return value

    def whole_number(self, column: str, *, least: int, most: int) -> int:
        """
        The value as a whole number between two ends, both allowed.

        Raises:
            SeedError: it is not a whole number, or lies outside.
        """
        value = self.number(column, least=least, most=most)
        if value != int(value):
            raise self.refusal(f"{column} is not a whole number: {self.values[column]!r}")
        return int(value)

    def day(self, column: str) -> date:
        """
        The value as a calendar day, YYYY-MM-DD.

        Raises:
            SeedError: it is not such a day.
        """
        try:
            return date.fromisoformat(self.text(column))
        except ValueError:
            raise self.refusal(f"{column} is not a day: {self.values[column]!r}") from None


def read_rows(path: Path, columns: Sequence[str]) -> list[Row]:
    """
    Every row of a comma-separated file.

    Raises:
        SeedError: the file is missing, or its columns are not exactly these, or a row has another
            number of values.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return _rows(path.name, csv.reader(file), list(columns))
    except FileNotFoundError:
        raise SeedError(f"{path.name}:0: the file is missing in {path.parent}") from None


def refuse_repeats(rows: Sequence[Row], keys: Sequence[object]) -> None:
    """
    Nothing, when every row has its own key.

    Raises:
        SeedError: two rows have the same key; names the second and the line of the first.
    """
    first: dict[object, Row] = {}
    for row, key in zip(rows, keys, strict=True):
        if key in first:
            raise row.refusal(f"duplicate of line {first[key].line}: {key}")
        first[key] = row


def _rows(name: str, reader: "_csv.Reader", columns: list[str]) -> list[Row]:
    header = next(reader, [])
    if header != columns:
        raise SeedError(f"{name}:1: columns are {','.join(header)}, not {','.join(columns)}")
    rows = []
    for values in reader:
        if len(values) != len(columns):
            raise SeedError(f"{name}:{reader.line_num}: {len(values)} values, not {len(columns)}")
        rows.append(Row(name, reader.line_num, dict(zip(columns, values, strict=True))))
    return rows
