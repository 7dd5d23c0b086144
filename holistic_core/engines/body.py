"""The body: where it is, its 33 landmarks, and how they are smoothed over time."""

import math
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from holistic_core.engines.activation import sigmoid
from holistic_core.engines.crop import BLACK, RGB, whole_picture
from holistic_core.engines.heatmap import refine
from holistic_core.engines.interpreters import Cropped, InterpreterSet, body_model
from holistic_core.engines.recorder import Recorder
from holistic_core.engines.ssd import POSE_DETECTOR, candidates, decode
from holistic_core.engines.tracking import TrackingState
from holistic_core.geometry import Points, Rect, aligned_rect, scaled_square, to_picture
from holistic_core.options import FindOptions
from holistic_core.trace import FilterStep, Reason, TrackingChoice

_LANDMARKS: Final = 33
_AUXILIARY: Final = slice(33, 35)
_REFINED: Final = 35
_RAW_POINTS: Final = 39
_ROI_SCALE: Final = 1.25
_MIN_OBJECT_PX: Final = 1e-6
_MASK_MEMORY: Final = 0.7  # pose_segmentation_filtering.pbtxt


@dataclass(frozen=True)
class Body:
    """What the body model gave for one ROI.

    points: `(33, 3)` in fractions of the picture. auxiliary: `(2, 3)`, centre and edge of the next ROI.
    world_m: `(33, 3)`. visibility, presence: `(33,)`. score: probability of a body in the ROI.
    mask: float32 `(256, 256)` in the ROI, or None. roi: where it was looked for.
    """

    points: Points
    auxiliary: Points
    world_m: Points
    visibility: npt.NDArray[np.float64]
    presence: npt.NDArray[np.float64]
    score: float
    mask: npt.NDArray[np.float32] | None
    roi: Rect


def _image_size(rgb: RGB) -> tuple[int, int]:
    return rgb.shape[1], rgb.shape[0]


def body_rois(
    models: InterpreterSet,
    rgb: RGB,
    find: FindOptions,
    recorder: Recorder,
    *,
    window: Rect | None = None,
    most: int = 1,
) -> list[Rect]:
    """Regions that hold a person, best first, at most `most`.

    window: the upright square of the picture to look at; by default the one that holds all of it.
    """
    with recorder.stage("pose_detector"):
        whole = window or whole_picture(_image_size(rgb))
        run = Cropped(models["pose_detection_dense"], rgb, whole, BLACK)
        detections = decode(run.outputs[0], run.outputs[1], POSE_DETECTOR, find.min_detection_confidence, most)
        score = detections[0].score if detections else _best_score(run)
        recorder.call(
            "pose_detector",
            "pose_detection_dense",
            whole,
            run,
            accepted=bool(detections),
            score=score,
            roi_from="picture",
            answer=lambda: {
                "candidates": candidates(
                    run.outputs[0], run.outputs[1], POSE_DETECTOR, find.min_detection_confidence, detections
                )
            },
        )
        middle = np.array([whole.cx, whole.cy])
        rois = []
        for detection in detections:
            centre, edge = (detection.keypoints[:2] - 0.5) * whole.width + middle
            rois.append(scaled_square(aligned_rect(centre, edge, math.pi / 2), _ROI_SCALE))
        return rois


def _best_score(run: Cropped) -> float:
    return float(sigmoid(run.outputs[1]).max())


def find_body(models: InterpreterSet, rgb: RGB, roi: Rect, find: FindOptions, recorder: Recorder) -> Body | None:
    """Landmarks of the person in `roi`, unfiltered; None when the model sees nobody there."""
    if roi.width == 0:
        return None
    with recorder.stage("pose_landmarks"):
        name = body_model(find)
        run = Cropped(models[name], rgb, roi)
        outputs = run.outputs
        mask_logits = outputs.pop(2) if find.segmentation else None
        raw, score_view, heatmap, raw_world = outputs
        score = float(score_view[0, 0])
        accepted = score > find.min_tracking_confidence
        values = raw.reshape(_RAW_POINTS, 5).astype(np.float64)
        points = values[:_REFINED, :3] / models[name].size
        if accepted:
            refine(points, heatmap[0])
        recorder.call(
            "pose_landmarks",
            name,
            roi,
            run,
            accepted=accepted,
            score=score,
            roi_from=_roi_from(recorder),
            answer=lambda: {
                "points": values[:_LANDMARKS, :2] / models[name].size,
                "refined": points[:_LANDMARKS, :2].copy(),
                "heatmap": sigmoid(heatmap[0, :, :, :_LANDMARKS]).astype(np.float16),
            },
        )
        if not accepted:
            return None
        probabilities = sigmoid(values[:_LANDMARKS, 3:])
        projected = to_picture(points, roi, _image_size(rgb))
        return Body(
            points=projected[:_LANDMARKS],
            auxiliary=projected[_AUXILIARY],
            world_m=_turned(raw_world.reshape(_RAW_POINTS, 3)[:_LANDMARKS].astype(np.float64), roi.rotation),
            visibility=probabilities[:, 0],
            presence=probabilities[:, 1],
            score=score,
            mask=None if mask_logits is None else sigmoid(mask_logits[0, :, :, 0]),
            roi=roi,
        )


def _roi_from(recorder: Recorder) -> str:
    # The detector runs only when there is no body to follow.
    return "pose_detector" if "pose_detector" in recorder.stage_ms else "previous_frame"


def _turned(world: Points, rotation: float) -> Points:
    cos, sin = math.cos(rotation), math.sin(rotation)
    return np.stack([cos * world[:, 0] - sin * world[:, 1], sin * world[:, 0] + cos * world[:, 1], world[:, 2]], axis=1)


def first_roi(models: InterpreterSet, rgb: RGB, find: FindOptions, recorder: Recorder) -> Rect | None:
    """Where the best person's body is, looked for in the whole picture; None when there is nobody."""
    rois = body_rois(models, rgb, find, recorder)
    return rois[0] if rois else None


def track_body(
    models: InterpreterSet,
    rgb: RGB,
    roi: Rect | None,
    find: FindOptions,
    state: TrackingState,
    time_s: float,
    recorder: Recorder,
) -> Body | None:
    """The filtered body of the next frame of a stream; None when there is none, and then `state` starts anew."""
    body = find_body(models, rgb, roi, find, recorder) if roi is not None else None
    if body is None:
        state.body_lost()
    else:
        with recorder.stage("filters"):
            body = follow_body(body, state, _image_size(rgb), time_s, recorder, smooth=find.smooth)
    return body


def _note_following(
    found: Body,
    body: Body,
    followed: Rect | None,
    state: TrackingState,
    image_size: tuple[int, int],
    recorder: Recorder,
) -> None:
    """Tell those who look inside what the filters did. followed: where the last frame said the body would be."""
    size = np.array(image_size, np.float64)
    reason: Reason = "nothing_before" if followed is None else "followed"
    recorder.tracking(lambda: TrackingChoice("pose", followed, None, followed is not None, reason))
    recorder.filters(
        lambda: FilterStep(
            found.points[:, :2] * size,
            body.points[:, :2] * size,
            found.visibility,
            body.visibility.copy(),
            state.pose_roi,
        )
    )


def follow_body(
    body: Body,
    state: TrackingState,
    image_size: tuple[int, int],
    time_s: float,
    recorder: Recorder,
    *,
    smooth: bool,
) -> Body:
    """The body after the filters of the stream; sets where the next frame is looked at."""
    found, followed = body, state.pose_roi
    width, height = image_size
    to_px = np.array([width, height, width], np.float64)
    filters = state.filters
    auxiliary = body.auxiliary * to_px
    # The filters' speed is measured in sizes of the person, so that near and far people are smoothed alike.
    size_px = 2 * math.hypot(*(auxiliary[1] - auxiliary[0])[:2])
    visible_size = size_px >= _MIN_OBJECT_PX
    if smooth:
        points = body.points
        if visible_size:
            points = filters.image(points * to_px, time_s, 1 / size_px) / to_px
        body = replace(
            body,
            points=points,
            visibility=filters.visibility(body.visibility),
            world_m=filters.world(body.world_m, time_s),
        )
    if visible_size:
        auxiliary = filters.auxiliary(auxiliary, time_s, 1 / size_px)
    centre, edge = auxiliary[:, :2]
    state.pose_roi = scaled_square(aligned_rect(centre, edge, math.pi / 2), _ROI_SCALE)
    _note_following(found, body, followed, state, image_size, recorder)
    return body


def picture_mask(body: Body, image_size: tuple[int, int]) -> npt.NDArray[np.float32] | None:
    """The person mask in the size of the picture, float32 `(height, width)`, zero outside the ROI."""
    if body.mask is None:
        return None
    roi, cells = body.roi, body.mask.shape[0]
    cos, sin = math.cos(roi.rotation) * cells / roi.width, math.sin(roi.rotation) * cells / roi.width
    # Picture → mask, corner to corner without a half-pixel shift: affine_transformation_runner_opencv.cc.
    matrix = np.array(
        [
            [cos, sin, cells / 2 - cos * roi.cx - sin * roi.cy],
            [-sin, cos, cells / 2 + sin * roi.cx - cos * roi.cy],
        ],
        np.float32,
    )
    mask = cv2.warpAffine(
        body.mask, matrix, image_size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_CONSTANT
    )
    return np.asarray(mask, np.float32)


def smoothed_mask(mask: npt.NDArray[np.float32], state: TrackingState) -> npt.NDArray[np.float32]:
    """The mask blended with the last one where the model is unsure (segmentation_smoothing_calculator.cc)."""
    last = state.mask
    if last is not None and last.shape == mask.shape:
        squared = (mask - np.float32(0.5)) ** 2
        sureness = np.zeros_like(squared)
        for coefficient in (-624.717, 291.309, -57.8051, -0.748699, 5.68842):
            sureness = squared * (np.float32(coefficient) + sureness)
        uncertainty = 1 - np.minimum(sureness, 1)
        mask = mask + (last - mask) * (uncertainty * np.float32(_MASK_MEMORY))
    state.mask = mask
    return mask
