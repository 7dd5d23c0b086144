"""The LiteRT engine: the holistic pipeline, step by step, on shared interpreters.

The exact order of the graph `holistic_landmark_cpu.pbtxt` of mediapipe v0.10.21: body first, hands and face from the
(filtered) body. A session holds a few kilobytes; the models belong to the pool.
"""

import functools
import math
import threading
from dataclasses import replace
from typing import Final

import numpy as np

from holistic_core.engines.body import (
    Body,
    find_body,
    first_roi,
    picture_mask,
    smoothed_mask,
    track_body,
)
from holistic_core.engines.crop import RGB
from holistic_core.engines.face import find_face
from holistic_core.engines.hand import HANDS, find_hand
from holistic_core.engines.interpreters import InterpreterSet, needed_models
from holistic_core.engines.people import distinct_bodies
from holistic_core.engines.pool import Pool
from holistic_core.engines.recorder import Recorder
from holistic_core.engines.tracking import TrackingState
from holistic_core.errors import BusyError, OptionsError
from holistic_core.geometry import Points
from holistic_core.options import DetectorOptions, FindOptions, Part, Priority
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import FACE, FACE_REFINED, LEFT_HAND, POSE, RIGHT_HAND
from holistic_core.trace import Trace

FRAME_S: Final = 0.033333
"""What `mp.solutions` adds to its clock at every call."""
TWO_STEP_IDLE_S: Final = 5.0
"""Seconds without a video after which its extra models are dropped."""
_TWO_STEP_TIMEOUT_S: Final = 60.0  # nobody looks at a video while it is made: a machine may be slow, or sleep a while

_HAND_TOPOLOGY: Final = {"left_hand": LEFT_HAND, "right_hand": RIGHT_HAND}


class LiteRTEngine:
    """Runs frames on a pool of interpreter sets; safe to use from any thread."""

    def __init__(self, options: DetectorOptions) -> None:
        latency = options.mode == "latency"
        make_set = functools.partial(InterpreterSet, threads=options.threads if latency else 1, xnnpack=options.xnnpack)
        self.pool = Pool(
            make_set,
            sets=1 if latency else options.threads,
            timeout_s=options.timeout_s,
            max_waiting=options.max_waiting,
            idle_release_s=options.idle_release_s,
        )
        self._lock = threading.Lock()
        self._two_step_pools = (self.pool, self.pool) if options.threads == 1 or not latency else None
        self._options = options

    def two_step_pools(self) -> tuple[Pool, Pool]:
        """Where a frame's two halves can run at the same time: a single-threaded set for each, made when first asked
        for. Either half has its own, so that no model is loaded twice."""
        with self._lock:
            if self._two_step_pools is None:
                self._two_step_pools = self._half_pool(), self._half_pool()
            return self._two_step_pools

    def _half_pool(self) -> Pool:
        return Pool(
            functools.partial(InterpreterSet, threads=1, xnnpack=self._options.xnnpack),
            sets=1,
            timeout_s=max(self._options.timeout_s, _TWO_STEP_TIMEOUT_S),
            max_waiting=self._options.max_waiting,
            idle_release_s=TWO_STEP_IDLE_S,
        )

    def warm_up(self, find: FindOptions) -> None:
        """Load every model that `find` needs into every set and run each once."""

        def touch(models: InterpreterSet) -> None:
            for name in needed_models(find):
                models[name].warm_up()

        self.pool.for_each_set(touch)

    def still(
        self, rgb: RGB, find: FindOptions, *, priority: Priority = Priority.PICTURE, trace: Trace | None = None
    ) -> HolisticResult:
        """What is in one picture, without memory of any other."""
        result, waited_ms = self.pool.run(lambda models: _still(models, rgb, find, trace), priority)
        return _with_waiting(result, waited_ms)

    def people(
        self, rgb: RGB, max_people: int, find: FindOptions, *, priority: Priority = Priority.PICTURE
    ) -> list[HolisticResult]:
        """Several people in one picture, largest first."""
        results, waited_ms = self.pool.run(lambda models: _people(models, rgb, max_people, find), priority)
        return [_with_waiting(result, waited_ms) for result in results]

    def open_session(self, find: FindOptions) -> "LiteRTSession":
        """The memory of one viewer."""
        del find  # Nothing is built for particular options: every frame brings its own.
        return LiteRTSession(self.pool)

    def close(self) -> None:
        """Free the models; closing twice does nothing."""
        self.pool.close()
        with self._lock:
            for pool in self._two_step_pools or ():
                pool.close()


class LiteRTSession:
    """One viewer's tracking state; frames of one session run one after the other."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._lock = threading.Lock()
        self._closed = False
        self._image_size: tuple[int, int] | None = None
        self._time_s = 0.0
        self._started = False
        self.state = TrackingState()

    def process(
        self,
        rgb: RGB,
        find: FindOptions,
        timestamp_s: float | None = None,
        *,
        priority: Priority = Priority.LIVE,
        trace: Trace | None = None,
    ) -> HolisticResult:
        """The next frame of the stream.

        timestamp_s: seconds, later than the previous frame's; None: 33,333 µs after it, as `mp.solutions` does.
        OptionsError: a time that is not later. BusyError: the session was closed.
        """
        with self._lock:
            if self._closed:
                raise BusyError("This stream was closed; open a new one.")
            time_s = self._next_time_s(timestamp_s)
            image_size = (rgb.shape[1], rgb.shape[0])
            if image_size != self._image_size:
                # Filters and regions are in pixels of the old size.
                self.state, self._image_size = TrackingState(), image_size
            state = self.state
            try:
                result, waited_ms = self._pool.run(
                    lambda models: _frame(models, rgb, find, state, time_s, trace), priority
                )
            except Exception:
                # A frame that broke off may have left half of its marks, or may still be writing them.
                self.state = TrackingState()
                raise
            self._time_s, self._started = time_s, True
            return _with_waiting(result, waited_ms)

    def close(self) -> None:
        """Forget everything; closing twice does nothing."""
        with self._lock:
            self._closed = True
            self.state = TrackingState()

    def _next_time_s(self, timestamp_s: float | None) -> float:
        if timestamp_s is None:
            return self._time_s + FRAME_S
        if not math.isfinite(timestamp_s):
            raise OptionsError(f"The frame's time is {timestamp_s!r}; it must be a finite number of seconds.")
        if self._started and timestamp_s <= self._time_s:
            raise OptionsError(
                f"The frame's time is {timestamp_s:.6f} s, but the previous frame's was {self._time_s:.6f} s; "
                "times must increase. Leave the time out to let the frames follow each other at 30 a second."
            )
        return timestamp_s


def _with_waiting(result: HolisticResult, waited_ms: float) -> HolisticResult:
    return replace(result, stage_ms={"waiting": waited_ms, **result.stage_ms})


def _still(models: InterpreterSet, rgb: RGB, find: FindOptions, trace: Trace | None) -> HolisticResult:
    recorder = Recorder(trace)
    roi = first_roi(models, rgb, find, recorder)
    body = find_body(models, rgb, roi, find, recorder) if roi is not None else None
    return finish_frame(models, rgb, body, find, TrackingState(), recorder)


def _people(models: InterpreterSet, rgb: RGB, max_people: int, find: FindOptions) -> list[HolisticResult]:
    recorder = Recorder()
    bodies = distinct_bodies(models, rgb, max_people, find, recorder)
    shared_ms = {stage: ms / max(len(bodies), 1) for stage, ms in recorder.stage_ms.items()}
    results = []
    for body in bodies:
        own = Recorder()
        result = finish_frame(models, rgb, body, find, TrackingState(), own)
        results.append(replace(result, stage_ms={**shared_ms, **result.stage_ms}))
    return results


def _frame(
    models: InterpreterSet, rgb: RGB, find: FindOptions, state: TrackingState, time_s: float, trace: Trace | None
) -> HolisticResult:
    recorder = Recorder(trace)
    roi = first_roi(models, rgb, find, recorder) if state.pose_roi is None else state.pose_roi
    body = track_body(models, rgb, roi, find, state, time_s, recorder)
    return finish_frame(models, rgb, body, find, state, recorder, smooth_mask=True)


def finish_frame(
    models: InterpreterSet,
    rgb: RGB,
    body: Body | None,
    find: FindOptions,
    state: TrackingState,
    recorder: Recorder,
    *,
    smooth_mask: bool = False,
) -> HolisticResult:
    """Hands, face and mask of a body that was found, and the result."""
    image_size = (rgb.shape[1], rgb.shape[0])
    if body is None:
        return HolisticResult(image_size, stage_ms=recorder.stage_ms)
    mask = None
    if find.segmentation:
        with recorder.stage("segmentation"):
            mask = picture_mask(body, image_size)
            if mask is not None and smooth_mask:
                mask = smoothed_mask(mask, state)
    size = np.array(image_size, np.float64)
    body_px = body.points[:, :2] * size
    found: dict[Part, Points | None] = {}
    previous, state.previous = state.previous, found
    for side in HANDS:
        if side.part in find.parts:
            found[side.part] = find_hand(
                models, rgb, side, body_px, body.visibility, _pixels(previous.get(side.part), size), recorder
            )
    if "face" in find.parts:
        last = _pixels(previous.get("face"), size)
        found["face"] = find_face(models, rgb, body_px, last, recorder, refined=find.refine_face)
    result = _result(image_size, body, found, mask, find, recorder)
    for part, points in found.items():
        found[part] = None if points is None else points[:, :2]
    return result


def _pixels(points_norm: Points | None, size: Points) -> Points | None:
    return None if points_norm is None else points_norm * size


def _result(
    image_size: tuple[int, int],
    body: Body,
    found: dict[Part, Points | None],
    mask: "np.ndarray[tuple[int, ...], np.dtype[np.float32]] | None",
    find: FindOptions,
    recorder: Recorder,
) -> HolisticResult:
    def part(name: Part) -> Landmarks | None:
        points = found.get(name)
        if points is None:
            return None
        topology = _HAND_TOPOLOGY.get(name) or (FACE_REFINED if find.refine_face else FACE)
        return Landmarks.from_xyz(topology, points)

    return HolisticResult(
        image_size,
        pose=Landmarks.from_xyz(POSE, body.points, visibility=body.visibility, presence=body.presence),
        pose_world=Landmarks.from_xyz(
            POSE, body.world_m, visibility=body.visibility, presence=body.presence, space="world"
        ),
        face=part("face"),
        left_hand=part("left_hand"),
        right_hand=part("right_hand"),
        segmentation=mask,
        stage_ms=recorder.stage_ms,
        pose_score=body.score,
    )
