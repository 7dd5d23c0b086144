"""A detector that knows the truth of the rendered person, for measurements with a known outcome."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from holistic_core.coach.camera import Camera
from holistic_core.coach.motions import MotionOptions
from holistic_core.coach.scene import Scene
from holistic_core.coach.truth import FrameTruth, frame_truth
from holistic_core.options import DetectorOptions, FindOptions, Priority
from holistic_core.results import HolisticResult, Landmarks
from holistic_core.topology import FACE

RGBArray = npt.NDArray[np.uint8]

SCENE = Scene(camera=Camera(azimuth_deg=0.0))
SQUAT = MotionOptions("squat", repetitions=1)
FRAMES = 8
FPS = 10.0
# The squat has begun: the knees bend from here on.
START_S = 1.7
FACE_FOUND = Landmarks.from_xyz(FACE, np.zeros((468, 3)))
RGB: RGBArray = np.zeros((SCENE.image_size[1], SCENE.image_size[0], 3), np.uint8)

Answer = Callable[[FrameTruth, FindOptions], HolisticResult]


class Oracle:
    """A detector that is told the truth of the next frame and answers by a function of it."""

    def __init__(self, answer: Answer) -> None:
        self.options = DetectorOptions()
        self.answer = answer
        self.truth: FrameTruth | None = None
        self.times_s: list[float | None] = []
        self.streams = self.closed = self.stills = 0
        self.find = FindOptions()

    def frames(
        self, times_s: list[float] | None = None, scene: Scene = SCENE, motion: MotionOptions = SQUAT
    ) -> Iterator[tuple[RGBArray, FrameTruth]]:
        for time_s in times_s or [START_S + number / FPS for number in range(FRAMES)]:
            self.truth = frame_truth(scene, motion, time_s)
            yield RGB, self.truth

    def __enter__(self) -> "Oracle":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def detect(self, rgb: RGBArray, find: FindOptions, *, priority: Priority) -> HolisticResult:
        self.stills += 1
        assert self.truth is not None
        return self.answer(self.truth, find)

    def open_stream(self, find: FindOptions, *, priority: Priority) -> "Oracle":
        self.streams += 1
        self.find = find
        return self

    def process(self, rgb: RGBArray, timestamp_s: float | None) -> HolisticResult:
        self.times_s.append(timestamp_s)
        assert self.truth is not None
        return self.answer(self.truth, self.find)

    def close(self) -> None:
        self.closed += 1


def seen(truth: FrameTruth) -> HolisticResult:
    """The truth as a detector would tell it that looks through everything: all points visible."""
    pose, world = truth.result.pose, truth.result.pose_world
    assert pose is not None and world is not None
    there, untold = np.ones(len(pose), np.float32), np.full(21, np.nan, np.float32)
    hands = (truth.result.left_hand, truth.result.right_hand)
    left, right = (hand and replace(hand, visibility=untold) for hand in hands)
    return replace(
        truth.result,
        pose=replace(pose, visibility=there),
        pose_world=replace(world, visibility=there),
        left_hand=left,
        right_hand=right,
    )


def perfect(truth: FrameTruth, find: FindOptions) -> HolisticResult:
    """All parts where they are."""
    return replace(seen(truth), face=FACE_FOUND)
