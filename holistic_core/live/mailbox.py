"""A mailbox with one place: the newest letter is in it, and those that nobody fetched in time are counted."""

import threading
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Mailbox(Generic[_T]):
    """Hands the newest letter from whoever must not wait to whoever may. Safe between threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._letter: _T | None = None
        self._closed = False

    def put(self, letter: _T) -> bool:
        """Put a letter in, at once; True when it took the place of one that nobody had fetched."""
        with self._changed:
            replaced = self._letter is not None
            if not self._closed:
                self._letter = letter
                self._changed.notify_all()
            return replaced

    def take(self, timeout_s: float | None = None) -> _T | None:
        """The newest letter, waiting for one; None when none came in time or the mailbox was closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._letter is not None or self._closed, timeout_s)
            letter, self._letter = self._letter, None
            return letter

    @property
    def closed(self) -> bool:
        """Whether nothing comes any more."""
        return self._closed

    def close(self) -> None:
        """Nothing comes any more, and whoever waits goes on; closing twice does nothing."""
        with self._changed:
            self._closed = True
            self._letter = None
            self._changed.notify_all()
