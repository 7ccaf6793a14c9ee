"""Files are made beside the pages: in line, once for all who ask, bounded, and never half."""

import threading
import time

import pytest

from domain.errors import TooManyFiles
from tests.ui.orders import Falls, Quick, Refused, Slow
from ui.file_jobs import FileJobs, Stage
from ui.file_maker import Refusal

LONG = Slow(600)


@pytest.fixture(scope="module")
def jobs():
    """One line for all tests that leave it empty: its process is started once."""
    return FileJobs(at_once=1)


def until(jobs, key, stage, session="one"):
    """The progress of a file once it is this far; a test that waits in vain fails."""
    for _ in range(600):
        progress = jobs.look(key, session=session)
        if progress is not None and progress.stage is stage:
            return progress
        time.sleep(0.05)
    raise AssertionError(f"{key} never became {stage}: {progress}")


def test_two_who_ask_for_the_same_file_have_it_made_once(jobs, tmp_path):
    order = Quick(b"file", tmp_path / "notes")

    jobs.ask("same", order, session="one")
    jobs.ask("same", order, session="two")

    assert until(jobs, "same", Stage.READY, "one").content == b"file"
    assert until(jobs, "same", Stage.READY, "two").content == b"file"
    assert (tmp_path / "notes").read_text() == "made\n"


def test_who_did_not_ask_sees_nothing_of_it(jobs):
    jobs.ask("theirs", Quick(b"file"), session="one")

    assert jobs.look("theirs", session="stranger") is None


def test_a_refusal_says_why_and_yields_no_file(jobs):
    jobs.ask("refused", Refused("Bản đồ"), session="one")

    progress = until(jobs, "refused", Stage.FAILED)
    assert progress.content is None
    assert progress.refusal == Refusal("error.file_not_made", {"part": "Bản đồ"})


def test_what_failed_is_tried_again_when_somebody_asks_again(jobs):
    jobs.ask("again", Refused("Bản đồ"), session="one")
    until(jobs, "again", Stage.FAILED)

    jobs.ask("again", Quick(b"now"), session="one")

    assert until(jobs, "again", Stage.READY).content == b"now"


def test_a_process_that_falls_takes_one_file_with_it_and_no_other(jobs):
    jobs.ask("falls", Falls(), session="one")
    jobs.ask("after", Quick(b"file"), session="two")

    assert until(jobs, "falls", Stage.FAILED).refusal == Refusal("error.file_fell", {})
    assert until(jobs, "after", Stage.READY, "two").content == b"file"


def test_one_is_made_at_a_time_and_who_leaves_frees_the_place(jobs):
    jobs.ask("long", LONG, session="one")
    until(jobs, "long", Stage.MAKING)
    jobs.ask("first", Quick(b"1"), session="two")
    jobs.ask("second", Quick(b"2"), session="three")

    assert jobs.look("first", session="two").ahead == 1
    assert jobs.look("second", session="three").ahead == 2

    jobs.leave("first", session="two")
    jobs.leave("long", session="one")

    assert until(jobs, "second", Stage.READY, "three").content == b"2"
    assert jobs.look("first", session="two") is None


def test_of_two_who_wait_for_a_file_one_may_leave(jobs):
    jobs.ask("shared", Slow(0.7), session="one")
    jobs.ask("shared", Slow(0.7), session="two")

    jobs.leave("shared", session="one")

    assert until(jobs, "shared", Stage.READY, "two").content == b"late"


def test_a_page_that_is_gone_frees_its_place():
    now = [0.0]
    jobs = FileJobs(at_once=1, clock=lambda: now[0])
    jobs.ask("gone", LONG, session="one")
    until(jobs, "gone", Stage.MAKING)
    jobs.ask("never begun", LONG, session="one")

    now[0] = 91.0
    jobs.ask("next", Quick(b"file"), session="two")

    assert until(jobs, "next", Stage.READY, "two").content == b"file"
    assert jobs.look("never begun", session="one") is None


def test_a_file_that_takes_too_long_is_given_up():
    now = [0.0]
    jobs = FileJobs(at_once=1, clock=lambda: now[0])
    jobs.ask("long", LONG, session="one")
    until(jobs, "long", Stage.MAKING)

    for _ in range(4):  # somebody looks all the time
        now[0] += 50
        jobs.look("long", session="one")

    assert until(jobs, "long", Stage.FAILED).refusal == Refusal("error.file_fell", {})


def test_the_line_is_bounded_for_one_and_for_all(jobs):
    jobs.ask("place 0", LONG, session="session 0")
    until(jobs, "place 0", Stage.MAKING, "session 0")
    for number in range(1, 6):
        jobs.ask(f"place {number}", LONG, session="session 0")

    with pytest.raises(TooManyFiles):
        jobs.ask("one more of mine", LONG, session="session 0")
    for number in range(6, 20):
        jobs.ask(f"place {number}", LONG, session=f"session {number}")
    with pytest.raises(TooManyFiles):
        jobs.ask("one more of all", LONG, session="another")

    for number in range(20):
        jobs.leave(f"place {number}", session=f"session {number if number > 5 else 0}")
    jobs.ask("after all", Quick(b"file"), session="another")
    assert until(jobs, "after all", Stage.READY, "another").content == b"file"


def test_files_kept_are_bounded_in_bytes_and_time():
    now = [0.0]
    jobs = FileJobs(at_once=1, clock=lambda: now[0], most_bytes=1_000)
    for name in ("old", "new"):
        jobs.ask(name, Quick(bytes(600)), session="one")
        until(jobs, name, Stage.READY)

    assert jobs.look("old", session="one") is None
    assert jobs.look("new", session="one").content == bytes(600)
    now[0] = 601.0
    assert jobs.look("new", session="one") is None


def test_who_waits_for_a_small_file_gets_it(jobs):
    assert jobs.wait("small", Quick(b"picture"), session="one").content == b"picture"


def test_many_at_once_lose_nothing(jobs):
    got = {}

    def ask(number):
        content = str(number % 5).encode()
        got[number] = jobs.wait(f"of {number % 5}", Quick(content), session=str(number)).content

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert got == {number: str(number % 5).encode() for number in range(20)}
