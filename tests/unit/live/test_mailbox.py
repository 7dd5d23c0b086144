"""The mailbox: only the newest letter, and nobody waits who must not."""

import threading
import time

from holistic_core.live.mailbox import Mailbox


def test_the_newest_letter_is_taken_and_the_one_before_is_reported() -> None:
    box: Mailbox[int] = Mailbox()
    assert [box.put(1), box.put(2), box.put(3)] == [False, True, True]
    assert box.take() == 3
    assert box.take(0.01) is None
    assert box.put(4) is False, "the place was empty"


def test_a_waiting_reader_gets_the_letter_at_once() -> None:
    box: Mailbox[str] = Mailbox()
    threading.Timer(0.05, box.put, ["here"]).start()
    start = time.monotonic()
    assert box.take(5) == "here"
    assert time.monotonic() - start < 1


def test_closing_frees_a_waiting_reader_and_takes_nothing_more() -> None:
    box: Mailbox[int] = Mailbox()
    threading.Timer(0.05, box.close).start()
    assert box.take() is None
    box.put(1)
    assert box.take(0) is None
    assert box.closed
