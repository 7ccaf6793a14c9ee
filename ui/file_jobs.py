"""
Files are made outside the run of a page: a few at once, the rest in line, each for all who ask.

A session asks, looks how far it is, and takes the file; who stops looking frees the place.
"""

import pickle
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from db.settings import settings
from domain.errors import TooManyFiles
from ui.file_maker import Order, Refusal
from ui.file_process import FileProcess

Clock = Callable[[], float]

_MOST_WAITING = 20  # files in line of a process
_MOST_OF_A_SESSION = 6  # of them
_MOST_BYTES = 64_000_000  # of files that are ready
_KEPT = 600.0  # seconds a file that is ready, or a reason why not, is kept
_FORGOTTEN = 90.0  # seconds nobody looked; a page in the background looks once a minute
_LONGEST = 180.0  # seconds a file may take
_IDLE = 120.0  # seconds without an order until the process that makes them is ended
_FELL = Refusal("error.file_fell", {})


class Stage(StrEnum):
    """How far a file is."""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True)
class Progress:
    """What a page says of a file it asked for."""

    stage: Stage
    ahead: int = 0  # files before it in line, the one being made among them
    seconds: int = 0  # since it was begun
    content: bytes | None = None
    refusal: Refusal | None = None


@dataclass
class _Job:
    order: bytes | None  # as it is sent to the process that makes it; None when it is over
    seen: dict[str, float] = field(default_factory=dict)  # session → when it last looked
    stage: Stage = Stage.WAITING
    since: float = 0.0  # when it was begun, or was over
    content: bytes | None = None
    refusal: Refusal | None = None


class FileJobs:
    """The line of one process of the server; every method may be called from any thread."""

    def __init__(
        self, at_once: int, *, clock: Clock = time.monotonic, most_bytes: int = _MOST_BYTES
    ) -> None:
        self._at_once, self._clock, self._most_bytes = at_once, clock, most_bytes
        self._jobs: OrderedDict[str, _Job] = OrderedDict()
        self._changed = threading.Condition()
        self._makers = 0

    def ask(self, key: str, order: Order, *, session: str) -> Progress:
        """
        Have a file made, or join those who wait for the same; one that failed is tried again.

        Raises:
            TooManyFiles: too many wait already, of everybody or of this session.
        """
        with self._changed:
            self._tidy()
            job = self._jobs.get(key)
            if job is None or job.stage is Stage.FAILED:
                self._refuse_too_many(session)
                job = self._jobs[key] = _Job(pickle.dumps(order, pickle.HIGHEST_PROTOCOL))
                self._jobs.move_to_end(key)
            job.seen[session] = self._clock()
            self._enough_makers()
            self._changed.notify_all()
            return self._progress(key, job)

    def look(self, key: str, *, session: str) -> Progress | None:
        """How far a file is that this session asked for; None when it is not known any more."""
        with self._changed:
            self._tidy()
            job = self._jobs.get(key)
            if job is None or session not in job.seen:
                return None
            job.seen[session] = self._clock()
            return self._progress(key, job)

    def leave(self, key: str, *, session: str) -> None:
        """This session does not want it any more; nobody left, nobody makes it."""
        with self._changed:
            if key in self._jobs:
                self._jobs[key].seen.pop(session, None)
            self._tidy()

    def wait(self, key: str, order: Order, *, session: str) -> Progress:
        """
        Have a small file made and wait for it; for threads nobody else waits for.

        Raises:
            TooManyFiles: as `ask`.
        """
        progress = self.ask(key, order, session=session)
        while progress.stage in (Stage.WAITING, Stage.MAKING):
            with self._changed:
                self._changed.wait(timeout=1)
            progress = self.look(key, session=session) or Progress(Stage.FAILED, refusal=_FELL)
        return progress

    def _progress(self, key: str, job: _Job) -> Progress:
        ahead = 0
        if job.stage is Stage.WAITING:
            ahead = [name for name, _ in self._unfinished()].index(key)
        seconds = int(self._clock() - job.since) if job.stage is Stage.MAKING else 0
        return Progress(job.stage, ahead, seconds, job.content, job.refusal)

    def _unfinished(self) -> Iterator[tuple[str, _Job]]:
        """What is being made first, then the line."""
        for stage in (Stage.MAKING, Stage.WAITING):
            yield from ((key, job) for key, job in self._jobs.items() if job.stage is stage)

    def _refuse_too_many(self, session: str) -> None:
        line = [job for _, job in self._unfinished()]
        own = sum(session in job.seen for job in line)
        if len(line) >= _MOST_WAITING or own >= _MOST_OF_A_SESSION:
            raise TooManyFiles

    def _tidy(self) -> None:
        """Drop whom nobody looks for, what is old, and of the rest the oldest beyond the room."""
        now = self._clock()
        for key, job in list(self._jobs.items()):
            waited = job.stage is Stage.WAITING and not self._wanted(job)
            if waited or (job.order is None and now - job.since > _KEPT):
                del self._jobs[key]
        ready = [key for key, job in self._jobs.items() if job.content is not None]
        sizes = {key: len(self._jobs[key].content or b"") for key in ready}
        for key in ready[:-1]:  # the newest stays, however large
            if sum(sizes.values()) <= self._most_bytes:
                return
            del self._jobs[key], sizes[key]

    def _wanted(self, job: _Job) -> bool:
        now = self._clock()
        if job.stage is Stage.MAKING and now - job.since > _LONGEST:
            return False
        return any(now - seen <= _FORGOTTEN for seen in job.seen.values())

    def _enough_makers(self) -> None:
        waiting = sum(job.stage is Stage.WAITING for job in self._jobs.values())
        while self._makers < min(self._at_once, waiting):
            self._makers += 1
            threading.Thread(target=self._make_all, name="file-maker", daemon=True).start()

    def _make_all(self) -> None:
        """One file after the other, until none was ordered for a while."""
        process = FileProcess()
        try:
            while (key := self._next()) is not None:
                self._make(key, process)
        finally:
            process.end()

    def _next(self) -> str | None:
        """The first in line, from now on being made; None and one maker fewer when idle."""
        with self._changed:
            while True:
                self._tidy()
                for key, job in self._jobs.items():
                    if job.stage is Stage.WAITING:
                        job.stage, job.since = Stage.MAKING, self._clock()
                        return key
                if not self._changed.wait(timeout=_IDLE):
                    self._makers -= 1
                    return None

    def _make(self, key: str, process: FileProcess) -> None:
        job = self._jobs[key]
        if job.order is None:
            raise ValueError(f"already made: {key}")
        answer = process.make(job.order, wanted=lambda: self._is_wanted(job))
        with self._changed:
            job.order, job.since = None, self._clock()
            job.content = answer if isinstance(answer, bytes) else None
            job.refusal = None if isinstance(answer, bytes) else answer or _FELL
            job.stage = Stage.FAILED if job.content is None else Stage.READY
            self._changed.notify_all()

    def _is_wanted(self, job: _Job) -> bool:
        with self._changed:
            return self._wanted(job)


@lru_cache(maxsize=1)
def jobs() -> FileJobs:
    """The line of this process."""
    return FileJobs(settings().files_at_once)
