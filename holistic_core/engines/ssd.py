"""Single-shot detectors: anchors, decoding, weighted non-maximum suppression.

Source: `ssd_anchors_calculator.cc`, `tensors_to_detections_calculator.cc` and
`non_max_suppression_calculator.cc` of mediapipe v0.10.21 with the options of its pose and face detection graphs.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from holistic_core.engines.activation import sigmoid
from holistic_core.engines.model import FloatArray
from holistic_core.trace import Candidates

_MIN_OVERLAP: Final = 0.3
_ANCHORS_PER_LAYER: Final = 2


@dataclass(frozen=True)
class DetectorShape:
    """size: side of the input in pixels; strides: one for each layer; keypoints: points of a detection."""

    size: int
    strides: tuple[int, ...]
    keypoints: int


POSE_DETECTOR: Final = DetectorShape(224, (8, 16, 32, 32, 32), 4)
FACE_DETECTOR: Final = DetectorShape(128, (8, 16, 16, 16), 6)


@dataclass(frozen=True)
class Detection:
    """One detection in fractions of the detector's input.

    score: 0-1, of its best anchor. box: x low, y low, x high, y high. keypoints: float64 `(k, 2)`.
    """

    score: float
    box: npt.NDArray[np.float64]
    keypoints: npt.NDArray[np.float64]


@cache
def anchor_centres(shape: DetectorShape) -> FloatArray:
    """Centres `(n, 2)`, row by row; consecutive layers of equal stride share their cells. All anchors have size 1."""
    grids, layer = [], 0
    while layer < len(shape.strides):
        stride = shape.strides[layer]
        same = sum(1 for each in shape.strides[layer:] if each == stride)
        cells = math.ceil(shape.size / stride)
        rows, columns = np.mgrid[0:cells, 0:cells]
        centres = np.stack([(columns + 0.5) / cells, (rows + 0.5) / cells], axis=-1).reshape(-1, 2)
        grids.append(centres.repeat(_ANCHORS_PER_LAYER * same, axis=0))
        layer += same
    centres_of_all: FloatArray = np.concatenate(grids).astype(np.float32)
    return centres_of_all


def decode(
    raw_boxes: FloatArray, raw_scores: FloatArray, shape: DetectorShape, min_score: float, most: int = 1
) -> list[Detection]:
    """Detections, best first, at most `most`; empty when no anchor reaches `min_score`.

    raw_boxes: `(1, anchors, 4 + 2 keypoints)`. raw_scores: logits `(1, anchors, 1)`.
    """
    boxes, points, scores, _ = _passing(raw_boxes, raw_scores, shape, min_score)
    return _suppress(boxes, points, scores, most)


def candidates(
    raw_boxes: FloatArray, raw_scores: FloatArray, shape: DetectorShape, min_score: float, found: list[Detection]
) -> Candidates:
    """All that `decode` chooses from, for those who look inside. found: what it gave."""
    boxes, points, scores, passed = _passing(raw_boxes, raw_scores, shape, min_score)
    order = np.argsort(-scores)
    return Candidates(
        anchors=anchor_centres(shape)[passed][order].astype(np.float64),
        boxes=boxes[order].astype(np.float64),
        keypoints=points[order].astype(np.float64),
        scores=scores[order].astype(np.float64),
        anchor_count=raw_scores.shape[1],
        found=np.array([each.box for each in found]).reshape(-1, 4),
    )


def _passing(
    raw_boxes: FloatArray, raw_scores: FloatArray, shape: DetectorShape, min_score: float
) -> tuple[FloatArray, FloatArray, FloatArray, npt.NDArray[np.int64]]:
    """Boxes, key points, scores and numbers of the anchors that reach `min_score`."""
    scores = sigmoid(raw_scores[0, :, 0])
    passed = np.flatnonzero(scores >= min_score)
    values = raw_boxes[0, passed] / np.float32(shape.size)
    centres, sizes = values[:, :2] + anchor_centres(shape)[passed], values[:, 2:4]
    points = values[:, 4 : 4 + 2 * shape.keypoints].reshape(-1, shape.keypoints, 2)
    points = points + anchor_centres(shape)[passed][:, None]
    boxes = np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1)
    proper = (sizes >= 0).all(axis=1)  # False for NaN too
    return boxes[proper], points[proper], scores[passed][proper], passed[proper]


def overlap(boxes: FloatArray, box: FloatArray) -> npt.NDArray[np.float64]:
    """Intersection over union of `(n, 4)` boxes with one box."""
    low, high = np.maximum(boxes[:, :2], box[:2]), np.minimum(boxes[:, 2:], box[2:])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    union = np.prod(boxes[:, 2:] - boxes[:, :2], axis=1) + np.prod(box[2:] - box[:2]) - shared
    return np.divide(shared, union, out=np.zeros(len(boxes)), where=union > 0)


def _suppress(boxes: FloatArray, points: FloatArray, scores: FloatArray, most: int) -> list[Detection]:
    """Weighted: a detection is the score-weighted mean of all that overlap its best one."""
    found: list[Detection] = []
    while len(scores) and len(found) < most:
        best = int(scores.argmax())
        cluster = overlap(boxes, boxes[best]) > _MIN_OVERLAP
        cluster[best] = True
        weights = scores[cluster].astype(np.float64) / scores[cluster].sum(dtype=np.float64)
        box = (boxes[cluster] * weights[:, None]).sum(axis=0)
        keypoints = (points[cluster] * weights[:, None, None]).sum(axis=0)
        found.append(Detection(float(scores[best]), box, keypoints))
        boxes, points, scores = boxes[~cluster], points[~cluster], scores[~cluster]
    return found
