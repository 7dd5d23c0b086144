"""A visitor's camera that plays reels, and the log of what came back."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import av
import numpy as np
import numpy.typing as npt
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError

from tests.live.reel import FPS, Reel

_CLOCK_HZ: Final = 90_000
_BEHIND_S: Final = 0.5
_KEPT: Final = 100_000


@dataclass(frozen=True)
class Counts:
    """One viewer over a time.

    offered, received: frames sent and pictures that came back. processed: different camera frames among these.
    latency_ms: of every picture that showed a frame for the first time. longest_gap_s: without a new picture.
    """

    seconds: float
    offered: int
    received: int
    processed: int
    unread: int
    latency_ms: tuple[float, ...]
    longest_gap_s: float

    @property
    def offered_fps(self) -> float:
        return self.offered / self.seconds

    @property
    def received_fps(self) -> float:
        return self.received / self.seconds

    @property
    def processed_fps(self) -> float:
        return self.processed / self.seconds

    @property
    def dropped(self) -> int:
        """Frames that were never seen again."""
        return max(0, self.offered - self.processed)

    def latency(self, percent: float) -> float:
        """A percentile of the latency in ms; NaN without any."""
        return float(np.percentile(self.latency_ms, percent)) if self.latency_ms else float("nan")


class Log:
    """When each frame went and when it came back. Times are of `time.monotonic`, the same in all processes."""

    def __init__(self) -> None:
        self._sent_s: deque[float] = deque(maxlen=_KEPT)
        self._last_sent_s: dict[int, float] = {}
        # (when, when sent); NaN: shown before, None: not readable
        self._received: deque[tuple[float, float | None]] = deque(maxlen=_KEPT)

    def sent(self, number: int) -> None:
        now_s = time.monotonic()
        self._sent_s.append(now_s)
        self._last_sent_s[number] = now_s

    def received(self, number: int | None) -> None:
        # Taken out: what is shown twice was processed once.
        sent_s = None if number is None else self._last_sent_s.pop(number, float("nan"))
        self._received.append((time.monotonic(), sent_s))

    @property
    def pictures(self) -> int:
        """How many came back so far."""
        return len(self._received)

    def counts(self, from_s: float, to_s: float) -> Counts:
        """What happened between two moments."""
        received = [each for each in self._received if from_s <= each[0] < to_s]
        fresh = [(at_s, sent_s) for at_s, sent_s in received if sent_s is not None and not math.isnan(sent_s)]
        moments = [from_s, *(at_s for at_s, _ in fresh), to_s]
        return Counts(
            seconds=to_s - from_s,
            offered=sum(from_s <= at_s < to_s for at_s in self._sent_s),
            received=len(received),
            processed=len(fresh),
            unread=sum(sent_s is None for _, sent_s in received),
            latency_ms=tuple((at_s - sent_s) * 1e3 for at_s, sent_s in fresh),
            longest_gap_s=float(np.diff(moments).max()),
        )


class Camera(MediaStreamTrack):
    """Sends the packets of one of its reels in a loop, `fps` a second, each noted in the log."""

    kind = "video"

    def __init__(self, reels: Mapping[str, Reel], log: Log) -> None:
        super().__init__()
        self._reels = dict(reels)
        self._log = log
        self._reel = next(iter(self._reels.values()))
        self._next = 0
        self._due_s: float | None = None
        self._started_s = time.monotonic()
        self.loop = True
        self.fps: float = FPS

    def play(self, name: str, fps: float = FPS, *, loop: bool = True) -> None:
        """Another reel, from its first picture; loop: start anew at its end, else go on sending its last second."""
        self._reel, self._next, self.fps, self.loop = self._reels[name], 0, fps, loop

    async def recv(self) -> av.Packet:
        if self.readyState != "live":
            raise MediaStreamError
        now_s = time.monotonic()
        due_s = now_s if self._due_s is None else self._due_s + 1 / self.fps
        # A camera that was held up does not catch up.
        self._due_s = due_s if now_s - due_s < _BEHIND_S else now_s
        await asyncio.sleep(max(0.0, self._due_s - now_s))
        reel, number = self._reel, self._next
        self._next += 1
        if self._next == len(reel.packets):
            self._next = 0 if self.loop else len(reel.packets) // FPS * FPS - (len(reel.packets) % FPS == 0) * FPS
        packet = av.Packet(reel.packets[number])
        packet.pts = int((self._due_s - self._started_s) * _CLOCK_HZ)
        packet.time_base = Fraction(1, _CLOCK_HZ)
        self._log.sent(reel.first + number)
        return packet


def luma(frame: av.VideoFrame) -> npt.NDArray[np.uint8]:
    """Brightness of a decoded picture, `(height, width)`."""
    plane = frame.planes[0]
    return np.frombuffer(plane, np.uint8).reshape(plane.height, plane.line_size)[:, : frame.width]
