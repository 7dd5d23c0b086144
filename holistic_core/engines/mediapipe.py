"""The reference engine: MediaPipe Holistic behind the same interface as the LiteRT engine.

A MediaPipe graph mixes its models with the tracking state of whoever uses it, so every session owns a whole graph of
about 200 MB.
"""

import contextlib
import math
import threading
import time
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from holistic_core.engines.mediapipe_graph import FRAME_US, PART_STREAMS, MediaPipeGraph
from holistic_core.errors import BusyError, OptionsError
from holistic_core.options import EVERYTHING, DetectorOptions, FindOptions, Part, Priority
from holistic_core.results import FloatArray, HolisticResult, Landmarks
from holistic_core.topology import FACE, FACE_REFINED, LEFT_HAND, POSE, RIGHT_HAND, Topology
from holistic_core.trace import Trace


class MediaPipeSession:
    """The graph of one viewer: tracks and smooths from frame to frame, one frame at a time."""

    def __init__(self, find: FindOptions) -> None:
        self._lock = threading.Lock()
        self._built_with = _graph_options(find)
        self._graph = MediaPipeGraph(self._built_with, static=False)
        self._clock_us = 0
        self._started = False
        self._closed = False

    def process(
        self,
        rgb: npt.NDArray[np.uint8],
        find: FindOptions,
        timestamp_s: float | None = None,
        *,
        priority: Priority = Priority.LIVE,  # noqa: ARG002 -- a graph of one's own has no queue
        trace: Trace | None = None,  # noqa: ARG002 -- the graph does not show its stages
    ) -> HolisticResult:
        """The next frame of the stream.

        find: when it changes in more than `parts`, a new graph starts, which has seen no frame yet.
        timestamp_s: seconds, later than the previous frame's; None: 33,333 µs after it, as `mp.solutions` does.
        OptionsError: a time that is not later. BusyError: the session was closed. ModelError: the graph failed.
        """
        with self._lock:
            graph = self._graph_for(find)
            timestamp_us = self._next_timestamp_us(timestamp_s)
            result = _timed_result(graph, rgb, find, timestamp_us)
            self._clock_us, self._started = timestamp_us, True
            return result

    def close(self) -> None:
        """Free the graph, after the frame it may be busy with; closing twice does nothing."""
        with self._lock:
            self._closed = True
            self._graph.close()

    def _graph_for(self, find: FindOptions) -> MediaPipeGraph:
        if self._closed:
            raise BusyError("This stream was closed; open a new one.")
        wanted = _graph_options(find)
        if wanted != self._built_with or self._graph.closed:
            # The old one first: two graphs at once would need 400 MB.
            self._graph.close()
            self._graph = MediaPipeGraph(wanted, static=False)
            self._built_with = wanted
        return self._graph

    def _next_timestamp_us(self, timestamp_s: float | None) -> int:
        if timestamp_s is None:
            return self._clock_us + FRAME_US
        if not math.isfinite(timestamp_s):
            raise OptionsError(f"The frame's time is {timestamp_s!r}; it must be a finite number of seconds.")
        timestamp_us = round(timestamp_s * 1e6)
        if self._started and timestamp_us <= self._clock_us:
            raise OptionsError(
                f"The frame's time is {timestamp_s:.6f} s, but the previous frame's was {self._clock_us / 1e6:.6f} s; "
                "times must increase. Leave the time out to let the frames follow each other at 30 a second."
            )
        return timestamp_us


class MediaPipeEngine:
    """Makes MediaPipe graphs and keeps an eye on them, so that none outlives the engine.

    The graph always computes every part; what was not asked for is only left out of the result. Of `options`, threads,
    mode and XNNPACK do not apply: the graph chooses for itself.
    """

    def __init__(self, options: DetectorOptions) -> None:
        self.options = options
        self._lock = threading.Lock()
        self._sessions: weakref.WeakSet[MediaPipeSession] = weakref.WeakSet()
        self._closed = False

    def warm_up(self, find: FindOptions) -> None:
        """Import mediapipe and run one graph, so that the next one starts from warm files."""
        self.still(np.zeros((64, 64, 3), np.uint8), find)

    def still(
        self,
        rgb: npt.NDArray[np.uint8],
        find: FindOptions,
        *,
        priority: Priority = Priority.PICTURE,  # noqa: ARG002 -- a graph of one's own has no queue
        trace: Trace | None = None,  # noqa: ARG002 -- the graph does not show its stages
    ) -> HolisticResult:
        """What is in one picture, found by a graph made for it alone.

        A graph in static mode forgets the body but still starts hands and face from those of the picture before it.
        """
        self._require_open()
        with contextlib.closing(MediaPipeGraph(_graph_options(find), static=True)) as graph:
            return _timed_result(graph, rgb, find, None)

    def open_session(self, find: FindOptions) -> MediaPipeSession:
        """A graph for one viewer; about 200 MB until it is closed."""
        self._require_open()
        session = MediaPipeSession(find)
        with self._lock:
            self._sessions.add(session)
            closed_meanwhile = self._closed
        if closed_meanwhile:
            session.close()
            self._require_open()
        return session

    def close(self) -> None:
        """Close every open session; closing twice does nothing."""
        with self._lock:
            self._closed = True
            sessions = list(self._sessions)
        for session in sessions:
            session.close()

    def _require_open(self) -> None:
        if self._closed:
            raise BusyError("The detector was closed; make a new one.")


def _graph_options(find: FindOptions) -> FindOptions:
    """The part of the options that is built into a graph, the rest at its defaults."""
    return replace(find, parts=EVERYTHING, clahe=False, drop_implausible=False)


def _timed_result(
    graph: MediaPipeGraph, rgb: npt.NDArray[np.uint8], find: FindOptions, timestamp_us: int | None
) -> HolisticResult:
    start = time.perf_counter()
    outputs = graph.run(rgb, timestamp_us)
    graph_ms = (time.perf_counter() - start) * 1e3
    return graph_result(outputs, (rgb.shape[1], rgb.shape[0]), find, {"graph": graph_ms})


def graph_result(
    outputs: Mapping[str, Any], image_size: tuple[int, int], find: FindOptions, stage_ms: Mapping[str, float]
) -> HolisticResult:
    """The answer of `MediaPipeGraph.run` as a result that holds the parts asked for."""
    face = FACE_REFINED if find.refine_face else FACE

    def part(name: Part, topology: Topology) -> Landmarks | None:
        message = outputs[PART_STREAMS[name]] if name in find.parts else None
        return None if message is None else _landmarks(topology, message)

    world = outputs["pose_world_landmarks"]
    return HolisticResult(
        image_size,
        pose=part("pose", POSE),
        pose_world=None if world is None else _landmarks(POSE, world, world=True),
        face=part("face", face),
        left_hand=part("left_hand", LEFT_HAND),
        right_hand=part("right_hand", RIGHT_HAND),
        segmentation=_mask(outputs["segmentation_mask"]) if find.segmentation else None,
        stage_ms=stage_ms,
    )


def _landmarks(topology: Topology, message: Any, *, world: bool = False) -> Landmarks:
    points = message.landmark
    xyz = np.fromiter(_coordinates(points), np.float32, 3 * len(points)).reshape(-1, 3)
    # Only the body has a visibility; messages of the other parts read 0, which would mean "hidden".
    visibility = np.fromiter((p.visibility for p in points), np.float32, len(points)) if topology is POSE else None
    return Landmarks.from_xyz(topology, xyz, visibility=visibility, space="world" if world else "image")


def _coordinates(points: Any) -> Iterator[float]:
    for point in points:
        yield point.x
        yield point.y
        yield point.z


def _mask(mask: npt.NDArray[np.float32] | None) -> FloatArray | None:
    """A copy that outlives the graph's buffer."""
    if mask is None:
        return None
    copied = np.array(mask, np.float32).reshape(mask.shape[:2])
    copied.flags.writeable = False
    return copied
