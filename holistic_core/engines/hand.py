"""One hand: found from the body's wrist and fingers, or from where it was in the last frame."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.engines.crop import RGB
from holistic_core.engines.interpreters import Cropped, InterpreterSet, crop_points
from holistic_core.engines.recorder import Recorder
from holistic_core.engines.tracking import HAND_RULE, tracked_or_fresh
from holistic_core.geometry import Points, Rect, aligned_rect, bounding_rect, rotation_from, scaled_square, to_picture
from holistic_core.options import Part

_MIN_WRIST_VISIBILITY: Final = 0.1
MIN_SCORE: Final = 0.5
"""Of the hand model; below it there is no hand."""
_Z_SCALE: Final = 0.4  # hand_landmark_cpu.pbtxt: normalize_z
_SHIFT_Y: Final = -0.1
_PALM: Final = np.array([0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18])
_INDEX, _MIDDLE, _RING = 5, 9, 13


@dataclass(frozen=True)
class HandSide:
    """Which body landmarks lead to a hand."""

    part: Part
    wrist: int
    pinky: int
    index: int


HANDS: Final = (HandSide("left_hand", 15, 17, 19), HandSide("right_hand", 16, 18, 20))


def roi_from_body(points_px: Points, side: HandSide) -> Rect:
    """Where the hand is according to the body's landmarks."""
    wrist = points_px[side.wrist, :2]
    middle = (2 * points_px[side.index, :2] + points_px[side.pinky, :2]) / 3
    towards = aligned_rect(wrist, middle, math.pi / 2)
    around = Rect(float(middle[0]), float(middle[1]), towards.width, towards.height, towards.rotation)
    return scaled_square(around, 2.7, _SHIFT_Y)


def roi_from_landmarks(points_px: Points) -> Rect:
    """Where the hand is according to its own landmarks `(21, 2)` of the last frame."""
    direction = ((points_px[_INDEX] + points_px[_RING]) / 2 + points_px[_MIDDLE]) / 2
    rotation = rotation_from(points_px[0], direction, math.pi / 2)
    palm = points_px[_PALM]
    middle = (palm.min(axis=0) + palm.max(axis=0)) / 2
    cos, sin = math.cos(rotation), math.sin(rotation)
    upright = bounding_rect((palm - middle) @ np.array([[cos, -sin], [sin, cos]]), rotation)
    cx = middle[0] + upright.cx * cos - upright.cy * sin
    cy = middle[1] + upright.cx * sin + upright.cy * cos
    return scaled_square(Rect(float(cx), float(cy), upright.width, upright.height, rotation), 2.0, _SHIFT_Y)


def find_hand(
    models: InterpreterSet,
    rgb: RGB,
    side: HandSide,
    body_px: Points,
    visibility: npt.NDArray[np.float64],
    previous_px: Points | None,
    recorder: Recorder,
) -> Points | None:
    """21 landmarks `(21, 3)` in fractions of the picture, or None.

    body_px: the (filtered) body in pixels. previous_px: this hand in the frame just before, `(21, 2)`.
    """
    if not visibility[side.wrist] > _MIN_WRIST_VISIBILITY:
        return None
    start = roi_from_body(body_px, side)
    if start.width == 0:
        return None
    recrop_stage = f"{side.part}_recrop"
    fresh = _recropped(models, rgb, start, recrop_stage, recorder)
    tracked = None if previous_px is None else roi_from_landmarks(previous_px)
    roi, followed = tracked_or_fresh(side.part, tracked, fresh, previous_px, HAND_RULE, recorder)
    if roi.width == 0:
        return None
    stage = f"{side.part}_landmarks"
    with recorder.stage(stage):
        run = Cropped(models["hand_landmark_full"], rgb, roi)
        score = float(run.outputs[1][0, 0])
        accepted = score > MIN_SCORE
        recorder.call(
            stage,
            "hand_landmark_full",
            roi,
            run,
            accepted=accepted,
            score=score,
            roi_from="previous_frame" if followed else recrop_stage,
            answer=lambda: {"points": crop_points(run.outputs[0], run.picture.shape[0])},
        )
        if not accepted:
            return None
        points = run.outputs[0].reshape(-1, 3).astype(np.float64) / models["hand_landmark_full"].size
        points[:, 2] /= _Z_SCALE
        return to_picture(points, roi, (rgb.shape[1], rgb.shape[0]))


def _recropped(models: InterpreterSet, rgb: RGB, roi: Rect, stage: str, recorder: Recorder) -> Rect:
    """A closer ROI: the re-crop model points at the hand's middle and its edge."""
    with recorder.stage(stage):
        model = models["hand_recrop"]
        run = Cropped(model, rgb, roi)
        points = run.outputs[0].reshape(2, 2).astype(np.float64) / model.size
        recorder.call(
            stage,
            "hand_recrop",
            roi,
            run,
            accepted=True,
            score=math.nan,
            roi_from="pose_landmarks",
            answer=lambda: {"points": points},
        )
        centre, edge = to_picture(points, roi, (1, 1))
        return scaled_square(aligned_rect(centre, edge, -math.pi / 2), 1.0, _SHIFT_Y)
