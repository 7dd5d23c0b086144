"""The server's ends of a camera connection: nothing is queued, nothing waits, everything ends."""

import asyncio
import threading
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from aiortc import MediaStreamTrack
from aiortc.mediastreams import MediaStreamError
from av import VideoFrame

from holistic_core.live.status import Overlay
from ui.live_tracks import CameraSink, OverlayTrack


def overlay(value: int, size: tuple[int, int] = (64, 48)) -> Overlay:
    return Overlay(np.full((size[1], size[0], 3), value, np.uint8), value, value / 10)


def grey(frame: VideoFrame) -> int:
    return int(frame.to_ndarray(format="rgb24").mean())


class Camera(MediaStreamTrack):
    """A camera with so many frames."""

    kind = "video"

    def __init__(self, count: int) -> None:
        super().__init__()
        self._left = count

    async def recv(self) -> VideoFrame:
        await asyncio.sleep(0)
        if not self._left:
            raise MediaStreamError
        self._left -= 1
        frame = VideoFrame.from_ndarray(np.full((48, 64, 3), 90, np.uint8), format="rgb24")
        frame.pts, frame.time_base = 90_000 * self._left, Fraction(1, 90_000)
        return frame


class Looker:
    """Takes what a viewer would take."""

    def __init__(self) -> None:
        self.offered: list[tuple[Callable[[], Any], float | None]] = []

    def offer(self, read: Callable[[], Any], told_s: float | None) -> None:
        self.offered.append((read, told_s))


def test_an_overlay_is_sent_once_and_only_the_newest() -> None:
    async def play() -> list[int]:
        track = OverlayTrack()
        for value in (50, 100, 150):
            track.show(overlay(value))
        first = await track.recv()
        waiting = asyncio.ensure_future(track.recv())
        await asyncio.sleep(0.05)
        assert not waiting.done(), "the same picture is not sent twice"
        threading.Timer(0.01, track.show, [overlay(200)]).start()
        second = await asyncio.wait_for(waiting, 2)
        assert second.pts > first.pts
        return [grey(first), grey(second)]

    assert asyncio.run(play()) == [150, 200]


def test_pictures_of_odd_size_lose_a_line_rather_than_the_stream() -> None:
    async def play() -> tuple[int, int]:
        track = OverlayTrack()
        track.show(overlay(10, (65, 49)))
        frame = await track.recv()
        return frame.width, frame.height

    assert asyncio.run(play()) == (64, 48)


def test_who_waits_for_a_picture_is_told_the_end_from_another_thread() -> None:
    async def play() -> None:
        track = OverlayTrack()
        waiting = asyncio.ensure_future(track.recv())
        await asyncio.sleep(0.02)
        threading.Timer(0.01, track.end).start()
        with pytest.raises(MediaStreamError):
            await asyncio.wait_for(waiting, 2)
        with pytest.raises(MediaStreamError):
            await track.recv()

    asyncio.run(play())


def test_showing_and_ending_before_and_after_the_loop_harms_nothing() -> None:
    track = OverlayTrack()
    track.show(overlay(1))
    asyncio.run(track.recv())
    track.show(overlay(2))  # the loop is closed
    track.end()
    unused = OverlayTrack()
    unused.end()
    assert unused.readyState == "ended"


def test_frames_are_handed_over_undecoded_with_the_cameras_time_and_the_end_is_told() -> None:
    looker, ended = Looker(), []

    async def play() -> None:
        sink = CameraSink(looker, lambda: ended.append(1))  # type: ignore[arg-type]
        assert not sink.hasTrack()
        sink.addTrack(Camera(3))
        assert sink.hasTrack()
        sink.start()
        await asyncio.sleep(0.1)

    asyncio.run(play())
    assert [told_s for _, told_s in looker.offered] == pytest.approx([2.0, 1.0, 0.0])
    assert looker.offered[0][0]().shape == (48, 64, 3)
    assert ended


def test_stopping_from_another_thread_ends_it() -> None:
    ended: list[int] = []

    class Endless(Camera):
        async def recv(self) -> VideoFrame:
            await asyncio.sleep(3600)
            raise AssertionError

    async def play() -> None:
        sink = CameraSink(Looker(), lambda: ended.append(1))  # type: ignore[arg-type]
        sink.addTrack(Endless(1))
        sink.start()
        await asyncio.sleep(0.02)
        threading.Thread(target=sink.stop).start()
        await asyncio.sleep(0.1)
        assert len(asyncio.all_tasks()) == 1, "only this test is left"

    asyncio.run(play())
    assert ended
