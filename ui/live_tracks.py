"""The two ends of a camera's connection on the server: its frames to a viewer, and the viewer's overlays back.

Both run on the event loop that serves every visitor, so nothing here waits or computes: a frame is handed over as it
came and decoded by the viewer's own thread, and an overlay is sent when it is finished, each once. A slow machine thus
sends fewer pictures, not older ones.
"""

import asyncio
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import VideoFrame

from holistic_core.live.status import Overlay
from holistic_core.live.viewer import LiveViewer

RGB = npt.NDArray[np.uint8]

_CLOCK_HZ: Final = 90_000  # of RTP video, RFC 3551


class OverlayTrack(MediaStreamTrack):
    """Sends a viewer's overlays, each as soon as it is finished; one that comes too fast is overtaken by the next."""

    kind = "video"

    def __init__(self) -> None:
        super().__init__()
        self._newest: VideoFrame | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake = asyncio.Event()
        self._started_s = time.monotonic()

    def show(self, overlay: Overlay) -> None:
        """The next picture; called by the viewer's thread."""
        height, width = (side // 2 * 2 for side in overlay.rgb.shape[:2])  # chroma has half the size
        even = np.ascontiguousarray(overlay.rgb[:height, :width])
        # The encoder's own format, so that it converts nothing on the event loop's threads.
        frame = VideoFrame.from_ndarray(np.asarray(cv2.cvtColor(even, cv2.COLOR_RGB2YUV_I420)), format="yuv420p")
        frame.pts = int((time.monotonic() - self._started_s) * _CLOCK_HZ)
        frame.time_base = Fraction(1, _CLOCK_HZ)
        self._newest = frame
        self._on_loop(self._wake.set)

    def end(self) -> None:
        """Send nothing more; callable from any thread."""
        if self._loop is None:
            self.stop()
        else:
            self._on_loop(self.stop)
            self._on_loop(self._wake.set)

    async def recv(self) -> VideoFrame:
        """The newest picture that was not sent yet, as soon as there is one."""
        self._loop = asyncio.get_running_loop()
        while self.readyState == "live":
            frame, self._newest = self._newest, None
            if frame is not None:
                return frame
            self._wake.clear()
            # A picture that was finished between the two lines above has set the event before it was cleared.
            if self._newest is None:
                await self._wake.wait()
        raise MediaStreamError

    def _on_loop(self, call: Callable[[], object]) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(call)


class CameraSink:
    """Hands a camera's frames to a viewer (a `MediaSink` of streamlit-webrtc).

    on_ended: called once when no more frames come, from whichever thread notices; must return at once.
    """

    def __init__(self, viewer: LiveViewer, on_ended: Callable[[], None]) -> None:
        self._viewer = viewer
        self._on_ended = on_ended
        self._track: MediaStreamTrack | None = None
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def addTrack(self, track: MediaStreamTrack) -> None:  # noqa: N802 -- the name is streamlit-webrtc's
        """The camera's frames come from this track."""
        self._track = track

    def hasTrack(self) -> bool:  # noqa: N802
        """Whether a track was added."""
        return self._track is not None

    def start(self) -> None:
        """Begin to hand frames over; called on the event loop."""
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(self._hand_over())

    def stop(self) -> None:
        """End; callable from any thread, and more than once."""
        if self._loop is not None and self._task is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._on_ended()

    async def _hand_over(self) -> None:
        track = self._track
        try:
            while track is not None:
                frame: Any = await track.recv()
                self._viewer.offer(_Decoder(frame), frame.time)
        except MediaStreamError:
            pass  # how a track says that it has ended
        finally:
            self._on_ended()


class _Decoder:
    """Turns a frame into RGB when the viewer gets to it."""

    def __init__(self, frame: VideoFrame) -> None:
        self._frame = frame

    def __call__(self) -> RGB:
        rgb: RGB = self._frame.to_ndarray(format="rgb24")
        return rgb
