"""Orders for the process that makes files: quick, slow, refused, and one that falls."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from domain.errors import FileNotMade


@dataclass(frozen=True)
class Quick:
    content: bytes
    notes: Path | None = None  # a line for each time it is made

    def made(self) -> bytes:
        if self.notes is not None:
            with self.notes.open("a") as file:
                file.write("made\n")
        return self.content


@dataclass(frozen=True)
class Slow:
    seconds: float

    def made(self) -> bytes:
        time.sleep(self.seconds)
        return b"late"


@dataclass(frozen=True)
class Refused:
    part: str

    def made(self) -> bytes:
        raise FileNotMade(part=self.part)


class Falls:
    def made(self) -> bytes:
        print("printing disturbs nobody")
        os._exit(3)
