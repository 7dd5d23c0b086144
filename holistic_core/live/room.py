"""Who watches live: a limited number of seats, each given back when its viewer leaves, falls silent or is sent away."""

import logging
import os
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from holistic_core.errors import BusyError
from holistic_core.live.viewer import LiveViewer
from holistic_core.options import EngineName

_log = logging.getLogger(__name__)

# Without a frame for this long a viewer is gone: browsers pause hidden tabs, but not for as long.
SILENCE_S: Final = 12.0
# Until the first frame: a connection through a distant relay takes its time, and so does the question for the camera.
FIRST_FRAME_S: Final = 40.0
_LOOK_EVERY_S: Final = 1.0
# A viewer on two cores gets some 25 frames a second; below 8 the picture is no longer live.
_VIEWERS_A_CORE: Final = 2
# Each brings a graph of its own of about 200 MB.
_MEDIAPIPE_VIEWERS: Final = 2


def default_limit(cores: int | None = None) -> int:
    """Live viewers that a machine can serve: two for each core, at least two."""
    return max(2, _VIEWERS_A_CORE * (cores or os.cpu_count() or 1))


@dataclass(frozen=True)
class RoomStatus:
    """viewers: who watch now. limit: how many may. mediapipe: those of them with the reference engine."""

    viewers: int
    limit: int
    mediapipe: int
    mediapipe_limit: int


class Seat:
    """The right of one viewer to watch. Given back once, by whoever notices first that the viewer has left."""

    def __init__(self, room: "Room", viewer: LiveViewer, engine: EngineName) -> None:
        self._room = room
        self.viewer = viewer
        self.engine = engine
        self.ended_because: str | None = None
        self._seen_s: float | None = None

    def seen(self) -> None:
        """The page of the viewer is open: for those whose frames come from the server itself."""
        self._seen_s = time.monotonic()

    @property
    def silent_s(self) -> float:
        """Seconds since the last sign of the viewer: its page where that was ever seen, else its frames."""
        return time.monotonic() - (self.viewer.last_frame_s if self._seen_s is None else self._seen_s)

    @property
    def taken(self) -> bool:
        """Whether the viewer may still watch."""
        return self in self._room

    def move_to(self, engine: EngineName) -> None:
        """Sit down at another engine; BusyError when it has no seat left."""
        self._room.move(self, engine)

    def give_back(self, because: str = "left") -> None:
        """Leave; the viewer is closed. Leaving twice does nothing."""
        self._room.end(self, because)


class Room:
    """All live viewers of a process. Safe between threads.

    limit: how many may watch at a time. mediapipe_limit: how many of them with the reference engine.
    silence_s: without a frame for this long a seat is given to others.
    """

    def __init__(
        self,
        limit: int | None = None,
        mediapipe_limit: int = _MEDIAPIPE_VIEWERS,
        silence_s: float = SILENCE_S,
        look_every_s: float = _LOOK_EVERY_S,
    ) -> None:
        self.limit = default_limit() if limit is None else limit
        self.mediapipe_limit = mediapipe_limit
        self._silence_s = silence_s
        self._look_every_s = look_every_s
        self._lock = threading.Lock()
        self._seats: list[Seat] = []
        self._looking: threading.Thread | None = None

    def enter(self, engine: EngineName, make_viewer: Callable[[], LiveViewer]) -> Seat:
        """A seat with a new viewer; BusyError, for people, when all are taken."""
        with self._lock:
            self._require_free(engine)
            seat = Seat(self, make_viewer(), engine)
            self._seats.append(seat)
            if self._looking is None or not self._looking.is_alive():
                self._looking = threading.Thread(target=_look_after, args=(weakref.ref(self),), daemon=True)
                self._looking.name = "live-room"
                self._looking.start()
            return seat

    def move(self, seat: Seat, engine: EngineName) -> None:
        """Another engine for a viewer; BusyError when it has no seat left."""
        with self._lock:
            if seat.engine != engine:
                self._require_free(engine, moving=True)
                seat.engine = engine

    def end(self, seat: Seat, because: str) -> None:
        """Close a viewer and free its seat; a seat that is free already stays as it is."""
        with self._lock:
            if seat not in self._seats:
                return
            self._seats.remove(seat)
            seat.ended_because = because
        seat.viewer.close()

    def stop_all(self) -> int:
        """Send everybody away; how many that were."""
        seats = self.seats
        for seat in seats:
            self.end(seat, "stopped")
        return len(seats)

    @property
    def seats(self) -> tuple[Seat, ...]:
        """Those that are taken."""
        with self._lock:
            return tuple(self._seats)

    def __contains__(self, seat: Seat) -> bool:
        with self._lock:
            return seat in self._seats

    def status(self) -> RoomStatus:
        """How full the room is."""
        seats = self.seats
        return RoomStatus(len(seats), self.limit, _with_mediapipe(seats), self.mediapipe_limit)

    def end_silent(self) -> float:
        """Free the seats of viewers that fell silent; the seconds after which to look again."""
        for seat in self.seats:
            if seat.viewer.closed:
                self.end(seat, "left")
            elif seat.silent_s > (self._silence_s if seat.viewer.started else max(self._silence_s, FIRST_FRAME_S)):
                _log.info("a live viewer gave no sign for %.0f s: the seat is free again", seat.silent_s)
                self.end(seat, "silent")
        return self._look_every_s

    def _require_free(self, engine: EngineName, *, moving: bool = False) -> None:
        if not moving and len(self._seats) >= self.limit:
            raise BusyError(
                f"All {self.limit} live places are taken just now. Stay on this page: as soon as somebody leaves, "
                "START works."
            )
        if engine == "mediapipe" and _with_mediapipe(self._seats) >= self.mediapipe_limit:
            raise BusyError(
                f"The MediaPipe engine needs about 200 MB for each viewer, and its {self.mediapipe_limit} live places "
                "are taken. Choose the LiteRT engine, or try again later."
            )


def _with_mediapipe(seats: "list[Seat] | tuple[Seat, ...]") -> int:
    return sum(seat.engine == "mediapipe" for seat in seats)


def _look_after(room: "weakref.ref[Room]") -> None:
    """As long as there is a room: free the seats of those who fell silent."""
    while (there := room()) is not None:
        wait_s = there.end_silent()
        del there
        time.sleep(wait_s)
