"""The other end of `ui.file_maker`: one process, started when needed, ended when in the way."""

import pickle
import select
import subprocess
import sys
from collections.abc import Callable

from db.settings import PROJECT
from ui.file_maker import Refusal

_LOOKS_EVERY = 0.5  # seconds: whether anybody still waits
_BROKEN = (OSError, EOFError, pickle.UnpicklingError)  # it fell, or was ended


class FileProcess:
    """Makes one file at a time; used by one thread only."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def make(self, order: bytes, *, wanted: Callable[[], bool]) -> bytes | Refusal | None:
        """
        The file, or why there is none; None when it was not wanted any more, or making it fell.

        Args:
            order: a `ui.file_maker.Order`, pickled.
            wanted: asked twice a second; the process is ended at once when it is not.
        """
        process = self._started()
        try:
            return self._answer(process, order, wanted)
        except _BROKEN:
            self.end()
            return None

    def end(self) -> None:
        """Give its memory back."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "ui.file_maker"],
                cwd=PROJECT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self._process

    def _answer(
        self, process: subprocess.Popen[bytes], order: bytes, wanted: Callable[[], bool]
    ) -> bytes | Refusal | None:
        if process.stdin is None or process.stdout is None:
            raise ValueError("a process without pipes")
        process.stdin.write(order)
        process.stdin.flush()
        while not select.select([process.stdout], [], [], _LOOKS_EVERY)[0]:
            if not wanted():
                self.end()
                return None
        answer: bytes | Refusal = pickle.load(process.stdout)
        return answer
