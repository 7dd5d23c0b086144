"""The face: found from the body's head landmarks, 468 or 478 points."""

from typing import Final

import numpy as np

from holistic_core.engines.activation import sigmoid
from holistic_core.engines.attention import refined_face
from holistic_core.engines.crop import BLACK, RGB
from holistic_core.engines.interpreters import Cropped, InterpreterSet, crop_points
from holistic_core.engines.recorder import Recorder
from holistic_core.engines.ssd import FACE_DETECTOR, candidates, decode
from holistic_core.engines.tracking import FACE_RULE, tracked_or_fresh
from holistic_core.geometry import Points, Rect, bounding_rect, rotation_from, scaled_square, to_picture

_HEAD: Final = slice(0, 11)
_BODY_EYES: Final = (5, 2)
_MIN_SCORE: Final = 0.5
_EYE_CORNERS: Final = (33, 263)
_SHIFT_Y: Final = -0.1


def roi_from_body(points_px: Points) -> Rect:
    """Where the face is according to the eleven head landmarks of the body."""
    head = points_px[_HEAD, :2]
    right_eye, left_eye = _BODY_EYES
    return scaled_square(bounding_rect(head, rotation_from(head[right_eye], head[left_eye], 0.0)), 3.0)


def roi_from_landmarks(points_px: Points) -> Rect:
    """Where the face is according to its own landmarks of the last frame."""
    start, end = _EYE_CORNERS
    return scaled_square(bounding_rect(points_px, rotation_from(points_px[start], points_px[end], 0.0)), 1.5)


def find_face(
    models: InterpreterSet,
    rgb: RGB,
    body_px: Points,
    previous_px: Points | None,
    recorder: Recorder,
    *,
    refined: bool,
) -> Points | None:
    """Landmarks `(468 or 478, 3)` in fractions of the picture, or None.

    body_px: the (filtered) body in pixels. previous_px: the face in the frame just before.
    """
    start = roi_from_body(body_px)
    if start.width == 0:
        return None
    fresh = _detected(models, rgb, start, recorder)
    if fresh is None:
        return None
    tracked = None if previous_px is None else roi_from_landmarks(previous_px)
    roi, followed = tracked_or_fresh("face", tracked, fresh, previous_px, FACE_RULE, recorder)
    if roi.width == 0:
        return None
    with recorder.stage("face_landmarks"):
        name = "face_attention_trunk" if refined else "face_landmark"
        run = Cropped(models[name], rgb, roi)
        # The last output is the only logit among the presence scores of the landmark models.
        score = float(sigmoid(run.outputs[-1]).item())
        accepted = score > _MIN_SCORE
        recorder.call(
            "face_landmarks",
            name,
            roi,
            run,
            accepted=accepted,
            score=score,
            roi_from="previous_frame" if followed else "face_detector",
            answer=lambda: {"points": crop_points(run.outputs[0], run.picture.shape[0])},
        )
        if not accepted:
            return None
        points = run.outputs[0].reshape(-1, 3).astype(np.float64)
        if refined:
            points = refined_face(run.outputs[0].reshape(-1, 3), run.outputs[1][0], models["face_attention_heads"])
        return to_picture(points / models[name].size, roi, (rgb.shape[1], rgb.shape[0]))


def _detected(models: InterpreterSet, rgb: RGB, roi: Rect, recorder: Recorder) -> Rect | None:
    """A closer ROI from the face detector's six key points; None without a face."""
    with recorder.stage("face_detector"):
        run = Cropped(models["face_detection_short_range"], rgb, roi, BLACK)
        found = decode(run.outputs[0], run.outputs[1], FACE_DETECTOR, _MIN_SCORE)
        score = found[0].score if found else float(sigmoid(run.outputs[1]).max())
        recorder.call(
            "face_detector",
            "face_detection_short_range",
            roi,
            run,
            accepted=bool(found),
            score=score,
            roi_from="pose_landmarks",
            answer=lambda: {"candidates": candidates(run.outputs[0], run.outputs[1], FACE_DETECTOR, _MIN_SCORE, found)},
        )
        if not found:
            return None
        points = to_picture(found[0].keypoints.astype(np.float64), roi, (1, 1))
        return scaled_square(bounding_rect(points, rotation_from(points[0], points[1], 0.0)), 2.0, _SHIFT_Y)
