"""Whose picture is next: few are looked at at the same time, the others wait in line, and live viewers go first."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Final

from holistic_core.rest.problem import busy

# While somebody watches live, one picture is followed by a rest of so many times its own duration: pictures then take
# a fifth of the time, and a live frame meets one only now and then.
_REST_FACTOR: Final = 4.0
_LONGEST_REST_S: Final = 2.0  # where others use the machine too, programs are not kept waiting for ever
_WEIGHT: Final = 0.2
_FIRST_GUESS_S: Final = 0.1
_MARGIN: Final = 2.0


class Turns:
    """Hands out turns; used from one event loop only.

    width: pictures at the same time while nobody watches live, one otherwise. most_waiting: length of the line.
    viewers: how many watch live just now.
    """

    def __init__(self, width: int, most_waiting: int, viewers: Callable[[], int]) -> None:
        self._width = width
        self._most_waiting = most_waiting
        self._viewers = viewers
        self._line: deque[asyncio.Future[None]] = deque()
        self._resume_s = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._every_s = self._took_s = _FIRST_GUESS_S
        self.running = 0

    @property
    def waiting(self) -> int:
        """Pictures in line."""
        return len(self._line)

    def require_room(self, within_s: float) -> None:
        """`ProblemError` when the line is full, or so slow that a newcomer would not get a turn in time."""
        if len(self._line) >= self._most_waiting:
            raise busy(
                f"{len(self._line)} pictures are waiting already, which is the limit; try again in a moment.",
                len(self._line) * self._every_s / 2,
            )
        expected_s = len(self._line) * self._every_s
        if expected_s > within_s:
            raise busy(
                f"{len(self._line)} pictures are waiting, about {expected_s:.0f} s of work; a picture may wait "
                f"{within_s:g} s. Try again later.",
                expected_s - within_s,
            )

    async def take(self, within_s: float) -> None:
        """Wait for a turn, which has to be given back; `ProblemError` when it does not come in time."""
        self.require_room(within_s)
        mine = asyncio.get_running_loop().create_future()
        self._line.append(mine)
        self._next()
        try:
            # A turn that leaves no time for the work is of no use to its caller, and costs others theirs.
            await asyncio.wait_for(mine, within_s - min(within_s / 2, _MARGIN * self._took_s))
        except TimeoutError:
            self._forget(mine)
            raise busy(f"This picture waited {within_s:g} s for its turn, which is the limit; try again.") from None
        except asyncio.CancelledError:
            self._forget(mine)
            raise

    def give_back(self, took_s: float) -> None:
        """The picture of a turn is finished after so many seconds."""
        self.running -= 1
        pause_s = min(_LONGEST_REST_S, _REST_FACTOR * took_s) if self._viewers() else 0.0
        self._resume_s = time.monotonic() + pause_s
        every_s = took_s + pause_s if pause_s else took_s / self._width
        self._every_s += _WEIGHT * (every_s - self._every_s)
        self._took_s += _WEIGHT * (took_s - self._took_s)
        self._next()

    def _forget(self, mine: "asyncio.Future[None]") -> None:
        if mine in self._line:
            self._line.remove(mine)
        elif mine.done() and not mine.cancelled():
            self.running -= 1
            self._next()

    def _next(self) -> None:
        if not self._line:
            return
        watched = self._viewers() > 0
        rest_s = self._resume_s - time.monotonic() if watched else 0.0
        if rest_s > 0:
            if self._timer is None:
                self._timer = asyncio.get_running_loop().call_later(rest_s, self._wake)
            return
        while self._line and self.running < (1 if watched else self._width):
            mine = self._line.popleft()
            if not mine.done():
                self.running += 1
                mine.set_result(None)

    def _wake(self) -> None:
        self._timer = None
        self._next()
