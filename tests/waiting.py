"""Waiting for other threads."""

import time
from collections.abc import Callable


def wait_until(condition: Callable[[], bool], limit_s: float = 5.0) -> None:
    """Look again and again until it is so; the test fails when that takes too long."""
    end_s = time.monotonic() + limit_s
    while not condition():
        assert time.monotonic() < end_s, "it did not happen in time"
        time.sleep(0.005)
