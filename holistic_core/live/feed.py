"""A clip that plays like a camera: its frames are offered to a viewer at their own times, in a loop or once."""

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.live.viewer import LiveViewer

RGB = npt.NDArray[np.uint8]

_PAUSE_BEFORE_LOOP_S: Final = 0.5


class ClipFeed:
    """Plays frames to a viewer from a thread of its own until the viewer is closed.

    open_frames: opens the clip: `(seconds, picture)` in order, from 0 on, uint8 `(height, width, 3)` RGB. Frames are
    read as they are due, so that a clip takes no memory. loop: start anew at the end; else the last picture stays.
    """

    def __init__(
        self, viewer: LiveViewer, open_frames: Callable[[], Iterator[tuple[float, RGB]]], *, loop: bool = True
    ) -> None:
        self._viewer = viewer
        self._open_frames = open_frames
        self._loop = loop
        self._thread = threading.Thread(target=self._play, name="clip-feed", daemon=True)
        self._thread.start()

    def join(self, timeout_s: float) -> bool:
        """Wait until the last frame was offered; False when that has not come."""
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _play(self) -> None:
        started_s, round_start_s, due_s = time.monotonic(), 0.0, 0.0
        while not self._viewer.closed:
            for at_s, rgb in self._open_frames():
                due_s = round_start_s + at_s
                if not _slept(self._viewer, started_s + due_s):
                    return
                self._viewer.offer(partial(_same, rgb), due_s)
            if not self._loop:
                return
            round_start_s = due_s + _PAUSE_BEFORE_LOOP_S


def _same(rgb: RGB) -> RGB:
    return rgb


def _slept(viewer: LiveViewer, until_s: float) -> bool:
    """Sleep until a time; False when the viewer was closed meanwhile."""
    while (left_s := until_s - time.monotonic()) > 0:
        if viewer.closed:
            return False
        time.sleep(min(left_s, 0.1))
    return not viewer.closed
