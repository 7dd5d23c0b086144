"""Keeps the chatter of native libraries out of the user's terminal.

Their information and warnings go straight to the file descriptor of stderr, where neither Python's logging nor an
environment variable reaches them (mediapipe 0.10.21 writes dozens of lines for every graph).
"""

import contextlib
import os
import re
import threading
from collections.abc import Iterator
from typing import Final

_STDERR: Final = 2
_CHATTER: Final = re.compile(
    rb"(?:INFO: |[IW]\d{4} [\d:.]+ +\d+ \S+\.cc:\d+\] |WARNING: All log messages before absl::InitializeLog)"
)

_lock = threading.Lock()
_users = 0
_saved_stderr: int | None = None


@contextlib.contextmanager
def native_log_filtered() -> Iterator[None]:
    """While it lasts, drop lines of native information and warnings from stderr; all others pass through.

    Errors of native libraries pass, and so does what other threads write. Without a stderr it does nothing.
    """
    _enter()
    try:
        yield
    finally:
        _leave()


def _enter() -> None:
    global _users, _saved_stderr  # noqa: PLW0603 -- a process has one stderr
    with _lock:
        _users += 1
        if _users > 1:
            return
        try:
            _saved_stderr = os.dup(_STDERR)
        except OSError:  # a windowed program has none
            return
        read_end, write_end = os.pipe()
        os.dup2(write_end, _STDERR)
        os.close(write_end)
        # The thread owns both descriptors it gets, and ends when nobody holds the pipe any more.
        threading.Thread(
            target=_pass_on, args=(read_end, os.dup(_saved_stderr)), name="native-log-filter", daemon=True
        ).start()


def _leave() -> None:
    global _users, _saved_stderr  # noqa: PLW0603 -- a process has one stderr
    with _lock:
        _users -= 1
        if _users or _saved_stderr is None:
            return
        os.dup2(_saved_stderr, _STDERR)
        os.close(_saved_stderr)
        _saved_stderr = None


def _pass_on(source: int, target: int) -> None:
    with os.fdopen(source, "rb") as lines, os.fdopen(target, "wb", buffering=0) as stderr:
        for line in lines:
            if not _CHATTER.match(line):
                stderr.write(line)
